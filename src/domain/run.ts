import type { Warning } from './answer.js';
import { nothingBegun, type Begun } from './begun.js';
import type { ToolError } from './failure.js';
import type { Check, Verdict } from './finding.js';
import type { CompiledPlan, CompiledStep } from './plan.js';
import type { PlanSource } from './plan-context.js';
import type { RunInput, RunLimits } from './question.js';
import { areRowsSpent, budgetWords, nothingSpent, type Spend } from './spend.js';
import type { StepOutcome } from './tasks.js';

/** Where one step stands. */
export type StepState =
  /** `note` says what it waits for. */
  | { readonly status: 'running'; readonly note?: string }
  /** `failure` is why its result is not live. */
  | { readonly status: 'succeeded'; readonly outcome: StepOutcome; readonly failure?: ToolError }
  /** It ran, and its result was refused: no later step and no figure may use it. */
  | { readonly status: 'refuted'; readonly outcome: StepOutcome; readonly failure?: ToolError }
  /** `ms` is what its tries took, with the retries' pauses and without longer waits. */
  | {
      readonly status: 'failed' | 'skipped';
      readonly error: ToolError;
      readonly attempts: number;
      readonly ms: number;
    }
  | { readonly status: 'cancelled' };

export type Phase =
  | 'planning'
  | 'running'
  | 'interpreting'
  | 'waiting_for_approval'
  | 'waiting_for_person'
  | 'ended';

/** A run as a value: the workflow replaces it, and everything it tells is computed from it. */
export interface Run extends Spend, Begun {
  readonly input: RunInput;
  readonly startedAtMs: number;
  readonly phase: Phase;
  /** The newest plan; its steps include the finished ones of the plans before it. */
  readonly plan: CompiledPlan | null;
  readonly planner: string;
  /** Whose plan it is, where it is a verified question's. */
  readonly verifiedPlan?: PlanSource | undefined;
  readonly steps: Readonly<Record<string, StepState>>;
  /** Ids of the newest plan's steps whose SQL a review has confirmed: no later one asks again. */
  readonly reviewed: readonly string[];
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  readonly warnings: readonly Warning[];
  /** What to ask instead, as the newest plan's results say. */
  readonly suggestions: readonly string[];
  readonly planRepairs: number;
  readonly replans: number;
  readonly answerRepairs: number;
  /** The ticket that this run opened. */
  readonly ticket: string | null;
  readonly timing: {
    readonly plan: number;
    readonly steps: number;
    readonly verify: number;
    readonly interpret: number;
  };
}

export function newRun(input: RunInput, startedAtMs: number): Run {
  return {
    input,
    startedAtMs,
    phase: 'planning',
    plan: null,
    planner: '',
    steps: {},
    reviewed: [],
    verdict: 'inconclusive',
    checks: [],
    warnings: [],
    suggestions: [],
    planRepairs: 0,
    replans: 0,
    answerRepairs: 0,
    ticket: null,
    ...nothingSpent,
    ...nothingBegun,
    timing: { plan: 0, steps: 0, verify: 0, interpret: 0 },
  };
}

export function remainingMs(run: Run, nowMs: number): number {
  return run.startedAtMs + run.input.budgetMs - nowMs;
}

export function withStep(run: Run, id: string, state: StepState): Run {
  return { ...run, steps: { ...run.steps, [id]: state } };
}

/**
 * A new plan takes over what is finished; what the old one left undone is forgotten with it, also that it was reviewed:
 * a step of that id now has other SQL.
 */
export function withPlan(run: Run, plan: CompiledPlan): Run {
  const finished = (run.plan?.steps ?? []).filter(({ id }) => isFinished(run.steps[id]));
  const ids = new Set(finished.map(({ id }) => id));
  return withoutStranded({
    ...run,
    plan: { ...plan, steps: [...finished, ...plan.steps] },
    steps: Object.fromEntries(Object.entries(run.steps).filter(([id]) => ids.has(id))),
    reviewed: run.reviewed.filter((id) => ids.has(id)),
  });
}

/** Ids that a new plan may not define again. */
export function takenIds(run: Run): string[] {
  return Object.keys(run.steps).filter((id) => isFinished(run.steps[id]));
}

