import type { ReplySource } from './claude-ladder.js';
import type { CompiledStep } from './plan.js';
import { heavyTimeoutMs } from './policy.js';
import type { RunBounds, RunInput } from './question.js';

/** How long one activity may take: an attempt, and all attempts with the waits between them. */
export interface TimeLimits {
  readonly attemptMs: number;
  readonly totalMs: number;
}

/** A live attempt gets at most this part of what its step has, so that something else still fits after it. */
const liveShare = 0.7;
/** Less than this is not worth starting anything in. */
export const leastMs = 3_000;
/** All attempts at opening a ticket, with the waits between them. */
const longestTicketMs = 20_000;
/** A replan needs a plan, a step and the interpretation. */
const replanMs = 3 * leastMs;

export function planLimits(bounds: RunBounds, remainingMs: number, repair: boolean): TimeLimits {
  const wanted = repair ? bounds.repairMs : bounds.planMs;
  return limits(wanted, Math.min(wanted, remainingMs - bounds.recordMs));
}

/** A step may use what the run has left, less what interpreting and recording need. */
export function stepLimits(
  step: Pick<CompiledStep, 'policy' | 'heavy'>,
  { bounds, mode }: Pick<RunInput, 'bounds' | 'mode'>,
  remainingMs: number,
): TimeLimits {
  const available = remainingMs - bounds.interpretMs - bounds.recordMs;
  const heavy = step.heavy && mode === 'background';
  const timeoutMs = heavy ? Math.max(step.policy.timeoutMs, heavyTimeoutMs) : step.policy.timeoutMs;
  return limits(Math.min(timeoutMs, liveShare * available), available);
}

export function verifyLimits(bounds: RunBounds, remainingMs: number): TimeLimits {
  return limits(leastMs, remainingMs - bounds.recordMs);
}

export function interpretLimits(bounds: RunBounds, remainingMs: number): TimeLimits {
  const wanted = Math.min(bounds.interpretMs, remainingMs - bounds.recordMs);
  return limits(wanted, wanted);
}

/**
 * How long after it was scheduled a call to Claude may be made again. A model that keeps failing is given up in the first
 * half of its time, so that the other half is the fallback model's; after that there is nothing to keep time for.
 */
export function retryMs({ totalMs }: TimeLimits, source: ReplySource): number {
  return source === 'own_model' ? Math.floor(totalMs / 2) : totalMs;
}

/** A ticket is short work; what it leaves is for a second try without its webhook, and for recording. */
export function ticketLimits(bounds: RunBounds, remainingMs: number): TimeLimits {
  const available = liveShare * (remainingMs - bounds.recordMs);
  return limits(leastMs, Math.min(available, longestTicketMs));
}

/** How long a run may wait for a person whose answer needs no more work than recording it. */
export function personWaitMs(bounds: RunBounds, remainingMs: number): number {
  return Math.max(Math.floor(remainingMs - bounds.recordMs), 0);
}

/** Whether a step that starts now can still be followed by an interpretation. */
export function isTimeForSteps(bounds: RunBounds, remainingMs: number): boolean {
  return remainingMs - bounds.interpretMs - bounds.recordMs >= leastMs;
}

export function isTimeForReplan(bounds: RunBounds, remainingMs: number): boolean {
  return remainingMs - bounds.interpretMs - bounds.recordMs >= replanMs;
}

/** Whether a call to Claude that starts now can still be recorded. */
export function isTimeForClaude(bounds: RunBounds, remainingMs: number): boolean {
  return remainingMs - bounds.recordMs >= leastMs;
}

/** Temporal refuses a timeout of zero: what is out of time has a moment to say so. */
function limits(attemptMs: number, totalMs: number): TimeLimits {
  const total = Math.max(Math.floor(totalMs), 500);
  return { attemptMs: Math.min(Math.max(Math.floor(attemptMs), 500), total), totalMs: total };
}
