import type { Answer, AnswerFigure, AnswerStep, Status, Warning } from './answer.js';
import type { ToolError } from './failure.js';
import { answerWithoutInterpretation } from './figures/plain-answer.js';
import type { Finding } from './finding.js';
import { handingOver } from './hand-over.js';
import type { CompiledStep } from './plan.js';
import { isQueryInput } from './plan.js';
import type { RunInput, RunLimits } from './question.js';
import { dependencyMissing, newRun, type Run, type StepState } from './run.js';
import { usableSteps } from './run-results.js';
import { safeText } from './safe-text.js';
import { shownFindings } from './shown-findings.js';
import { budgetWords, usageAtEnd } from './spend.js';

/** How a run ends: what the answer says beyond what the run itself tells. */
export interface Ending {
  readonly status: Status;
  readonly text: string;
  readonly intent?: string;
  readonly figures?: readonly AnswerFigure[];
  readonly suggestions?: readonly string[];
  readonly warnings?: readonly Warning[];
  /** What a critical run makes a ticket of, rather than end so. Not where only another question helps. */
  readonly handOver?: ToolError;
}

/** The recorded answer of a run that ends this way now. */
export function answerOf(run: Run, ending: Ending, nowMs: number): Answer {
  const { input, plan, timing } = run;
  return {
    runId: input.runId,
    question: input.question.text,
    asOf: input.question.asOf,
    timeZone: input.question.timeZone,
    status: ending.status,
    text: safeText(ending.text),
    intent: safeText(ending.intent ?? plan?.intent ?? ''),
    figures: ending.figures ?? [],
    steps: answerSteps(run),
    data: null,
    chart: chartOf(run),
    warnings: [...run.warnings, ...(ending.warnings ?? [])].map(({ code, message }) => ({
      code,
      message: safeText(message),
    })),
    suggestions: [...new Set([...run.suggestions, ...(ending.suggestions ?? [])])].map(safeText),
    verification: {
      verdict: run.verdict,
      checks: run.checks,
      planRepairs: run.planRepairs,
      replans: run.replans,
      answerRepairs: run.answerRepairs,
      ...(run.verifiedPlan !== undefined && { verifiedPlan: run.verifiedPlan }),
    },
    ticket: run.ticket,
    planner: run.planner,
    usage: usageAtEnd(run),
    timing: {
      totalMs: nowMs - run.startedAtMs,
      planMs: timing.plan,
      stepsMs: timing.steps,
      verifyMs: timing.verify,
      interpretMs: timing.interpret,
    },
  };
}

/** The plan's steps as an answer, or a ticket, reports them. */
export function answerSteps({ plan, steps }: Run): AnswerStep[] {
  return (plan?.steps ?? []).map((step) => answerStep(step, steps[step.id]));
}

/** The answer of a caller who waited in vain: nothing is known of the run but its question. */
export function unavailableAnswer(input: RunInput, text: string, nowMs: number): Answer {
  return answerOf(newRun(input, nowMs), { status: 'unavailable', text }, nowMs);
}

/**
 * `answered` only where nothing is missing: every step live or from a fresh cache, confirmed by the gate. Otherwise the
 * answer is `degraded`, and a warning says why.
 */
export function interpretedEnding(
  run: Run,
  text: string,
  figures: readonly AnswerFigure[],
): Ending {
  const missing = missingWarnings(run);
  const whole = missing.length === 0 && run.verdict === 'confirmed';
  const suggestions = failureSuggestions(run);
  return { status: whole ? 'answered' : 'degraded', text, figures, warnings: missing, suggestions };
}

/** What would have worked instead of each step that did not run as planned. */
function failureSuggestions({ plan, steps }: Run): string[] {
  return (plan?.steps ?? []).flatMap(({ id }) => {
    const failure = failureOf(steps[id]);
    return failure === null ? [] : failureEnding(failure).suggestions;
  });
}

/** Why a step has no result, or none that is live. */
function failureOf(state: StepState | undefined): ToolError | null {
  if (state === undefined) return null;
  if ('error' in state) return state.error;
  return 'failure' in state ? (state.failure ?? null) : null;
}

function missingWarnings(run: Run): Warning[] {
  return (run.plan?.steps ?? []).flatMap(({ id }) => missingWarning(id, run.steps[id]));
}

function missingWarning(id: string, state: StepState | undefined): Warning[] {
  if (state?.status === 'succeeded') {
    const { rung, note } = state.outcome;
    if (rung === 'live' || rung === 'cache') return [];
    return [{ code: rung, message: `Step ${id}: ${note ?? 'this result is not live.'}` }];
  }
  if (state?.status === 'refuted') return [];
  const reason = state !== undefined && 'error' in state ? ` ${state.error.message}` : '';
  return [{ code: 'step_missing', message: `Step ${id} has no result.${reason}` }];
}

