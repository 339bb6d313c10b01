import type { AddTo } from '../mcp-deps.js';
import { runId, waitSeconds } from '../schemas/run-input.js';
import { runOutput } from '../schemas/run-output.js';
import { toolInput } from '../schemas/tool-input.js';
import { toolResult } from '../tool-result.js';
import { waitForAnswer } from '../wait-for-answer.js';

/** The answer of a run, or how far it is. */
export const addGetRun: AddTo = (server, deps) => {
  const { surefoot, caller, stopping } = deps;
  server.registerTool(
    'get_run',
    {
      title: 'Get the answer of a run',
      description: 'Waits for the answer of a run that ask_data began, or says how far it is.',
      inputSchema: toolInput({ run_id: runId, wait_seconds: waitSeconds(45) }),
      outputSchema: runOutput,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async ({ run_id: id, wait_seconds: seconds }, context) =>
      await toolResult(deps, async () => {
        const run = await surefoot.get(id, { tenant: caller.tenant });
        return await waitForAnswer(run, { seconds, stopping }, context);
      }),
  );
};
