import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  patched,
  setCurrentDetails,
  startChild,
  TemporalFailure,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Answer, Status } from '../domain/answer.js';
import { leastMs } from '../domain/budget.js';
import { describeRun } from '../domain/describe.js';
import { answerOf, cancelled, outOfTime, type Ending } from '../domain/ending.js';
import { inputProblem } from '../domain/input-problem.js';
import {
  recordWorkflowId,
  searchAttributes,
  workflowIdOf,
  type RunInput,
} from '../domain/question.js';
import type { RecordTask } from '../domain/tasks.js';
import { listenForApprovals, unasked } from './approval.js';
import { recordActivity } from './activities.js';
import { answerWithWhatStands } from './answer-with-what-stands.js';
import { escalate, type Escalation } from './escalate.js';
import { executePlan } from './execute-plan.js';
import { interpretResults } from './interpret-results.js';
import { makePlan, type PlanRequest } from './make-plan.js';
import { recordLater } from './record-later.js';
import { trackRun, type RunTracker } from './run-tracker.js';

const status = defineSearchAttributeKey(searchAttributes.status, SearchAttributeType.KEYWORD);

/** Plans, runs each step once what it depends on is done, verifies, interprets, and records the answer. */
export async function answerQuestion(input: RunInput): Promise<Answer> {
  const problem = inputProblem(input);
  // Without its names there is no run that an answer could be recorded of.
  if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, 'InvalidQuestion');
  const tracker = trackRun(input);
  try {
    const found = handedOver(tracker, await withoutPerson(tracker));
    const ending = 'kind' in found ? await escalate(tracker, found) : found;
    return 'runId' in ending ? recorded(tracker, ending) : await finish(tracker, ending);
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return await finish(tracker, cancelled);
  }
}

/** Also the answer itself, where this run had ended before and Temporal no longer knew. */
type Found = Ending | Answer | Escalation;

/** Of a critical run, a person takes over what ends it for now. */
function handedOver({ run }: RunTracker, found: Found): Found {
  const error = 'kind' in found || 'runId' in found ? undefined : found.handOver;
  if (error === undefined || !run.input.critical) return found;
  return { kind: 'escalate', error, step: null };
}

/** The run's ending, or what only a person can help with. */
async function withoutPerson(tracker: RunTracker): Promise<Found> {
  const approvals = listenForApprovals(tracker);
  let request: PlanRequest = { earlier: [], replan: false };
  for (;;) {
    const planned = await makePlan(tracker, request);
    if (planned.kind === 'recorded') return planned.answer;
    if (planned.kind === 'ended') return await ended(tracker, request, planned.ending);

    const approval = approvals.isNeeded() ? await approvals.settle() : unasked;
    if (approval.kind === 'not_approved') return await ended(tracker, request, approval.ending);

    const executed = await executePlan(tracker);
    if (executed.kind === 'out_of_time') return await ended(tracker, request, outOfTime);
    if (executed.kind === 'ended') return executed.ending;
    if (executed.kind === 'escalate') return executed;
    if (executed.kind === 'verified') return await interpretResults(tracker, executed.drawn);

    tracker.update((run) => ({ ...run, replans: run.replans + 1 }));
    const { replyId } = planned;
    // What stands against a person's plan is none of Claude's doing.
    const earlier = approval.edited ? [] : [{ replyId, findings: executed.findings }];
    request = { earlier, replan: true };
  }
}

/** A first plan that cannot be had, or run, ends the run; one made anew leaves what is finished. */
async function ended(
  tracker: RunTracker,
  { replan }: PlanRequest,
  ending: Ending,
): Promise<Ending> {
  return replan ? await answerWithWhatStands(tracker, ending) : ending;
}

/** The answer stands; only Temporal, which had forgotten the run, is told its status. */
function recorded({ run }: RunTracker, ending: Answer): Answer {
  showStatus(run.input, ending.status);
  setCurrentDetails(describeRun(run, ending));
  return ending;
}

/** An earlier answer was recorded meanwhile, or before Temporal forgot the run: it is the one that is shown. */
function stands({ run }: RunTracker, standing: Answer, shown: Status): Answer {
  setCurrentDetails(describeRun(run, standing));
  if (standing.status !== shown && patched('show-the-status-that-stands'))
    showStatus(run.input, standing.status);
  return standing;
}

/** Records the answer, also of a cancelled run: nothing that was paid for is lost. */
function finish(tracker: RunTracker, ending: Ending): Promise<Answer> {
  return CancellationScope.nonCancellable(async () => {
    // Whoever sent an edited plan learns what became of it.
    if (!allHandlersFinished()) await condition(allHandlersFinished);
    tracker.update((run) => ({ ...run, phase: 'ended' }));
    const { input, begun } = tracker.run;
    const result = answerOf(tracker.run, ending, Date.now());
    showStatus(input, result.status);
    setCurrentDetails(describeRun(tracker.run, result));
    const task = { input, answer: result, temporalRunId: workflowInfo().runId, begun };
    try {
      const { recordRun } = recordActivity(Math.max(input.bounds.recordMs, leastMs));
      const standing = await recordRun(task);
      return standing === null ? result : stands(tracker, standing, result.status);
    } catch (error) {
      if (!(error instanceof TemporalFailure)) throw error;
      // The store is down: Temporal has the answer, and the caller gets it.
      await leaveToRecord(task);
      return result;
    }
  });
}

/** Nobody waits for it, and it outlives the run. */
async function leaveToRecord(task: RecordTask): Promise<void> {
  const { runId, question } = task.input;
  const workflowId = workflowIdOf({ tenant: question.tenant, runId });
  await startChild(recordLater, {
    args: [task],
    workflowId: recordWorkflowId({ workflowId, temporalRunId: task.temporalRunId }),
    parentClosePolicy: 'ABANDON',
    staticSummary: `record: ${runId}`,
  });
}

function showStatus({ searchAttributes: known }: RunInput, value: Status): void {
  if (known) upsertSearchAttributes([{ key: status, value }]);
}
