import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

export interface AskedQueue {
  readonly name: string;
  readonly type: 'workflow' | 'activity';
}

const { TaskQueueType } = proto.temporal.api.enums.v1;
const types = {
  workflow: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  activity: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
} as const;

/** A poller that was not seen for longer than a long poll takes is gone. */
const goneAfterMs = 90_000;

/** Whether any worker takes such tasks from that queue. */
export async function isPolled(
  { connection, options }: Client,
  { name, type }: AskedQueue,
): Promise<boolean> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name },
    taskQueueType: types[type],
  });
  return (pollers ?? []).some(({ lastAccessTime }) => {
    const seenAtMs = Number(lastAccessTime?.seconds ?? 0) * 1_000;
    return Date.now() - seenAtMs < goneAfterMs;
  });
}
