import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from './activities.js';
import type { BaselineAnswer, Question } from './types.js';

const { plan, schema, query, format, verify, interpret, record } = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
});

/** Nine regular activities; rows travel through the history, as they do where nobody took care. */
export async function baseline(question: Question): Promise<BaselineAnswer> {
  const { steps } = await plan(question);
  const using = (tool: string) => steps.filter((step) => step.tool === tool);

  const schemas = await Promise.all(
    using('fetch_schema').map(async ({ id, input }) => [id, await schema(input.tables)] as const),
  );
  const results = Object.fromEntries(
    await Promise.all(
      using('execute_query').map(async ({ id, input }) => [id, await query(input.sql)] as const),
    ),
  );
  const [drawn] = using('format_results');
  if (drawn === undefined) throw new Error('The plan draws nothing.');
  const { step, x, y } = drawn.input;
  const chart = await format(results[step] ?? { columns: [], rows: [] }, x, y);

  const { ok, problems } = await verify(results);
  if (!ok) throw new Error(problems.join(', '));

  const text = await interpret(question, { ...Object.fromEntries(schemas), ...results });
  const answer: BaselineAnswer = { text, chart, results };
  await record(question.id, answer);
  return answer;
}
