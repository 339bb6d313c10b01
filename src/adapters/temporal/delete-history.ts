import type { Client } from '@temporalio/client';
import type { Execution, HistoryFate } from '../../ports.js';
import { isNotFound } from './not-found.js';

/** Deletes what Temporal keeps of one execution, for good; one that still runs would be ended. */
export async function deleteHistory(
  { connection, options: { namespace } }: Client,
  { workflowId, temporalRunId: runId }: Execution,
): Promise<HistoryFate> {
  try {
    const workflowExecution = { workflowId, ...(runId !== '' && { runId }) };
    await connection.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
    return 'deleted';
  } catch (error) {
    if (isNotFound(error)) return 'gone';
    throw error;
  }
}
