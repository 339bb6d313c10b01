import { parseArgs } from 'node:util';
import { bout, type Effort } from './bout.js';
import { guardMs } from './guard.js';
import { callsOfOneRun, historiesByRows, logCostMs, recoveryMs } from './claims.js';
import { startSurefoot, type Ring } from './contestants.js';
import { killed } from './processes.js';
import { boutHead, boutRows, claim, claimHead, ratioRows, table } from './report.js';
import { startConfigured, startDatabases, startWithDefaults } from './servers.js';
import { startStandIn } from './stand-in.js';

/**
 * Surefoot against a hand-written Temporal workflow, and against what the design promises. Asserts no number: a machine
 * that is busy would turn it red. `--quick` only shows that everything runs.
 */
const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const effort: Effort = values.quick
  ? { warmUp: 1, runs: 2, atOnce: 4, runsAtOnce: 4, rounds: 1 }
  : { warmUp: 15, runs: 30, atOnce: 20, runsAtOnce: 60, rounds: 3 };

const closers: (() => Promise<void>)[] = [];
try {
  const [databases, configured, defaults, slow, fast] = await Promise.all([
    kept(startDatabases()),
    kept(startConfigured()),
    kept(startWithDefaults()),
    kept(startStandIn(50)),
    kept(startStandIn(0)),
  ]);
  const rings: readonly (readonly [string, Ring])[] = [
    ['50 ms a call', { databases, temporal: configured, standIn: slow }],
    ['0 ms a call', { databases, temporal: configured, standIn: fast }],
    ['50 ms, server defaults', { databases, temporal: defaults, standIn: slow }],
  ];

  const rows: string[][] = [];
  const claims: string[][] = [];
  const p50s: number[] = [];
  const readies: number[] = [];
  for (const [where, ring] of rings) {
    progress(where);
    const scores = await bout(ring, effort);
    rows.push(...boutRows(where, scores));
    if (ring.temporal === configured) claims.push(...ratioRows(where, scores));
    p50s.push(scores.surefoot.p50);
    readies.push(scores.surefoot.readyMs);
  }

  progress('claims');
  const ring: Ring = { databases, temporal: configured, standIn: fast };
  const surefoot = await kept(startSurefoot(ring));
  for (const { rows: count, events, bytes } of await historiesByRows(surefoot, ring)) {
    const where = `${count} rows`;
    claims.push(claim('history events', where, events, { atMost: 60 }));
    claims.push(claim('history bytes', where, bytes, { atMost: 65_536 }, ' B'));
  }
  const { p50, p99, where: statements } = await guardMs();
  const [at50 = 0, at0 = 0] = p50s;
  claims.push(
    claim('guard, p50', statements, p50, { atMost: 5 }, ' ms'),
    claim('guard, p99', statements, p99, { atMost: 5 }, ' ms'),
    claim('Claude calls in all', 'one run', await callsOfOneRun(surefoot, ring), { atMost: 3 }),
    claim('Claude calls waited for', '(p50 at 50 ms − p50 at 0 ms) ÷ 50', (at50 - at0) / 50, {
      atMost: 2.5,
    }),
    claim(
      'tool-call log',
      'start and end of a step, median',
      await logCostMs(surefoot.store, 200),
      { atMost: 3 },
      ' ms',
    ),
    claim(
      'worker ready',
      'built bundle, slowest start',
      Math.max(...readies),
      { atMost: 2_000 },
      ' ms',
    ),
    claim(
      'recovery',
      'SIGKILL to the next attempt',
      await recoveryMs(surefoot, ring),
      { atMost: 5_000 },
      ' ms',
    ),
  );
  console.log(`${table(boutHead, rows)}\n\n${table(claimHead, claims)}`);
} finally {
  for (const close of closers.toReversed()) await close();
}

/** What was started is stopped in the end, also where a part after it fails to start. */
async function kept<T extends Closable>(starting: Promise<T>): Promise<T> {
  closers.push(async () => {
    const started = await starting.catch(() => undefined);
    if (started === undefined) return;
    if ('close' in started) await started.close();
    else await killed(started.process);
  });
  return await starting;
}

type Closable =
  | { close(): Promise<void> }
  | Pick<Awaited<ReturnType<typeof startStandIn>>, 'process'>;

function progress(what: string): void {
  console.error(`bench: ${what}`);
}
