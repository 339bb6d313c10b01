import type { Bout, Score } from './bout.js';

/** Rows under a heading, the columns aligned: numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < 2 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

export const boutHead: readonly string[] = [
  'where',
  'what',
  'p50 ms',
  'p95 ms',
  'runs/s at 20',
  'CPU ms a run: worker',
  'Temporal',
  'Postgres',
  'events',
  'bytes',
];

export function boutRows(where: string, bout: Bout): string[][] {
  const { surefoot, sameSteps, baseline, bare, durable } = bout;
  return [surefoot, sameSteps, baseline, bare, durable].map((score) => scoreRow(where, score));
}

function scoreRow(where: string, score: Score): string[] {
  const { name, p50, p95, throughput, events, bytes } = score;
  const { worker, temporal, postgres } = throughput.cpu;
  const cpu = [worker, temporal, postgres].map((ms) => (ms === null ? '–' : ms.toFixed(0)));
  const numbers = [p50.toFixed(0), p95.toFixed(0), throughput.perSecond.toFixed(1), ...cpu];
  return [where, name, ...numbers, `${events}`, `${bytes}`];
}

export const claimHead: readonly string[] = ['what', 'where', 'measured', 'aim', ''];

/** What was measured beside what was aimed at, and whether it is there. */
export function claim(
  what: string,
  where: string,
  measured: number,
  aim: { readonly atMost: number } | { readonly atLeast: number },
  unit: '' | ' ms' | ' B' = '',
): string[] {
  const digits = unit === '' && !Number.isInteger(measured) ? 2 : unit === ' ms' ? 1 : 0;
  const met = 'atMost' in aim ? measured <= aim.atMost : measured >= aim.atLeast;
  const bound = 'atMost' in aim ? `≤ ${aim.atMost}` : `≥ ${aim.atLeast}`;
  return [what, where, `${measured.toFixed(digits)}${unit}`, `${bound}${unit}`, met ? 'yes' : 'NO'];
}

/** Surefoot against the baseline in one bout, and what its hops take, alone and with its durable acts: the floors of any aim. */
export function ratioRows(
  where: string,
  { surefoot, sameSteps, baseline, bare, durable }: Bout,
): string[][] {
  const ratios = [surefoot, sameSteps].flatMap((score) => [
    claim(`p50 ÷ baseline's: ${score.name}`, where, score.p50 / baseline.p50, { atMost: 0.9 }),
    claim(
      `runs/s ÷ baseline's: ${score.name}`,
      where,
      score.throughput.perSecond / baseline.throughput.perSecond,
      { atLeast: 0.9 },
    ),
  ]);
  const floors = [bare, durable].map(({ name, p50 }) => [
    `p50 ÷ baseline's: ${name}`,
    ...[where, (p50 / baseline.p50).toFixed(2), '–', ''],
  ]);
  return [...ratios, ...floors];
}
