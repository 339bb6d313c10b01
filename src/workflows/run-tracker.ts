import { defineQuery, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Usage } from '../domain/answer.js';
import { pendingApproval, type PendingApproval } from '../domain/approval.js';
import { describeRun } from '../domain/describe.js';
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
  /** Runs a part of the run and adds its duration to the timing. */
  timed<T>(part: keyof Run['timing'], work: () => Promise<T>): Promise<T>;
  remainingMs(): number;
}

export function trackRun(input: RunInput): RunTracker {
  let run = newRun(input, workflowInfo().startTime.getTime());
  setHandler(progress, () => progressOf(run));

  const update = (change: (run: Run) => Run) => {
    run = change(run);
    setCurrentDetails(describeRun(run));
  };
  update((first) => first);

  return {
    get run() {
      return run;
    },
    update,
    async timed(part, work) {
      const startedAt = Date.now();
      try {
        return await work();
      } finally {
        const ms = Date.now() - startedAt;
        run = { ...run, timing: { ...run.timing, [part]: run.timing[part] + ms } };
      }
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
