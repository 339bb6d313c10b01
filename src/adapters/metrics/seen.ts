import type { Breaker } from '../../domain/breaker.js';
import type { AttemptEnd } from '../../ports.js';
import type { Connections } from '../postgres-admin/connections.js';

/** An attempt that is over, as far as it is counted. */
export interface SeenAttempt extends Pick<AttemptEnd, 'status' | 'errorClass' | 'errorName'> {
  readonly tool: string;
  /** Null where it is about none, or there is but one. */
  readonly warehouse: string | null;
  /** What its result came from, or what it was to come from; `none` for the run's own activities. */
  readonly rung: string;
  readonly latencyMs: number;
  /** Codes of what a plan, a result or an answer was refused for. */
  readonly findings: readonly string[];
}

/** What a process works with. */
export interface ProcessGauges {
  readonly dependencies: readonly (readonly [name: string, ok: boolean])[];
  readonly connections: readonly (readonly [pool: string, Connections])[];
}

/** What is looked up when somebody asks, and not counted. */
export interface Gauges extends ProcessGauges {
  readonly breakers: readonly (readonly [name: string, state: Breaker['state']])[];
  readonly owedWrites: number;
}
