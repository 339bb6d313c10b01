import { z } from 'zod';
import type { RunFilter, RunSummary } from '../../client.js';
import { given } from '../../http/given.js';
import { runStatusSchema } from '../../http/schemas/answer.js';
import { runPageSchema } from '../../http/schemas/run-page.js';
import type { AddTo } from '../mcp-deps.js';
import { toolInput } from '../schemas/tool-input.js';
import { toolResult } from '../tool-result.js';

const input = toolInput({
  status: runStatusSchema.optional(),
  session: z.string().optional(),
  user: z.string().optional(),
  since: z.string().optional().describe('A day or an ISO time.'),
  until: z.string().optional().describe('A day or an ISO time.'),
  question: z.string().optional().describe('A part of it, in whatever case.'),
  limit: z.int().min(1).max(100).default(20),
  cursor: z.string().optional().describe('`next` of the page before.'),
});

/** Runs that were asked for, the newest first. */
export const addListRuns: AddTo = (server, deps) => {
  const { surefoot, caller } = deps;
  server.registerTool(
    'list_runs',
    {
      title: 'List runs',
      description: 'Finds questions that were asked, the newest first, with how each run ended.',
      inputSchema: input,
      outputSchema: runPageSchema,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async (asked) =>
      await toolResult(deps, async () => {
        const filter = given<RunFilter>(asked);
        const page = await surefoot.runs.list({ ...filter, tenant: caller.tenant });
        const lines = page.runs.map(line);
        const more = page.next === null ? [] : ['There are more: give `next` as cursor.'];
        return { text: [...lines, ...more].join('\n') || 'There are none.', data: page };
      }),
  );
};

function line({ runId, status, beganAt, question }: RunSummary): string {
  return `${beganAt.slice(0, 16)} ${status} ${runId}: ${question}`;
}
