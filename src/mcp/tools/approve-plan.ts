import { z } from 'zod';
import type { AddTo } from '../mcp-deps.js';
import { requireRole } from '../../http/require-role.js';
import { runId } from '../schemas/run-input.js';
import { toolResult } from '../tool-result.js';

const output = z.object({ runId: z.string(), decision: z.enum(['approved', 'rejected']) });

/** Lets a plan that waits run, or not. */
export const addApprovePlan: AddTo = (server, deps) => {
  const { surefoot, caller } = deps;
  server.registerTool(
    'approve_plan',
    {
      title: 'Approve or reject a plan',
      description:
        'Decides about a plan that waits. Only a person decides: call it with what the user has said, after they have seen the plan.',
      inputSchema: z.object({
        run_id: runId,
        decision: z.enum(['approve', 'reject']),
        plan_version: z
          .int()
          .optional()
          .describe('The plan that was looked at: no other is approved by mistake.'),
        reason: z.string().max(1_000).optional().describe('Why it is rejected.'),
      }),
      outputSchema: output,
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    },
    async ({ run_id: id, decision, plan_version: planVersion, reason }) =>
      await toolResult(deps, async () => {
        requireRole(caller, 'approver');
        const { tenant, by } = caller;
        const run = await surefoot.get(id, { tenant });
        if (decision === 'reject') {
          await run.reject({ by, ...(reason !== undefined && { reason }) });
          const text = `The plan of run ${id} is rejected: the run ends without an answer.`;
          return { text, data: { runId: id, decision: 'rejected' } };
        }
        await run.approve({ by, ...(planVersion !== undefined && { planVersion }) });
        const text = `The plan of run ${id} is approved. Call get_run with run_id ${id} to wait for the answer.`;
        return { text, data: { runId: id, decision: 'approved' } };
      }),
  );
};
