import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { workflowIdOf } from '../src/domain/question.js';
import { sampleAsOf } from '../src/embedded/sample/index.js';
import type { PostgresStore } from '../src/adapters/store/index.js';
import type { AttemptEnd, AttemptStart } from '../src/ports.js';
import type { Ring, SurefootInRing } from './contestants.js';
import { historySize, type HistorySize } from './history.js';
import { percentile } from './measure.js';
import { killed } from './processes.js';
import { question, rowsQuestion, slowQuestion } from './question.js';
import { rowCounts } from './stand-in.js';

/** A run's history for each size of its result. */
export async function historiesByRows(
  { ask }: SurefootInRing,
  { temporal }: Ring,
): Promise<readonly (HistorySize & { readonly rows: number })[]> {
  const sizes = [];
  for (const rows of rowCounts) {
    const { workflowId, answer } = await ask(rowsQuestion(rows));
    const [step] = answer.steps;
    if (step?.rowCount !== rows) throw new Error(`${step?.rowCount} rows came back, not ${rows}`);
    sizes.push({ rows, ...(await historySize(temporal.client, workflowId)) });
  }
  return sizes;
}

/** How often one run calls Claude, as the stand-in counts. */
export async function callsOfOneRun({ ask }: SurefootInRing, { standIn }: Ring): Promise<number> {
  const before = (await standIn.calls()).length;
  await ask(question);
  return (await standIn.calls()).length - before;
}

/** Milliseconds that the tool-call log takes of one attempt: its start and its end, at the median. */
export async function logCostMs({ attempts, runs }: PostgresStore, times: number): Promise<number> {
  const run = { tenant: 'default', runId: randomUUID() };
  const workflowId = workflowIdOf(run);
  const who = { user: '', session: '' };
  const asked = { question, asOf: sampleAsOf, timeZone: 'UTC', mode: 'interactive' } as const;
  await runs.begin({ ...run, ...who, ...asked, workflowId, temporalRunId: 'bench' });
  const scheduledAtMs = Date.now();
  const key = { workflowId, temporalRunId: 'bench', attempt: 1, scheduledAtMs };
  const attempt = { ...run, ...who, ...oneStep };
  const costs: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const start: AttemptStart = { ...attempt, ...key, activityId: `a${index}` };
    const end: AttemptEnd = { ...outcome, ...key, activityId: `a${index}` };
    const begunAt = performance.now();
    await attempts.start(start, { kind: 'step.started', key: `s${index}`, data: {} });
    const events = [
      { kind: 'attempt.finished', key: `e${index}`, data: {} },
      { kind: 'step.finished', key: `f${index}`, data: {} },
    ] as const;
    await attempts.end(end, { start, events });
    costs.push(performance.now() - begunAt);
  }
  return percentile(costs, 0.5);
}

const oneStep = {
  tool: 'execute_query',
  step: 'a',
  worker: 'bench',
  planVersion: 1,
  parameters: { sql: 'select 1' },
  warehouse: 'warehouse',
} as const;

const outcome = {
  status: 'success',
  errorClass: null,
  errorCode: null,
  errorName: null,
  rung: 'live',
  breakerState: null,
  rowCount: 1,
  bytes: 1,
  digest: null,
  replyId: null,
  model: null,
  promptVersion: null,
  usage: null,
} as const;

/**
 * Kills the worker that has a call to Claude in flight and waits until another has begun that attempt anew; then for
 * the answer. Milliseconds from the one to the other.
 */
export async function recoveryMs(
  { surefoot, anotherWorker, worker }: SurefootInRing,
  { databases }: Ring,
): Promise<number> {
  const other = await anotherWorker();
  const log = new Client({ connectionString: databases.store });
  await log.connect();
  try {
    const run = await surefoot.ask(slowQuestion, { asOf: sampleAsOf, fresh: true });
    const interpreting = async (attempt: number) => {
      const { rows } = await log.query<{ worker: string }>(
        `select worker from surefoot.tool_calls
         where run_id = $1 and tool = 'interpret' and attempt = $2`,
        [run.runId, attempt],
      );
      return rows[0]?.worker;
    };
    const holder = await eventually(() => interpreting(1));
    const victim = [worker, other].find(({ process }) => holder.startsWith(`${process.pid}@`));
    if (victim === undefined) throw new Error(`No worker of ours is ${holder}.`);
    const killedAt = performance.now();
    await killed(victim.process);
    await eventually(() => interpreting(2));
    const recovered = performance.now() - killedAt;
    const { status } = await run.result();
    if (status !== 'answered') throw new Error(`After the worker's death the run ended ${status}.`);
    return recovered;
  } finally {
    await log.end();
  }
}

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(20);
  }
  throw new Error('Nothing happened within 30 s.');
}
