import { TestWorkflowEnvironment } from '@temporalio/testing';
import { workflowIdOf } from '../../src/domain/question.js';
import { timeSkippingServer } from '../support.js';
import { scriptedWorker, type ScriptedWorker } from './scripted.js';

export interface SkippingWorker extends ScriptedWorker {
  readonly env: TestWorkflowEnvironment;
  /**
   * Waits until the server's list of a run's pending activities is so. For whoever makes a run cancel its activities: an
   * attempt that is cancelled while it runs does not end on this server.
   */
  untilPending(runId: string, is: (pending: readonly Pending[]) => boolean): Promise<void>;
}

/** By type and id, with the number of the attempt that runs or is waited for. */
interface Pending {
  readonly type: string;
  readonly id: string;
  readonly attempt: number;
}

/** A scripted worker where waits cost nothing: the server's clock jumps whenever nothing runs. `stop` ends both. */
export async function timeSkippingWorker(): Promise<SkippingWorker> {
  const path = await timeSkippingServer();
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  const worker = await scriptedWorker(env.nativeConnection, env.client);
  return {
    ...worker,
    env,
    async untilPending(runId, is) {
      const handle = env.client.workflow.getHandle(workflowIdOf({ tenant: 'default', runId }));
      for (;;) {
        const { pendingActivities } = (await handle.describe()).raw;
        const pending = (pendingActivities ?? []).map((each) => ({
          type: each.activityType?.name ?? '',
          id: each.activityId ?? '',
          attempt: each.attempt ?? 0,
        }));
        if (is(pending)) return;
      }
    },
    async stop() {
      await worker.stop();
      await env.teardown();
    },
  };
}
