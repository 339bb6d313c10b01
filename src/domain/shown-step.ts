import type { Answer, AnswerFigure, AnswerStep } from './answer.js';

/**
 * The step that the answer is mainly about: the one that its chart shows, else its last query that is more than what
 * another is compared with.
 */
export function shownStep({ steps, chart, figures }: Answer): AnswerStep | undefined {
  const read = steps.filter(
    ({ status, resultId, tool }) =>
      status === 'succeeded' && resultId !== null && tool !== 'format_results',
  );
  const charted = (chart?.['data'] as { name?: unknown } | undefined)?.name;
  const bases = new Set(figures.flatMap(baseOf));
  return (
    read.find(({ id }) => id === charted) ??
    read.findLast(({ id }) => !bases.has(id)) ??
    read.at(-1)
  );
}

const comparing: ReadonlySet<string> = new Set(['diff', 'pct_change', 'direction', 'share']);

/** The step that a figure compares another with: its cells come first. None where both are of one step. */
function baseOf({ calc, from }: AnswerFigure): readonly string[] {
  const [base, ...others] = new Set(from.map(({ step }) => step));
  return base !== undefined && others.length > 0 && comparing.has(calc) ? [base] : [];
}
