import { isRunId, type RunRef } from '../domain/question.js';

/** There is no run of that id, in Temporal or in the store. */
export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';
}

/** Where the store alone was asked, it is said why a run that was only just started is not there. */
export function runNotFound(
  { tenant, runId }: RunRef,
  { inStore = false, cause }: { readonly inStore?: boolean; readonly cause?: unknown } = {},
): RunNotFound {
  const those = '`surefoot runs list` shows those there are, with their tenants.';
  if (!isRunId(runId)) return new RunNotFound(`That is no id of a run: ${those}`, { cause });
  const where = inStore ? ' in the store, where a run is known once a worker has begun it' : '';
  return new RunNotFound(`There is no run ${runId} of tenant ${tenant}${where}: ${those}`, {
    cause,
  });
}
