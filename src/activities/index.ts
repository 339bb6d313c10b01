import type { RunActivities, StepOutcome, StepTask, UpkeepActivities } from '../domain/tasks.js';
import { currentAttempt } from './attempt.js';
import type { Deps } from './deps.js';

type StepActivity = (task: StepTask) => Promise<StepOutcome>;

/**
 * The activities as Temporal knows them: one by each name of `RunActivities`, and one named after each tool. What runs
 * need is loaded from now on, so that a worker can be made meanwhile; what a clock starts is loaded when it does.
 */
export function createActivities(deps: Deps): {
  /** Whether the first task need not wait for code. */
  readonly loaded: Promise<unknown>;
  readonly run: RunActivities;
  readonly upkeep: UpkeepActivities;
  readonly light: Readonly<Record<string, StepActivity>>;
  readonly warehouse: Readonly<Record<string, StepActivity>>;
} {
  const loaded = import('./of-runs.js');
  const steps = [...deps.tools.values()].map((tool) => {
    const activity: StepActivity = async (task) =>
      (await loaded).runStep(task, tool, deps, currentAttempt());
    return { name: tool.name, onWarehouse: tool.usesWarehouse === true, activity };
  });
  const named = (onWarehouse: boolean) =>
    Object.fromEntries(
      steps.flatMap((step) =>
        step.onWarehouse === onWarehouse ? [[step.name, step.activity]] : [],
      ),
    );
  return {
    loaded,
    run: {
      plan: async (task) => (await loaded).plan(task, deps, currentAttempt()),
      review: async (task) => (await loaded).review(task, deps, currentAttempt()),
      verify: async (task) => (await loaded).verify(task, deps, currentAttempt()),
      interpret: async (task) => (await loaded).interpret(task, deps, currentAttempt()),
      reviewAnswer: async (task) => (await loaded).reviewAnswer(task, deps, currentAttempt()),
      openTicket: async (task) => (await loaded).openTicket(task, deps, currentAttempt()),
      recordRun: async (task) => (await loaded).recordRun(task, deps),
    },
    upkeep: {
      tendStore: async () => (await import('./tend-store.js')).tendStore(deps),
      checkAlerts: async () => (await import('./check-alerts.js')).checkAlerts(deps),
      writeReport: async (order) =>
        (await import('./report/write-report.js')).writeReport(order, deps),
      announceReport: async (notice) =>
        (await import('./report/announce-report.js')).announceReport(notice, deps),
    },
    light: named(false),
    warehouse: named(true),
  };
}
