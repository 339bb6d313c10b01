import type { AddTo } from '../mcp-deps.js';
import { runId } from '../schemas/run-input.js';
import { runOutput } from '../schemas/run-output.js';
import { toolInput } from '../schemas/tool-input.js';
import { toolResult } from '../tool-result.js';
import { waitForAnswer } from '../wait-for-answer.js';

/** A run that is stopped records what it has at once, where a worker is there. */
const patienceSeconds = 10;

/** Stops a run, and says what came of it. */
export const addCancelRun: AddTo = (server, deps) => {
  const { surefoot, caller, stopping } = deps;
  server.registerTool(
    'cancel_run',
    {
      title: 'Cancel a run',
      description:
        'Stops a run and its queries. One that has ended keeps its answer, which is the result.',
      inputSchema: toolInput({ run_id: runId }),
      outputSchema: runOutput,
      annotations: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: false,
      },
    },
    async ({ run_id: id }, context) =>
      await toolResult(deps, async () => {
        const run = await surefoot.get(id, { tenant: caller.tenant });
        if (!run.ended) await run.cancel();
        return await waitForAnswer(run, { seconds: patienceSeconds, stopping }, context);
      }),
  );
};