/** Steps that may start now: not begun, everything they depend on is done, and room on the warehouse's queue. */
export function startable(run: Run): CompiledStep[] {
  const steps = run.plan?.steps ?? [];
  const ready = steps.filter(
    (step) =>
      run.steps[step.id] === undefined &&
      step.dependsOn.every((id) => run.steps[id]?.status === 'succeeded'),
  );
  const runningQueries = steps.filter(
    (step) => !step.presents && run.steps[step.id]?.status === 'running',
  ).length;
  const room = Math.max(run.input.bounds.parallelSteps - runningQueries, 0);
  return [
    ...ready.filter((step) => step.presents),
    ...ready.filter((step) => !step.presents).slice(0, room),
  ];
}

/**
 * Skips what can never start, so that no run waits for ever: a step that waits for one that did not succeed, and any
 * that would read rows once the run has read all that it may.
 */
export function withoutStranded(run: Run): Run {
  const rowsAreSpent = areRowsSpent(rowsRead(run), run.input.limits);
  for (const step of run.plan?.steps ?? []) {
    if (run.steps[step.id] !== undefined) continue;
    const lost = step.dependsOn.find((id) => isLost(run.steps[id]));
    if (lost !== undefined) return withoutStranded(withStep(run, step.id, unread(step, lost)));
    if (rowsAreSpent && !step.presents) {
      return withoutStranded(withStep(run, step.id, unaffordable(step, run.input.limits)));
    }
  }
  return run;
}

/** How many rows each step's result has; a drawing has none of its own. */
function rowsRead({ plan, steps }: Run): number[] {
  return (plan?.steps ?? []).flatMap(({ id, presents }) => {
    const state = steps[id];
    return !presents && state !== undefined && 'outcome' in state ? [state.outcome.rowCount] : [];
  });
}

/** The name of the failure of a step that waited for one in vain. */
export const dependencyMissing = 'dependency_missing';

function isLost(state: StepState | undefined): boolean {
  return state !== undefined && state.status !== 'running' && state.status !== 'succeeded';
}

function unread(step: CompiledStep, lost: string): StepState {
  return skipped(step, {
    error: dependencyMissing,
    message: `Step ${step.id} reads from ${lost}, which has no result.`,
    suggestion: '',
  });
}

function unaffordable(step: CompiledStep, limits: RunLimits): StepState {
  const { budget, suggestion } = budgetWords('rows', limits);
  return skipped(step, {
    error: 'budget_spent',
    message: `It was not run: ${budget} is used up.`,
    suggestion,
  });
}

function skipped(
  { tool }: CompiledStep,
  words: Pick<ToolError, 'error' | 'message' | 'suggestion'>,
): StepState {
  const error: ToolError = {
    ...words,
    class: 'permanent',
    tool,
    timeout_ms: null,
    query: null,
    code: null,
    alternatives: [],
  };
  return { status: 'skipped', error, attempts: 0, ms: 0 };
}

/** Whether every step that reads data has ended, in whatever way. */
export function isDataSettled({ plan, steps }: Run): boolean {
  return (plan?.steps ?? []).every(({ id, presents }) => presents || isSettled(steps[id]));
}

/** Whether nothing is under way or to come but charts that may be missing: whatever becomes of them stops no run. */
export function isOnlyDrawing({ plan, steps }: Run): boolean {
  return (plan?.steps ?? []).every(
    ({ id, presents, onFailure }) => (presents && onFailure === 'skip') || isSettled(steps[id]),
  );
}

function isSettled(state: StepState | undefined): boolean {
  return state !== undefined && state.status !== 'running';
}

function isFinished(state: StepState | undefined): boolean {
  return state?.status === 'succeeded' || state?.status === 'refuted';
}

/** Steps that a review has to look at: what a query is to do or has done, and none has confirmed. */
export function unreviewedSteps({ plan, steps, reviewed }: Run): CompiledStep[] {
  return (plan?.steps ?? []).filter(({ id, presents }) => {
    const status = steps[id]?.status;
    return !presents && !reviewed.includes(id) && (status === undefined || status === 'succeeded');
  });
}

/** Whatever was checked before stays, save what is checked again. */
export function withChecks(run: Run, checks: readonly Check[]): Run {
  const again = new Set(checks.map(({ name }) => name));
  return { ...run, checks: [...run.checks.filter(({ name }) => !again.has(name)), ...checks] };
}
