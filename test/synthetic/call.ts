import { fateOf, isDoomed, timedOut, type SyntheticError } from './fates.js';
import { incidentAt } from './incidents.js';
import type { AttemptRow } from './rows.js';
import type { Scribe } from './scribe.js';

/** One activity with all its attempts. */
export interface Call {
  readonly tool: string;
  readonly activityId: string;
  readonly step?: string;
  readonly parameters?: AttemptRow['parameters'];
  readonly planVersion?: number;
  readonly atMs: number;
  readonly timeoutMs: number;
  /** What it is tried with, also where it fails; null for rules and tickets. */
  readonly rung?: string;
  readonly latencyMs: () => number;
  /** What the row of a success says besides. */
  readonly result?: () => Partial<AttemptRow>;
}

export interface Called {
  readonly endMs: number;
  readonly tries: number;
  /** What its last attempt failed with; null where it succeeded. */
  readonly error: SyntheticError | null;
}

const attempts = 4;
/** Before the attempt of that number. */
const delaysMs = [0, 0, 1_000, 2_000, 4_000];

/** Tries until it succeeds, fails for good or has used its attempts up, as Temporal would. */
export function callOf(scribe: Scribe, call: Call): Called {
  const { tool, activityId, step = null, parameters = {}, planVersion = 1, timeoutMs } = call;
  const { world, run } = scribe;
  const doomed = isDoomed(world, tool, call.atMs);
  let { atMs } = call;
  let again: SyntheticError['errorClass'] | null = null;
  for (let attempt = 1; ; attempt += 1) {
    atMs += Math.round(((delaysMs[attempt] ?? 0) * world.random.between(80, 120)) / 100);
    const fate = fateOf(world, { tool, user: run.user, atMs, again, doomed });
    const took = Math.round(call.latencyMs() * slowness(scribe, tool, atMs));
    const late = fate.status === 'success' && took >= timeoutMs ? timedOut : fate;
    const breakerState = breakerOf(scribe, tool, atMs);
    const { rung = null, atMs: scheduledMs } = call;
    const facts = { tool, step, parameters, planVersion, rung };
    const common = { ...facts, activityId, attempt, breakerState, scheduledMs };
    if (late.status === 'lost') {
      scribe.attempt({ ...common, status: 'lost', startedMs: atMs });
      // The next attempt begins once heartbeats were missed.
      atMs += 3_500;
      continue;
    }
    const latencyMs = latencyOf(late.status, took, timeoutMs);
    const row = { ...common, startedMs: atMs, latencyMs };
    atMs += latencyMs;
    if (late.status === 'success') {
      scribe.attempt({ ...row, status: 'success', ...call.result?.() });
      return { endMs: atMs, tries: attempt, error: null };
    }
    const { status, errorClass, errorName, errorCode } = late;
    const error = { errorClass, errorName, errorCode };
    scribe.attempt({ ...row, status, ...error });
    again = errorClass;
    const most = { transient: attempts, unknown: 2, timeout: 1, permanent: 1, user_error: 1 };
    if (status !== 'error' || attempt >= most[errorClass])
      return { endMs: atMs, tries: attempt, error };
  }
}

function latencyOf(status: string, took: number, timeoutMs: number): number {
  switch (status) {
    case 'timeout':
      return timeoutMs;
    case 'refused':
      return 2;
    case 'error':
      return Math.min(Math.ceil(took / 3), timeoutMs);
    default:
      return took;
  }
}

function slowness({ world }: Scribe, tool: string, atMs: number): number {
  return incidentAt(world.incidents, 'slow', atMs, tool)?.factor ?? 1;
}

function breakerOf({ world }: Scribe, tool: string, atMs: number): string | null {
  if (['verify', 'format_results', 'openTicket'].includes(tool)) return null;
  return incidentAt(world.incidents, 'breaker', atMs, tool) ? 'open' : 'closed';
}
