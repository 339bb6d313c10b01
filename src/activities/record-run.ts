import type { Answer } from '../domain/answer.js';
import { ToolFailure } from '../domain/failure.js';
import type { RecordTask } from '../domain/tasks.js';
import type { Deps } from './deps.js';
import { runRecord } from './run-record.js';

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
    standing = await store.runs.finish(run, answer).catch(async (error: unknown) => {
      if (!isNotBegun(error)) throw error;
      // The store was away when it should have been told of this run.
      await store.runs.begin(runRecord(input, temporalRunId));
      return await store.runs.finish(run, answer);
    });
  });
  return standing === answer ? null : standing;
}

function isNotBegun(error: unknown): boolean {
  return error instanceof ToolFailure && error.toolError.error === 'run_not_begun';
}
