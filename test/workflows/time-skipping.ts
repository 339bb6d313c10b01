import { TestWorkflowEnvironment } from '@temporalio/testing';
import { timeSkippingServer } from '../support.js';
import { scriptedWorker, type ScriptedWorker } from './scripted.js';

export interface SkippingWorker extends ScriptedWorker {
  readonly env: TestWorkflowEnvironment;
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
    async stop() {
      await worker.stop();
      await env.teardown();
    },
  };
}
