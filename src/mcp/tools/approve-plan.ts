import { z } from 'zod';
import type { RunHandle } from '../../client.js';
import { findingWords } from '../../domain/finding.js';
import { given } from '../../http/given.js';
import { requireRole } from '../../http/require-role.js';
import { findingSchema } from '../../http/schemas/finding.js';
import type { AddTo } from '../mcp-deps.js';
import { runId } from '../schemas/run-input.js';
import { toolInput } from '../schemas/tool-input.js';
import { toolResult, type Told } from '../tool-result.js';

const output = z.object({
  runId: z.string(),
  decision: z.enum(['approved', 'rejected', 'still_waiting']),
  findings: z.array(findingSchema).describe('What stands against the edited plan.'),
});

/** Lets a plan that waits run, or not. */
export const addApprovePlan: AddTo = (server, deps) => {
  const { surefoot, caller } = deps;
  server.registerTool(
    'approve_plan',
    {
      title: 'Approve or reject a plan',
      description:
        'Decides about a plan that waits. Only a person decides: call it with what the user has said, after they have seen the plan.',
      inputSchema: toolInput({
        run_id: runId,
        decision: z.enum(['approve', 'reject']),
        plan_version: z
          .int()
          .optional()
          .describe('The plan that was looked at: no other is approved by mistake.'),
        plan: z
          .record(z.string(), z.unknown())
          .optional()
          .describe('To approve an edited one: as `progress.approval.plan` of the run, changed.'),
        reason: z.string().max(1_000).optional().describe('Why it is rejected.'),
      }),
      outputSchema: output,
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    },
    async ({ run_id: id, decision, plan_version: planVersion, plan, reason }) =>
      await toolResult(deps, async () => {
        requireRole(caller, 'approver');
        const { tenant, by } = caller;
        const run = await surefoot.get(id, { tenant });
        return decision === 'reject'
          ? await rejected(run, given({ by, reason }))
          : await approved(run, given({ by, planVersion, plan: plan && JSON.stringify(plan) }));
      }),
  );
};

async function rejected(run: RunHandle, word: Parameters<RunHandle['reject']>[0]): Promise<Told> {
  await run.reject(word);
  const { runId } = run;
  const text = `The plan of run ${runId} is rejected: the run ends without an answer.`;
  return { text, data: { runId, decision: 'rejected', findings: [] } };
}

async function approved(run: RunHandle, word: Parameters<RunHandle['approve']>[0]): Promise<Told> {
  const { accepted, findings } = await run.approve(word);
  const { runId } = run;
  const text = accepted
    ? `The plan of run ${runId} is approved. Call get_run with run_id ${runId} to wait for the answer.`
    : ['The edited plan was not taken; the run still waits:', ...findings.map(findingWords)].join(
        '\n',
      );
  return { text, data: { runId, decision: accepted ? 'approved' : 'still_waiting', findings } };
}
