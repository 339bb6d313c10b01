import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import type { ApproveReply, ApproveRequest, RejectRequest } from '../domain/approval.js';
import { workflowIdOf, type RunRef } from '../domain/question.js';
import { NoWorker } from './no-worker.js';
import { throughTemporal } from './through-temporal.js';

/** The run waits for no approval, or not for this one. The message says which. */
export class ApprovalRefused extends Error {
  override readonly name = 'ApprovalRefused';
}

/** An edited plan is compiled, which asks the warehouse. */
const patienceMs = 30_000;

/** @throws ApprovalRefused, NoWorker, TemporalUnreachable */
export async function approveRun(
  temporal: Client,
  run: RunRef,
  request: ApproveRequest,
): Promise<ApproveReply> {
  return await updated<ApproveReply>(temporal, run, 'approve', request);
}

/** @throws ApprovalRefused, NoWorker, TemporalUnreachable */
export async function rejectRun(
  temporal: Client,
  run: RunRef,
  request: RejectRequest,
): Promise<void> {
  await updated<void>(temporal, run, 'reject', request);
}

async function updated<Reply>(
  temporal: Client,
  run: RunRef,
  name: string,
  request: ApproveRequest | RejectRequest,
): Promise<Reply> {
  const workflow = temporal.workflow.getHandle(workflowIdOf(run));
  try {
    return await throughTemporal(
      temporal.withDeadline(Date.now() + patienceMs, () =>
        workflow.executeUpdate<Reply, [typeof request]>(name, { args: [request] }),
      ),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      throw new ApprovalRefused(`Run ${run.runId} has ended, or never was.`, { cause: error });
    }
    if (error instanceof WorkflowUpdateFailedError) {
      throw new ApprovalRefused(error.cause?.message ?? error.message, { cause: error });
    }
    if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) throw error;
    const message = `No worker took it within ${patienceMs / 1_000} s: see that one runs, and look at the run before trying again.`;
    throw new NoWorker(message, { cause: error });
  }
}
