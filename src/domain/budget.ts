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
/**
 * One attempt at short work of ours. Well above the 3 s after which a silent worker is missed: a timeout is not
 * repeated, and a death must be.
 */
const shortWorkMs = 3 * leastMs;
/** All attempts at opening a ticket, with the waits between them. */
const longestTicketMs = 20_000;
/** A replan needs a plan, a step and the interpretation. */
const replanMs = 3 * leastMs;

export function planLimits(bounds: RunBounds, remainingMs: number, repair: boolean): TimeLimits {
  const wanted = repair ? bounds.repairMs : bounds.planMs;
  return limits(wanted, Math.min(wanted, remainingMs - keptBackMs(bounds)));
}

type Timed = Pick<CompiledStep, 'policy' | 'heavy'>;
type Budgeted = Pick<RunInput, 'bounds' | 'mode'>;

/**
 * A step may use what the run has left, less what interpreting and recording need. Where its tool has a lower rung, all
 * live attempts together leave time for one.
 */
export function stepLimits(step: Timed, run: Budgeted, remainingMs: number): TimeLimits {
  const available = forSteps(run.bounds, remainingMs);
  const live = liveShare * available;
  // In a short run the rest of the share is too little for a rung: then live attempts get less than their share.
  const besideRung = available >= 2 * leastMs ? Math.min(live, available - leastMs) : live;
  const total = step.policy.ladder.length > 0 ? besideRung : available;
  return limits(Math.min(timeoutOf(step, run), live), total);
}

/** A lower rung shares what is left with those after it, and gets no less than is worth starting it for. */
export function rungLimits(
  step: Timed,
  run: Budgeted,
  remainingMs: number,
  rungsLeft: number,
): TimeLimits {
  const available = forSteps(run.bounds, remainingMs);
  const share = Math.max(available / Math.max(rungsLeft, 1), leastMs);
  const total = Math.min(share, available, timeoutOf(step, run));
  return limits(total, total);
}

function timeoutOf({ policy, heavy }: Timed, { mode }: Budgeted): number {
  return heavy && mode === 'background'
    ? Math.max(policy.timeoutMs, heavyTimeoutMs)
    : policy.timeoutMs;
}

/** What the run has left for its steps. */
function forSteps(bounds: RunBounds, remainingMs: number): number {
  return remainingMs - bounds.interpretMs - keptBackMs(bounds);
}

export function verifyLimits(bounds: RunBounds, remainingMs: number): TimeLimits {
  return limits(shortWorkMs, remainingMs - keptBackMs(bounds));
}

/** As long as the steps beside it may take. */
export function reviewLimits(bounds: RunBounds, remainingMs: number): TimeLimits {
  const totalMs = Math.max(forSteps(bounds, remainingMs), leastReviewMs);
  return { attemptMs: totalMs, totalMs };
}

const leastReviewMs = 500;

export function interpretLimits(bounds: RunBounds, remainingMs: number): TimeLimits {
  const wanted = Math.min(bounds.interpretMs, remainingMs - keptBackMs(bounds));
  return limits(wanted, wanted);
}

/** A critical run that began before there was such a review has no time for it, and goes on as it began. */
export function isTextReviewed({
  critical,
  bounds,
}: Pick<RunInput, 'critical' | 'bounds'>): boolean {
  return critical && bounds.reviewAnswerMs !== undefined;
}

/** The review of a critical run's text is the last call to Claude: only recording comes after it. */
export function reviewAnswerLimits(bounds: RunBounds, remainingMs: number): TimeLimits {
  const wanted = Math.min(bounds.reviewAnswerMs ?? 0, remainingMs - bounds.recordMs);
  return limits(wanted, wanted);
}

/** What comes after the words: the review of a critical run's text, and recording. */
export function keptBackMs({ recordMs, reviewAnswerMs = 0 }: RunBounds): number {
  return recordMs + reviewAnswerMs;
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
  return limits(shortWorkMs, Math.min(available, longestTicketMs));
}

/** How long a plan may wait to be approved: what its steps and their interpretation need is kept back. */
export function approvalWaitMs(bounds: RunBounds, waitMs: number, remainingMs: number): number {
  const forSteps = Math.min(2 * heavyTimeoutMs, remainingMs / 5);
  const spare = remainingMs - bounds.interpretMs - keptBackMs(bounds) - forSteps;
  return Math.max(Math.floor(Math.min(waitMs, spare)), 0);
}

/** How long a run may wait for a person whose answer needs no more work than recording it. */
export function personWaitMs(bounds: RunBounds, remainingMs: number): number {
  return Math.max(Math.floor(remainingMs - bounds.recordMs), 0);
}

/** Whether a step that starts now can still be followed by an interpretation. */
export function isTimeForSteps(bounds: RunBounds, remainingMs: number): boolean {
  return forSteps(bounds, remainingMs) >= leastMs;
}

/** How long nothing may be done, so that a tool can be tried after it and a lower rung after that; maybe negative. */
export function waitableMs(bounds: RunBounds, remainingMs: number): number {
  return forSteps(bounds, remainingMs) - 2 * leastMs;
}

export function isTimeForReplan(bounds: RunBounds, remainingMs: number): boolean {
  return forSteps(bounds, remainingMs) >= replanMs;
}

/** Whether a call to Claude that starts now can still be recorded, and a critical run's text reviewed. */
export function isTimeForClaude(bounds: RunBounds, remainingMs: number): boolean {
  return remainingMs - keptBackMs(bounds) >= leastMs;
}

/** Temporal refuses a timeout of zero: what is out of time has a moment to say so. */
function limits(attemptMs: number, totalMs: number): TimeLimits {
  const total = Math.max(Math.floor(totalMs), 500);
  return { attemptMs: Math.min(Math.max(Math.floor(attemptMs), 500), total), totalMs: total };
}
