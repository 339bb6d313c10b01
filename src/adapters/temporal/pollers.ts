import type { Client } from '@temporalio/client';

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
    taskQueueType: 1,
  });
  return (pollers ?? []).some(({ lastAccessTime }) => {
    const seenAt = Number(lastAccessTime?.seconds ?? 0) * 1_000;
    return Date.now() - seenAt < goneAfterMs;
  });
}
