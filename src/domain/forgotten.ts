import type { Answer, AnswerStep } from './answer.js';

/** An answer whose user was forgotten: how the run went and what it cost stays, and no word or value of it. */
export function forgottenAnswer(answer: Answer): Answer {
  const { verification, warnings, steps } = answer;
  return {
    ...answer,
    question: '',
    text: 'This answer was erased: its user was forgotten.',
    intent: '',
    figures: [],
    steps: steps.map(forgottenStep),
    data: null,
    chart: null,
    warnings: warnings.map(({ code }) => ({ code, message: '' })),
    suggestions: [],
    verification: { ...verification, checks: [] },
  };
}

function forgottenStep(step: AnswerStep): AnswerStep {
  const { error } = step;
  const words = { query: null, message: '', suggestion: '', alternatives: [] };
  return {
    ...step,
    sql: null,
    resultId: null,
    note: null,
    error: error === null ? null : { ...error, ...words },
  };
}
