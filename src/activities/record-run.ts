import type { Answer } from '../domain/answer.js';
import type { RecordTask } from '../domain/tasks.js';
import type { Deps } from './deps.js';
import { onceBegun } from './once-begun.js';

/**
 * Keeps the answer, once. Returns the one that stands where that is an earlier one, else null: it is not told twice. A
 * run does not wait for a store that is away: its answer is owed to it.
 */
export async function recordRun(
  { input, answer }: RecordTask,
  { store, owed }: Pick<Deps, 'store' | 'owed'>,
  temporalRunId: string,
): Promise<Answer | null> {
  const run = { tenant: input.question.tenant, runId: input.runId };
  let standing = answer;
  await owed.write(async () => {
    standing = await onceBegun(
      () => store.runs.finish(run, answer),
      input,
      { store },
      temporalRunId,
    );
  });
  return standing === answer ? null : standing;
}
