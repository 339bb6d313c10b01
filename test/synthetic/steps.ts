import { callOf } from './call.js';
import { hex, latency, seldom } from './chance.js';
import type { SyntheticError } from './fates.js';
import type { Period, Shape } from './questions.js';
import type { Scribe } from './scribe.js';

export type SyntheticRung = 'live' | 'cache' | 'stale_cache' | 'simplified' | 'sample';

/** How one step of the plan ended. */
export interface StepEnd {
  readonly id: string;
  readonly sql: string;
  readonly params: readonly string[];
  readonly beganMs: number;
  readonly endMs: number;
  readonly tries: number;
  readonly rung: SyntheticRung | null;
  readonly resultId: string | null;
  readonly rowCount: number;
  /** Why it is not live, or not there. */
  readonly error: SyntheticError | null;
}

const timeoutMs = 30_000;
/** How often in a thousand a lower rung has something, and what it fails with where it has not. */
const ladder = [
  { rung: 'stale_cache', odds: 550, missing: 'no_stale_result' },
  { rung: 'simplified', odds: 700, missing: 'not_simplified' },
  { rung: 'sample', odds: 800, missing: 'not_sampled' },
] as const;

/** Runs one query: live, or the first lower rung that has something after what is no fault of the SQL. */
export function queryStep(
  scribe: Scribe,
  { shape, period, id, version }: { shape: Shape; period: Period; id: string; version: number },
  atMs: number,
): StepEnd {
  const { random } = scribe.world;
  const params = [period.from, period.to];
  const activityId = `${id}-${version}`;
  const resultId = hex(random, 16);
  const rowCount = Math.max(1, Math.round((shape.rows * random.between(70, 130)) / 100));
  const measure = { name: shape.measure, column: shape.measure, aggregation: 'sum' };
  const parameters = {
    ...{ sql: shape.sql, measure, period: { from: period.from, to: period.to } },
    params: params.map((value) => ({ kind: 'text', value, step: '', column: '' })),
    dimensions: [shape.dimension],
  };
  const call = { tool: 'execute_query', step: id, parameters, planVersion: version, timeoutMs };
  const tried = { ...call, rung: 'live' };
  const found = { digest: resultId, rowCount, bytes: rowCount * random.between(28, 60) };
  const isCached = seldom(random, 800);
  scribe.event('step.started', `step.started:${activityId}`, started(id, 'live'), atMs);
  const live = callOf(scribe, {
    ...{ ...tried, activityId, atMs },
    latencyMs: () => (isCached ? random.between(2, 7) : liveLatency(scribe, shape, period)),
    result: () => ({ ...found, rung: isCached ? 'cache' : 'live' }),
  });
  const step = { id, sql: shape.sql, params, beganMs: atMs, tries: live.tries, rowCount };
  const { error } = live;
  if (error === null) {
    finished(scribe, activityId, id, live.endMs, null);
    const rung = isCached ? ('cache' as const) : ('live' as const);
    return { ...step, endMs: live.endMs, rung, resultId, error };
  }
  finished(scribe, activityId, id, live.endMs, error);
  const lower = error.errorClass === 'transient' || error.errorClass === 'timeout' ? ladder : [];
  let { endMs } = live;
  for (const { rung, odds, missing } of lower) {
    const lowerId = `${activityId}-${rung}`;
    scribe.event('step.started', `step.started:${lowerId}`, started(id, rung), endMs);
    const { tool } = call;
    const latencyMs =
      rung === 'stale_cache' ? random.between(3, 12) : latency(random, shape.medianMs / 3, 0.5);
    const tried = { activityId: lowerId, attempt: 1, startedMs: endMs, latencyMs, rung };
    const common = { ...tried, tool, step: id, parameters, planVersion: version };
    endMs += latencyMs;
    if (random.chance(odds)) {
      scribe.attempt({ ...common, ...found, status: 'success' });
      finished(scribe, lowerId, id, endMs, null);
      return { ...step, endMs, rung, resultId, error };
    }
    const errorClass = 'permanent';
    scribe.attempt({ ...common, status: 'error', errorClass, errorName: missing });
    finished(scribe, lowerId, id, endMs, { errorClass, errorName: missing, errorCode: null });
  }
  return { ...step, endMs, rung: null, resultId: null, rowCount: 0, error };
}

/** A longer period takes longer; Monday mornings, when everybody looks, take a quarter more. */
function liveLatency({ world, run }: Scribe, shape: Shape, period: Period): number {
  const days = (Date.parse(period.to) - Date.parse(period.from)) / 86_400_000;
  const at = new Date(run.beganMs);
  const isMondayMorning = at.getUTCDay() === 1 && at.getUTCHours() >= 8 && at.getUTCHours() < 11;
  const longer = (0.7 + Math.min(days, 400) / 400) * (isMondayMorning ? 1.25 : 1);
  return latency(world.random, shape.medianMs * longer, shape.spread);
}

function started(step: string, rung: string) {
  return { step, tool: 'execute_query', rung };
}

function finished(
  scribe: Scribe,
  activityId: string,
  step: string,
  atMs: number,
  error: SyntheticError | null,
): void {
  const how =
    error === null
      ? { status: 'succeeded' }
      : { status: 'failed', error: error.errorName, class: error.errorClass };
  const data = { step, tool: 'execute_query', ...how };
  scribe.event('step.finished', `step.finished:${activityId}`, data, atMs);
}
