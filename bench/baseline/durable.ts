import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from './activities.js';
import type { DurableActivities } from './durable-activities.js';
import type { BaselineAnswer, Question } from './types.js';

const { planOnce, queryKept, reviewOnce, formatKept, verifyKept, interpretOnce } =
  proxyActivities<DurableActivities>({ startToCloseTimeout: '30 seconds' });
const { record } = proxyLocalActivities<Activities>({ startToCloseTimeout: '30 seconds' });

/** The hops of `bare` with the durable acts of Surefoot's runs: what guard, events, cache and checks come on top of. */
export async function durable(question: Question): Promise<BaselineAnswer> {
  const { id: run } = question;
  const { steps } = await planOnce(question);
  const using = (tool: string) => steps.filter((step) => step.tool === tool);
  const queries = using('execute_query');
  const reviewed = reviewOnce(
    question,
    queries.map(({ input }) => input.sql),
  );

  const refs = Object.fromEntries(
    await Promise.all(
      queries.map(async ({ id, input }) => [id, await queryKept(run, input.sql)] as const),
    ),
  );
  const [drawn] = using('format_results');
  if (drawn === undefined) throw new Error('The plan draws nothing.');
  const { step, x, y } = drawn.input;
  const drawing = formatKept(run, refs[step] ?? '', x, y);

  const { ok, problems } = await verifyKept(run, refs);
  const { verdict } = await reviewed;
  if (!ok || verdict !== 'confirmed') throw new Error([verdict, ...problems].join(', '));

  const text = await interpretOnce(question, refs);
  const answer: BaselineAnswer = { text, chart: await drawing, results: {} };
  await record(run, answer);
  return answer;
}
