import type { RunActivities, StepOutcome, StepTask, UpkeepActivities } from '../domain/tasks.js';
import { currentAttempt } from './attempt.js';
import { checkAlerts } from './check-alerts.js';
import type { Deps } from './deps.js';
import { interpret } from './interpret.js';
import { openTicket } from './open-ticket.js';
import { plan } from './plan.js';
import { recordRun } from './record-run.js';
import { announceReport } from './report/announce-report.js';
import { writeReport } from './report/write-report.js';
import { reviewAnswer } from './review-answer.js';
import { review } from './review.js';
import { runStep } from './run-step.js';
import { tendStore } from './tend-store.js';
import { verify } from './verify.js';

type StepActivity = (task: StepTask) => Promise<StepOutcome>;

/** The activities as Temporal knows them: one by each name of `RunActivities`, and one named after each tool. */
export function createActivities(deps: Deps): {
  readonly run: RunActivities;
  readonly upkeep: UpkeepActivities;
  readonly light: Readonly<Record<string, StepActivity>>;
  readonly warehouse: Readonly<Record<string, StepActivity>>;
} {
  const steps = [...deps.tools.values()].map((tool) => {
    const activity: StepActivity = (task) => runStep(task, tool, deps, currentAttempt());
    return { name: tool.name, onWarehouse: tool.usesWarehouse === true, activity };
  });
  const named = (onWarehouse: boolean) =>
    Object.fromEntries(
      steps.flatMap((step) =>
        step.onWarehouse === onWarehouse ? [[step.name, step.activity]] : [],
      ),
    );
  return {
    run: {
      plan: (task) => plan(task, deps, currentAttempt()),
      review: (task) => review(task, deps, currentAttempt()),
      verify: (task) => verify(task, deps, currentAttempt()),
      interpret: (task) => interpret(task, deps, currentAttempt()),
      reviewAnswer: (task) => reviewAnswer(task, deps, currentAttempt()),
      openTicket: (task) => openTicket(task, deps, currentAttempt()),
      recordRun: (task) => recordRun(task, deps),
    },
    upkeep: {
      tendStore: () => tendStore(deps),
      checkAlerts: () => checkAlerts(deps),
      writeReport: (order) => writeReport(order, deps),
      announceReport: (notice) => announceReport(notice, deps),
    },
    light: named(false),
    warehouse: named(true),
  };
}
