import { ToolFailure } from '../domain/failure.js';
import type { RunInput } from '../domain/question.js';
import type { Deps } from './deps.js';
import { runRecord } from './run-record.js';

/** Writes what belongs to a run, and tells the store of the run first where it was away when it should have been told. */
export async function onceBegun<T>(
  write: () => Promise<T>,
  input: RunInput,
  { store }: Pick<Deps, 'store'>,
  temporalRunId: string,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isNotBegun(error)) throw error;
    await store.runs.begin(runRecord(input, temporalRunId));
    return await write();
  }
}

function isNotBegun(error: unknown): boolean {
  return error instanceof ToolFailure && error.toolError.error === 'run_not_begun';
}
