import { notWaiting } from '../domain/approval.js';
import type { RunRef } from '../domain/question.js';
import { ApprovalRefused } from './approvals.js';
import { neededApproval } from './needed-approval.js';
import { runProgress, type ProgressOptions } from './run-progress.js';

/**
 * A word on a plan that waits, said again where the workflow had not yet heard of the plan. Only of one that the record
 * had before the word: no later plan is meant by it.
 */
export async function onceHeard<Reply>(
  say: () => Promise<Reply>,
  run: RunRef,
  options: ProgressOptions,
): Promise<Reply> {
  const needed = await neededApproval(run, options.runs);
  try {
    return await say();
  } catch (error) {
    const isEarly = error instanceof ApprovalRefused && error.message === notWaiting && needed > 0;
    if (!isEarly) throw error;
    const waits = await runProgress(run, options).catch(() => undefined);
    if (waits?.approval?.planVersion !== needed) throw error;
    return await say();
  }
}
