import { defineQuery, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Usage } from '../domain/answer.js';
import { pendingApproval, type PendingApproval } from '../domain/approval.js';
import { describeRun, looksTheSame } from '../domain/describe.js';
import type { RunInput } from '../domain/question.js';
import { newRun, remainingMs, type Phase, type Run, type StepState } from '../domain/run.js';

/** Where a run is, for anyone who asks while it lasts. */
export interface Progress {
  readonly phase: Phase;
  readonly planVersion: number;
  readonly intent: string;
  readonly steps: readonly {
    readonly id: string;
    readonly tool: string;
    readonly status: string;
  }[];
  /** The plan that waits to be approved. */
  readonly approval: PendingApproval | null;
  /** The ticket that the run waits for, or ended with. */
  readonly ticket: string | null;
  readonly usage: Usage;
}

export const progress = defineQuery<Progress>('progress');

/** The one mutable thing in the workflow: the current run, shown in the Web UI whenever it changes. */
export interface RunTracker {
  readonly run: Run;
  update(change: (run: Run) => Run): void;
  /** Starts the clock of a part of the run. What is returned stops it, and adds its time to the timing, once. */
  clock(part: keyof Run['timing']): () => void;
  remainingMs(): number;
}

export function trackRun(input: RunInput): RunTracker {
  let run = newRun(input, workflowInfo().startTime.getTime());
  setHandler(progress, () => progressOf(run));

  setCurrentDetails(describeRun(run));

  return {
    get run() {
      return run;
    },
    update(change) {
      const before = run;
      run = change(run);
      if (!looksTheSame(before, run)) setCurrentDetails(describeRun(run));
    },
    clock(part) {
      const startedAt = Date.now();
      let isRunning = true;
      return () => {
        if (!isRunning) return;
        isRunning = false;
        const ms = run.timing[part] + Date.now() - startedAt;
        run = { ...run, timing: { ...run.timing, [part]: ms } };
      };
    },
    remainingMs: () => remainingMs(run, Date.now()),
  };
}

function progressOf(run: Run): Progress {
  const { phase, plan, steps, ticket, usage } = run;
  const status = (state: StepState | undefined) => state?.status ?? 'waiting';
  return {
    phase,
    planVersion: plan?.version ?? 0,
    intent: plan?.intent ?? '',
    steps: (plan?.steps ?? []).map(({ id, tool }) => ({ id, tool, status: status(steps[id]) })),
    approval: pendingApproval(run),
    ticket,
    usage,
  };
}
