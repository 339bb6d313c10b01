import { interpretLimits, isTimeForClaude } from '../domain/budget.js';
import { interpretedEnding, uninterpretedEnding, type Ending } from '../domain/ending.js';
import { usableResults, usableSteps } from '../domain/run.js';
import type { InterpretOutcome, InterpretTask } from '../domain/tasks.js';
import { runActivities } from './activities.js';
import { failureOf } from './failures.js';
import type { RunTracker } from './run-tracker.js';

/**
 * Asks Claude for words until every figure in them is grounded. When that fails for good, or Claude cannot be reached,
 * the data stands with a plain sentence of ours.
 */
export async function interpretResults(tracker: RunTracker): Promise<Ending> {
  const { input, plan } = tracker.run;
  const steps = usableSteps(tracker.run);
  if (steps.length === 0) return noResults;
  tracker.update((run) => ({ ...run, phase: 'interpreting' }));
  let request: Pick<InterpretTask, 'earlier' | 'room'> = { earlier: [], room: 1 };

  for (let round = 1; ; round += 1) {
    if (!isTimeForClaude(input.bounds, tracker.remainingMs()))
      return uninterpretedEnding(tracker.run, 'unreachable', 'time ran out.');

    let outcome: InterpretOutcome;
    try {
      outcome = await askInterpreter(tracker, round, {
        input,
        planVersion: plan?.version ?? 0,
        intent: plan?.intent ?? '',
        steps,
        results: usableResults(tracker.run),
        warnings: tracker.run.warnings,
        ...request,
      });
    } catch (error) {
      const { message } = failureOf(error, 'interpret').error;
      return uninterpretedEnding(tracker.run, 'unreachable', message);
    }
    tracker.pay(outcome.usage);

    switch (outcome.kind) {
      case 'answer':
        return interpretedEnding(tracker.run, outcome.text, outcome.figures);
      case 'truncated':
        if (request.room === 2)
          return uninterpretedEnding(tracker.run, 'not_grounded', 'it was cut short twice.');
        request = { ...request, room: 2 };
        break;
      case 'findings': {
        const { findings, replyId } = outcome;
        if (tracker.run.answerRepairs >= input.bounds.answerRepairs) {
          // Only codes: a finding quotes the number that no cell stands behind.
          const reasons = [...new Set(findings.map(({ code }) => code))].join(', ');
          return uninterpretedEnding(tracker.run, 'not_grounded', `${reasons}.`);
        }
        tracker.update((run) => ({ ...run, answerRepairs: run.answerRepairs + 1 }));
        request = { earlier: [...request.earlier, { replyId, findings }], room: 1 };
      }
    }
  }
}

async function askInterpreter(
  tracker: RunTracker,
  round: number,
  task: InterpretTask,
): Promise<InterpretOutcome> {
  const findings = task.earlier.at(-1)?.findings ?? [];
  const { interpret } = runActivities({
    ...interpretLimits(task.input.bounds, tracker.remainingMs()),
    activityId: `interpret.${round}`,
    summary:
      findings.length === 0
        ? `interpret: ${task.steps.map(({ id }) => id).join(', ')}`
        : `interpret, repairing: ${findings.map(({ code }) => code).join(', ')}`,
  });
  return await tracker.timed('interpret', () => interpret(task));
}

const noResults: Ending = {
  status: 'failed',
  text: 'None of the plan’s steps has a result that could be shown.',
};
