import { z } from 'zod';
import { HttpProblem } from '../../http/problem.js';
import { requireRole } from '../../http/require-role.js';
import type { AddTo } from '../mcp-deps.js';
import { runId } from '../schemas/run-input.js';
import { toolInput } from '../schemas/tool-input.js';
import { toolResult } from '../tool-result.js';

const output = z.object({
  runId: z.string(),
  verified: z.boolean(),
  question: z.string().nullable().describe('The one that the plan answers; null once removed.'),
});

/** Makes an answered run an example whose plan is used again, or takes that back. */
export const addVerifyRun: AddTo = (server, deps) => {
  const { surefoot, caller } = deps;
  server.registerTool(
    'verify_run',
    {
      title: 'Verify an answer',
      description:
        'Keeps that an answer is right: its plan answers the same question from now on, for everybody of the tenant. Only a person knows: call it with what the user has said, after they have seen the answer and its SQL.',
      inputSchema: toolInput({
        run_id: runId,
        decision: z.enum(['verify', 'remove']).describe('remove takes an earlier one back.'),
        question: z
          .string()
          .regex(/\S/, 'is empty')
          .max(4_000)
          .optional()
          .describe(
            'The whole question that the plan answers, where the run was a later turn of a conversation; as asked by default.',
          ),
      }),
      outputSchema: output,
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    },
    async ({ run_id: id, decision, question }) =>
      await toolResult(deps, async () => {
        requireRole(caller, 'approver');
        const { tenant, by } = caller;
        if (decision === 'remove') {
          const wasOne = await surefoot.examples.remove(id, { tenant });
          if (!wasOne) throw new HttpProblem('not-found', `Run ${id} is not verified.`);
          const data = { runId: id, verified: false, question: null };
          return { text: `Run ${id} is an example no more.`, data };
        }
        const options = { tenant, by, ...(question !== undefined && { question }) };
        const kept = await surefoot.examples.promote(id, options);
        const text = `Run ${id} is verified: its plan answers “${kept.question}” from now on.`;
        return { text, data: { runId: id, verified: true, question: kept.question } };
      }),
  );
};
