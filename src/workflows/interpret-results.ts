import { interpretLimits, isTextReviewed, isTimeForClaude, retryMs } from '../domain/budget.js';
import type { ModelSource } from '../domain/claude-ladder.js';
import {
  interpretedEnding,
  unaffordableWords,
  uninterpretedEnding,
  type Ending,
  noResultEnding,
} from '../domain/ending.js';
import type { Run } from '../domain/run.js';
import { usableResults, usableSteps } from '../domain/run-results.js';
import type { InterpretOutcome, InterpretTask, ReviewAnswerTask } from '../domain/tasks.js';
import { reviewText } from './review-text.js';
import { runActivities } from './activities.js';
import { askModels, nobodyYet, type Asked, type Share } from './ask-models.js';
import type { RunTracker } from './run-tracker.js';
import { waitedFor } from './waited-for.js';

/**
 * Asks Claude for words until every figure in them is grounded. When that fails for good, or Claude cannot be reached,
 * the data stands with a plain sentence of ours. What is still being drawn belongs to the ending.
 */
export async function interpretResults(
  tracker: RunTracker,
  drawn: Promise<void> = Promise.resolve(),
): Promise<Ending> {
  let endingOf: (run: Run) => Ending;
  try {
    endingOf = await interpreted(tracker);
  } finally {
    await drawn;
  }
  return endingOf(tracker.run);
}

/** The ending that the words make of the run. */
async function interpreted(tracker: RunTracker): Promise<(run: Run) => Ending> {
  const { input, plan } = tracker.run;
  const steps = usableSteps(tracker.run);
  if (steps.length === 0) return noResultEnding;
  tracker.update((run) => ({ ...run, phase: 'interpreting' }));
  let request: Pick<InterpretTask, 'earlier' | 'room'> = { earlier: [], room: 1 };
  let before = nobodyYet;
  let waits = 0;
  let isRefuted = false;

  for (let round = 1; ; round += 1) {
    if (!isTimeForClaude(input.bounds, tracker.remainingMs()))
      return (run) => uninterpretedEnding(run, 'unreachable', 'time ran out.');

    const task: Unsourced = {
      input,
      planVersion: plan?.version ?? 0,
      intent: plan?.intent ?? '',
      steps,
      results: usableResults(tracker.run),
      // Who planned says nothing about the data.
      warnings: tracker.run.warnings.filter(({ code }) => code !== 'fallback_model'),
      ...request,
    };
    const asked: Asked<InterpretOutcome> = await askModels(tracker, {
      what: 'text',
      activityId: `interpret.${round}`,
      before,
      ask: (share) => askInterpreter(tracker, task, share),
      isTimeForFallback: () => isTimeForClaude(input.bounds, tracker.remainingMs()),
      isTimeForBoth() {
        const leftMs = tracker.remainingMs();
        return isTimeForClaude(
          input.bounds,
          leftMs - interpretLimits(input.bounds, leftMs).totalMs,
        );
      },
    });
    if (asked.kind === 'over_budget') return (run) => unaffordableWords(run, asked.budget);
    if (asked.kind === 'failed') {
      const { failure } = asked;
      if ((await waitedFor(tracker, 'interpret', failure, waits)) === 'waited') {
        waits += 1;
        continue;
      }
      return (run) => uninterpretedEnding(run, 'unreachable', failure.error.message);
    }
    const { outcome } = asked;
    before = asked.by;

    switch (outcome.kind) {
      case 'answer': {
        const { text, figures, replyId } = outcome;
        if (!isTextReviewed(input)) return (run) => interpretedEnding(run, text, figures);
        const reviewed = await reviewText(tracker, reviewTaskOf(task, { text, figures }), round);
        if (reviewed.kind === 'stands') return (run) => interpretedEnding(run, text, figures);
        if (reviewed.kind === 'ended') return () => reviewed.ending;
        if (isRefuted)
          return (run) => uninterpretedEnding(run, 'not_grounded', 'the review refuted it twice.');
        // One more round in any case: what it refutes was grounded.
        isRefuted = true;
        tracker.update((run) => ({ ...run, answerRepairs: run.answerRepairs + 1 }));
        const { findings } = reviewed;
        request = { earlier: [...request.earlier, { replyId, findings }], room: 1 };
        break;
      }
      case 'truncated':
        if (request.room === 2)
          return (run) => uninterpretedEnding(run, 'not_grounded', 'it was cut short twice.');
        request = { ...request, room: 2 };
        break;
      case 'findings': {
        const { findings, replyId } = outcome;
        if (tracker.run.answerRepairs >= input.bounds.answerRepairs) {
          // Only codes: a finding quotes the number that no cell stands behind.
          const reasons = [...new Set(findings.map(({ code }) => code))].join(', ');
          return (run) =>
            uninterpretedEnding(
              run,
              'not_grounded',
              `what it says cannot be shown from the data (${reasons}).`,
            );
        }
        tracker.update((run) => ({ ...run, answerRepairs: run.answerRepairs + 1 }));
        request = { earlier: [...request.earlier, { replyId, findings }], room: 1 };
      }
    }
  }
}

/** A task before it is known who is asked. */
type Unsourced = Omit<InterpretTask, 'source' | 'calls' | 'retryMs'>;

function reviewTaskOf(
  { input, planVersion, intent, steps, results }: Unsourced,
  answer: Pick<ReviewAnswerTask, 'text' | 'figures'>,
): Omit<ReviewAnswerTask, 'calls'> {
  return { input, planVersion, intent, steps, results, ...answer };
}

function askInterpreter(
  tracker: RunTracker,
  task: Unsourced,
  { source, activityId, calls }: Share,
): Promise<InterpretOutcome> {
  const limits = interpretLimits(task.input.bounds, tracker.remainingMs());
  const { interpret } = runActivities(tracker, {
    ...limits,
    activityId,
    summary: interpretSummary(task, source),
  });
  return interpret({ ...task, source, calls, retryMs: retryMs(limits, source) });
}

function interpretSummary({ earlier, steps }: Unsourced, source: ModelSource): string {
  const findings = earlier.at(-1)?.findings ?? [];
  const by = source === 'own_model' ? '' : 'by the fallback model: ';
  return findings.length === 0
    ? `${by}${steps.map(({ id }) => id).join(', ')}`
    : `${by}repairing ${findings.map(({ code }) => code).join(', ')}`;
}
