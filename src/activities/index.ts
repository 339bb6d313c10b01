import type { RunActivities, StepOutcome, StepTask, UpkeepActivities } from '../domain/tasks.js';
import { currentAttempt } from './attempt.js';
import type { Deps } from './deps.js';

type StepActivity = (task: StepTask) => Promise<StepOutcome>;

/**
 * The activities as Temporal knows them: one by each name of `RunActivities`, and one named after each tool. Their
 * code is loaded from now on, while a worker is made of them; all of it at once, since the files of a worker that has run
 * for weeks may be another build's.
 */
export function createActivities(deps: Deps): {
  /** Resolves once no task need wait for code. */
  readonly loaded: Promise<unknown>;
  readonly run: RunActivities;
  readonly upkeep: UpkeepActivities;
  readonly light: Readonly<Record<string, StepActivity>>;
  readonly warehouse: Readonly<Record<string, StepActivity>>;
} {
  const loaded = import('./implementations.js');
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
      tendStore: async () => (await loaded).tendStore(deps),
      checkAlerts: async () => (await loaded).checkAlerts(deps),
      writeReport: async (order) => (await loaded).writeReport(order, deps),
      announceReport: async (notice) => (await loaded).announceReport(notice, deps),
    },
    light: named(false),
    warehouse: named(true),
  };
}
