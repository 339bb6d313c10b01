import { z } from 'zod';
import type { AddTo } from '../mcp-deps.js';
import { waitSeconds } from '../schemas/run-input.js';
import { runOutput } from '../schemas/run-output.js';
import { toolInput } from '../schemas/tool-input.js';
import { toolResult } from '../tool-result.js';
import { waitForAnswer } from '../wait-for-answer.js';

const input = toolInput({
  question: z
    .string()
    .min(1)
    .max(4_000)
    .describe('In plain language, such as "revenue by region for Q4 2025".'),
  session: z
    .string()
    .max(256)
    .optional()
    .describe('The conversation that it goes on with: its questions and plans are known.'),
  idempotency_key: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'use 1 to 255 printable characters without spaces')
    .optional()
    .describe('The same key with the same question joins that run, at no cost.'),
  as_of: z.string().optional().describe('The day that "today" means, such as 2026-09-30.'),
  time_zone: z.string().optional().describe('IANA name; UTC by default.'),
  background: z
    .boolean()
    .optional()
    .describe('Waits durably rather than degrade; may take hours. For heavy questions.'),
  approve: z
    .boolean()
    .optional()
    .describe('The plan waits until approve_plan lets it run; in background only.'),
  critical: z.boolean().optional().describe('Goes to a person where nothing else helps.'),
  fresh: z.boolean().optional().describe('Refuses cached results.'),
  wait_seconds: waitSeconds(45),
});

/** Asks a question and waits a while for its answer. */
export const addAskData: AddTo = (server, deps) => {
  const { caller, stopping } = deps;
  server.registerTool(
    'ask_data',
    {
      title: 'Ask the data warehouse',
      description:
        'Answers a question about the warehouse by planning and running read-only SQL. Every figure is a cell of a query that ran. Where the answer takes longer, the result has the run_id to go on with.',
      inputSchema: input,
      outputSchema: runOutput,
      // It starts a run, which costs calls to Claude; the warehouse is only read.
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    },
    async (asked, context) =>
      await toolResult(deps, async () => {
        const {
          as_of: asOf,
          time_zone: timeZone,
          idempotency_key: key,
          wait_seconds: seconds,
          ...same
        } = asked;
        const run = await caller.start({ ...same, asOf, timeZone }, key);
        return await waitForAnswer(run, { seconds, stopping }, context);
      }),
  );
};
