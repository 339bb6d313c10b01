import type { Answer, AnswerStep, Status } from '../../src/domain/answer.js';
import type { Period, Shape } from './questions.js';
import type { AttemptRow } from './rows.js';
import type { Course } from './course.js';
import type { Scribe } from './scribe.js';

/** The recorded answer of such a run. */
export function syntheticAnswer(
  { run, attempts, world }: Scribe,
  course: Course,
  about: {
    readonly question: string;
    readonly asOf: string;
    readonly status: Status;
    readonly shape: Shape;
    readonly period: Period;
    readonly ticket: string | null;
  },
  endedMs: number,
): Answer {
  const { question, asOf, status, shape, period, ticket } = about;
  const { planRepairs, replans, answerRepairs, verdict } = course;
  const isAnswer = status === 'answered' || status === 'degraded';
  const total = world.random.between(10_000, 2_000_000);
  const sum = (of: (row: AttemptRow) => number | null) =>
    attempts.reduce((all, row) => all + (of(row) ?? 0), 0);
  return {
    runId: run.runId,
    ...{ question, asOf, timeZone: 'UTC', status },
    text: isAnswer ? `${shape.words} ${period.name}: ${total} in all.` : sorry[status],
    intent: `${shape.words}, ${period.from} to ${period.to}`,
    figures: [],
    steps: course.steps.map((step): AnswerStep => {
      const { id, sql, tries, beganMs, endMs, rung, rowCount, resultId, error } = step;
      const isLower = rung !== null && rung !== 'live' && rung !== 'cache';
      return {
        ...{ id, tool: 'execute_query', status: rung === null ? 'failed' : 'succeeded' },
        ...{
          rung,
          attempts: tries,
          ms: endMs - beganMs,
          sql,
          rowCount,
          truncated: false,
          resultId,
        },
        asOf: rung === null ? null : new Date(endMs).toISOString(),
        ageSeconds: rung === 'stale_cache' ? 5_400 : rung === 'cache' ? 120 : null,
        note: isLower ? `${rung} after ${error?.errorName ?? ''}` : null,
        error:
          rung !== null || error === null
            ? null
            : {
                ...{ error: error.errorName, class: error.errorClass, tool: 'execute_query' },
                ...{ timeout_ms: null, query: sql, code: error.errorCode, alternatives: [] },
                ...{ message: 'The query did not succeed.', suggestion: '' },
              },
      };
    }),
    ...{ data: null, chart: null, suggestions: [], ticket, planner: course.planner },
    warnings: course.warnings.map((code) => ({ code, message: `Step ${shape.measure}: ${code}.` })),
    verification: { verdict, checks: [], planRepairs, replans, answerRepairs },
    usage: {
      claudeCalls: sum((row) => row.claudeCalls),
      inputTokens: sum((row) => row.inputTokens),
      cacheReadTokens: sum((row) => row.cacheReadTokens),
      outputTokens: sum((row) => row.outputTokens),
      costUsd: Math.round(sum((row) => row.costUsd) * 1_000_000) / 1_000_000,
    },
    timing: {
      totalMs: endedMs - run.beganMs,
      ...{ planMs: course.planMs, stepsMs: course.stepsMs },
      ...{ verifyMs: course.verifyMs, interpretMs: course.interpretMs },
    },
  };
}

const sorry: Readonly<Record<Status, string>> = {
  ...{ answered: '', degraded: '' },
  needs_clarification: 'Do you mean by the day of the order or of the delivery?',
  escalated: 'A person will answer this.',
  unavailable: 'The warehouse cannot be asked now.',
  failed: 'This could not be answered.',
  cancelled: 'The run was cancelled.',
};
