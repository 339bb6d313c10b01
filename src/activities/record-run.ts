import type { Answer } from '../domain/answer.js';
import type { RecordTask } from '../domain/tasks.js';
import type { Deps } from './deps.js';

/** Keeps the answer, once. Returns the one that stands where that is an earlier one, else null: it is not told twice. */
export async function recordRun({ input, answer }: RecordTask, deps: Deps): Promise<Answer | null> {
  const run = { tenant: input.question.tenant, runId: input.runId };
  const standing = await deps.store.runs.finish(run, answer);
  return standing === answer ? null : standing;
}
