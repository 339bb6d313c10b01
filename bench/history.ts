import proto from '@temporalio/proto';
import type { Client } from '@temporalio/client';

export interface HistorySize {
  readonly events: number;
  readonly bytes: number;
}

/** How large a run's history is, as Temporal keeps it: its events, encoded. */
export async function historySize(client: Client, workflowId: string): Promise<HistorySize> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  const bytes = proto.temporal.api.history.v1.History.encode(history).finish().length;
  return { events: history.events?.length ?? 0, bytes };
}
