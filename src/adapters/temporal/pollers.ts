import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

/** A poller that was not seen for longer than a long poll takes is gone. */
const goneAfterMs = 90_000;

/** Whether any worker takes workflow tasks from that queue. */
export async function hasWorkers(
  { connection, options }: Client,
  taskQueue: string,
): Promise<boolean> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  return (pollers ?? []).some(({ lastAccessTime }) => {
    const seenAt = Number(lastAccessTime?.seconds ?? 0) * 1_000;
    return Date.now() - seenAt < goneAfterMs;
  });
}