/** The data without Claude's words: still an answer, and it says why it has no more. */
export function uninterpretedEnding(
  run: Run,
  why: 'not_grounded' | 'unreachable' | 'over_budget',
  reason: string,
): Ending {
  const step = usableSteps(run).at(-1)?.id ?? null;
  const state = step === null ? undefined : run.steps[step];
  const result = state?.status === 'succeeded' ? state.outcome : null;
  return {
    status: 'degraded',
    text: answerWithoutInterpretation(why, step, result),
    suggestions: failureSuggestions(run),
    warnings: [
      ...missingWarnings(run),
      { code: 'not_interpreted', message: `No text of Claude’s is shown: ${reason}` },
    ],
  };
}

/** The ending of a run whose step, or Claude, failed for good. */
export function failureEnding(error: ToolError): Ending & Required<Pick<Ending, 'suggestions'>> {
  // A timeout's alternatives are columns to filter by, which its suggestion names.
  const meant = error.class === 'timeout' ? [] : error.alternatives;
  const suggestion =
    error.suggestion === '' && error.class === 'transient' ? askAgain : error.suggestion;
  const suggestions = [
    ...(suggestion === '' ? [] : [suggestion]),
    ...(meant.length === 0 ? [] : [`Did you mean: ${meant.join(', ')}?`]),
  ];
  const status =
    error.class === 'permanent' || error.class === 'user_error' ? 'failed' : 'unavailable';
  return { status, text: error.message, suggestions };
}

/** The same, where nothing else was left for the run: if it is critical, a person takes over what may pass. */
export function unansweredEnding(error: ToolError): Ending {
  const ending = failureEnding(error);
  return ending.status === 'unavailable' ? { ...ending, handOver: error } : ending;
}

const askAgain = 'Ask again in a minute, or in background, which waits for it.';

/** Every step was left out, as its plan allows: then there is nothing to answer with, and why the first one was says it. */
export function noResultEnding({ plan, steps }: Run): Ending {
  const nothing = 'None of the plan’s steps has a result that could be shown.';
  const failures = (plan?.steps ?? []).flatMap(({ id }) => failureOf(steps[id]) ?? []);
  const [first] = failures.filter(({ error }) => error !== dependencyMissing);
  return first === undefined
    ? { status: 'failed', text: nothing }
    : { ...unansweredEnding(first), text: `${nothing} ${first.message}` };
}

/** Nothing more may be asked of Claude before there is a plan. */
export function unplannedEnding({ input }: Run, name: keyof RunLimits): Ending {
  const { budget, suggestion } = budgetWords(name, input.limits);
  const ending: Ending = {
    status: 'unavailable',
    text: `${budget.charAt(0).toUpperCase()}${budget.slice(1)} was used up before there was an answer.`,
    suggestions: [suggestion],
  };
  return handingOver(ending, 'budget_spent');
}

/** Nothing more may be asked of Claude, so that the data has no words. */
export function unaffordableWords(run: Run, name: keyof RunLimits): Ending {
  const { budget, suggestion } = budgetWords(name, run.input.limits);
  const ending = uninterpretedEnding(run, 'over_budget', `${budget} is used up.`);
  return { ...ending, suggestions: [...(ending.suggestions ?? []), suggestion] };
}

/** Nothing that ran passed the gate, and no plan is left to be made. */
export function refutedEnding(findings: readonly Finding[], warnings: readonly Warning[]): Ending {
  const { shown, fixes } = shownFindings(findings);
  const ending: Ending = {
    status: 'failed',
    text: `The results did not pass verification: ${shown.map(({ what }) => what).join(' ')}`,
    suggestions: fixes,
    warnings,
  };
  return handingOver(ending, 'results_refuted');
}

export const outOfTime: Ending = handingOver(
  {
    status: 'unavailable',
    text: 'The time for this run was used up before there was an answer.',
    suggestions: ['Ask again with a longer timeout or in background.'],
  },
  'out_of_time',
);

export const cancelled: Ending = { status: 'cancelled', text: 'The run was cancelled.' };

function answerStep(step: CompiledStep, state: StepState | undefined): AnswerStep {
  const outcome = state !== undefined && 'outcome' in state ? state.outcome : null;
  const failed = state !== undefined && 'error' in state ? state : null;
  return {
    id: step.id,
    tool: step.tool,
    ...(step.warehouse !== undefined && { warehouse: step.warehouse }),
    status:
      state === undefined ? 'not_started' : state.status === 'running' ? 'cancelled' : state.status,
    rung: outcome?.rung ?? null,
    attempts: outcome?.attempt ?? failed?.attempts ?? 0,
    ms: outcome?.ms ?? failed?.ms ?? 0,
    asOf: outcome?.readAt ?? null,
    sql: outcome?.sql ?? (isQueryInput(step.input) ? step.input.sql : null),
    rowCount: outcome?.rowCount ?? null,
    truncated: outcome?.truncated ?? false,
    resultId: outcome?.resultId ?? null,
    ageSeconds: outcome?.ageSeconds ?? null,
    note: outcome?.note ?? null,
    error: failureOf(state),
  };
}

/** The last chart that a step drew. */
function chartOf(run: Run): Answer['chart'] {
  const charts = (run.plan?.steps ?? []).flatMap(({ id }) => {
    const state = run.steps[id];
    return state?.status === 'succeeded' && state.outcome.chart !== null
      ? [state.outcome.chart]
      : [];
  });
  return charts.at(-1) ?? null;
}
