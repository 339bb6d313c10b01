import type { ToolError } from '../domain/failure.js';
import type { Latch } from './latch.js';

/** What stopped the steps before they were done. */
export interface Stop {
  readonly decision: 'replan' | 'abort' | 'escalate';
  readonly error: ToolError;
  /** Null where it was not a step, but the verifier. */
  readonly step: string | null;
}

/** Shared by the steps and the verifier beside them. */
export interface Executing {
  stop: Stop | undefined;
  /** Every step that reads data has ended, or none will begin any more. */
  readonly settled: Latch;
  /** Nothing runs any more. */
  readonly ran: Latch;
}

/** Of two steps that stop a run, the one that leaves less hope decides, whichever came first. */
export function graver(known: Stop | undefined, stop: Stop | undefined): Stop | undefined {
  if (known === undefined || stop === undefined) return known ?? stop;
  return gravity.indexOf(stop.decision) > gravity.indexOf(known.decision) ? stop : known;
}

/** A plan made anew cannot mend what the plan said must not fail, nor what only a person can. */
const gravity: readonly Stop['decision'][] = ['replan', 'escalate', 'abort'];
