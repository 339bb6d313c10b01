import type { Answer, AnswerStep } from './answer.js';

/** The step that the answer is mainly about: the one that its chart shows, else its last query. */
export function shownStep({ steps, chart }: Answer): AnswerStep | undefined {
  const read = steps.filter(
    ({ status, resultId, tool }) =>
      status === 'succeeded' && resultId !== null && tool !== 'format_results',
  );
  const charted = (chart?.['data'] as { name?: unknown } | undefined)?.name;
  return read.find(({ id }) => id === charted) ?? read.at(-1);
}
