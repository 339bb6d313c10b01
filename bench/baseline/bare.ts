import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from './activities.js';
import type { BaselineAnswer, Question } from './types.js';

const { plan, query, review, format, verify, interpret } = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
});
const { record } = proxyLocalActivities<Activities>({ startToCloseTimeout: '30 seconds' });

/**
 * The hops of one of Surefoot's runs, with none of its work: the review beside the queries, the chart beside the
 * verifier, the record within the last workflow task. No run with these hops can be faster.
 */
export async function bare(question: Question): Promise<BaselineAnswer> {
  const { steps } = await plan(question);
  const using = (tool: string) => steps.filter((step) => step.tool === tool);
  const queries = using('execute_query');
  const reviewed = review(
    question,
    queries.map(({ input }) => input.sql),
  );

  const results = Object.fromEntries(
    await Promise.all(queries.map(async ({ id, input }) => [id, await query(input.sql)] as const)),
  );
  const [drawn] = using('format_results');
  if (drawn === undefined) throw new Error('The plan draws nothing.');
  const { step, x, y } = drawn.input;
  const drawing = format(results[step] ?? { columns: [], rows: [] }, x, y);

  const { ok, problems } = await verify(results);
  const { verdict } = await reviewed;
  if (!ok || verdict !== 'confirmed') throw new Error([verdict, ...problems].join(', '));

  const text = await interpret(question, results);
  const answer: BaselineAnswer = { text, chart: await drawing, results };
  await record(question.id, answer);
  return answer;
}
