import type { Answer, Warning } from '../domain/answer.js';
import { workflowIdOf } from '../domain/question.js';
import type { RecordTask } from '../domain/tasks.js';
import type { Deps } from './deps.js';
import { completeLog, type CompletingDeps } from './complete-log.js';
import { onceBegun } from './once-begun.js';

/**
 * Keeps the answer, once, and completes the run's log. Returns the answer that stands where that is an earlier one, else
 * null: it is not told twice. Safe to repeat. @throws ToolFailure while the store is away
 */
export async function recordRun(
  { input, answer, temporalRunId, begun }: RecordTask,
  deps: CompletingDeps & Pick<Deps, 'owed' | 'notices' | 'runEnded'>,
): Promise<Answer | null> {
  const { store, owed } = deps;
  const run = { tenant: input.question.tenant, runId: input.runId };
  // What this process owes comes first: the answer is a run's last event.
  await owed.pay();
  const whole = noticed(answer, deps.notices());
  const finish = () => store.runs.finish(run, whole);
  const [standing] = await Promise.all([
    onceBegun(finish, input, deps, temporalRunId),
    completeLog({ workflowId: workflowIdOf(run), temporalRunId }, begun, deps),
  ]);
  if (standing === whole) deps.runEnded?.(whole, input);
  return standing === answer ? null : standing;
}

/** An answer that is repeated has them already. */
function noticed(answer: Answer, notices: readonly Warning[]): Answer {
  const missing = notices.filter(({ code }) => answer.warnings.every((each) => each.code !== code));
  return missing.length === 0 ? answer : { ...answer, warnings: [...answer.warnings, ...missing] };
}
