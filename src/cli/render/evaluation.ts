import type { AgainstBaseline } from '../../domain/evaluation/against-baseline.js';
import type { Evaluation, Outcome, Totals } from '../../domain/evaluation/evaluation.js';
import { dollars } from '../../domain/shown/dollars.js';
import { formatDuration } from '../../domain/shown/duration.js';
import { counted } from '../../domain/shown/run-view.js';
import type { Look } from './look.js';
import { textTable } from './text-table.js';
import { oneLine } from './text.js';

export interface EvaluationView {
  readonly evaluation: Evaluation;
  /** By case. */
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>;
  /** Cases that cannot be asked yet, and why. */
  readonly leftOut: readonly { readonly id: string; readonly why: string }[];
  readonly notAsked: number;
  readonly baseline: Evaluation | undefined;
  readonly against: AgainstBaseline | undefined;
}

/** A line each question, what was wrong, and what it came to. */
export function renderEvaluation(view: EvaluationView, look: Look): string[] {
  return [
    ...table(view, look),
    ...wrongLines(view, look),
    '',
    ...facts(view).map(([label, words]) => look.style.dim(label.padEnd(labelWidth)) + words),
  ];
}

const labelWidth = 13;

function table({ evaluation: { cases } }: EvaluationView, look: Look): string[] {
  const columns = ['case', 'right', 'first try', 'repairs', 'took', 'cost', 'question'];
  return textTable(
    columns,
    cases.map(({ id, runs, correct, firstTry, repairs, medianMs, costUsd, question }) => [
      id,
      runs === 1 ? (correct === 1 ? 'yes' : 'NO') : `${correct} of ${runs}`,
      runs === 1 ? (firstTry === 1 ? 'yes' : 'no') : `${firstTry} of ${runs}`,
      String(repairs),
      formatDuration(medianMs),
      costUsd === 0 ? '' : dollars(costUsd),
      question,
    ]),
    look,
  );
}

function wrongLines({ outcomes, leftOut }: EvaluationView, { style }: Look): string[] {
  const wrong = [...outcomes].flatMap(([id, each]) =>
    each.flatMap(({ why, runId }) =>
      why === null ? [] : [`${style.red('✗')} ${id}: ${oneLine(why)} (run ${runId})`],
    ),
  );
  const left = leftOut.map(({ id, why }) => `${style.dim('–')} ${id} is left out: ${why}`);
  const lines = [...wrong, ...left];
  return lines.length === 0 ? [] : ['', ...lines];
}

type Fact = readonly [label: string, words: string];

function facts(view: EvaluationView): readonly Fact[] {
  const { evaluation, outcomes, notAsked, baseline, against } = view;
  const { totals, planners } = evaluation;
  const before = baseline?.totals;
  return [
    ['Planned by', planners.map(plannerWords).join(', ') || 'nobody'],
    [
      'Accuracy',
      `${share(totals.correct, totals.runs)}${was(before, ({ correct, runs }) => share(correct, runs))}`,
    ],
    ['First try', `${share(totals.firstTry, totals.runs)} plans were carried out as they came`],
    ...reused([...outcomes.values()].flat()),
    ['Repairs', `${totals.repairs}${was(before, ({ repairs }) => String(repairs))}`],
    [
      'Latency',
      `p50 ${formatDuration(totals.p50Ms)}, p95 ${formatDuration(totals.p95Ms)}` +
        was(before, ({ p50Ms, p95Ms }) => `${formatDuration(p50Ms)}, ${formatDuration(p95Ms)}`),
    ],
    ['Cost', `${costWords(evaluation)}${was(before, ({ costUsd }) => dollars(costUsd))}`],
    ...(notAsked === 0
      ? []
      : [['Not asked', `${notAsked}: --max-cost was reached before them`] as const]),
    ...(against === undefined ? [] : changes(against, baseline)),
  ];
}

function reused(outcomes: readonly Outcome[]): readonly Fact[] {
  const { length } = outcomes.filter(({ verifiedPlan }) => verifiedPlan);
  if (length === 0) return [];
  const words = `${length} of these plans are verified questions’, for which nobody was asked; --tenant with a name of its own has none`;
  return [['Verified', words]];
}

function changes(
  { regressed, better, added, gone }: AgainstBaseline,
  baseline: Evaluation | undefined,
): readonly Fact[] {
  const list = (label: string, ids: readonly string[]): readonly Fact[] =>
    ids.length === 0 ? [] : [[label, ids.join(', ')]];
  const when = baseline?.evaluatedAt.slice(0, 10) ?? '';
  return [
    ['Baseline', `${when}, planned by ${baseline?.planners.join(', ') ?? ''}`],
    ...list('Regressed', regressed),
    ...list('Better', better),
    ...list('New', added),
    ...list('Gone', gone),
    ...(regressed.length + better.length === 0 ? [['', 'no case changed'] as const] : []),
  ];
}

/** What the runs cost, always in words. */
export function costWords({ totals, planners }: Pick<Evaluation, 'totals' | 'planners'>): string {
  const { costUsd, claudeCalls, tokens } = totals;
  const calls = `${counted(claudeCalls, 'call')}, ${counted(tokens, 'token')}`;
  if (costUsd > 0) return `${dollars(costUsd)} (${calls})`;
  if (planners.every((planner) => planner === 'offline')) return `nothing: Claude was not asked`;
  return `no list price is known for these models (${calls})`;
}

function plannerWords(planner: string): string {
  return planner === 'offline' ? 'offline: fixed rules, not Claude' : planner;
}

function share(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  return `${part} of ${whole} (${percent.toFixed(1)} %)`;
}

function was(before: Totals | undefined, of: (totals: Totals) => string): string {
  return before === undefined ? '' : `, was ${of(before)}`;
}
