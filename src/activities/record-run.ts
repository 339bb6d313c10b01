import type { Answer } from '../domain/answer.js';
import type { RecordTask } from '../domain/tasks.js';
import type { Deps } from './deps.js';

/** Keeps the answer, once: the first one recorded is the one that every later asker gets. */
export async function recordRun({ input, answer }: RecordTask, deps: Deps): Promise<Answer> {
  const run = { tenant: input.question.tenant, runId: input.runId };
  const [standing] = await Promise.all([
    deps.store.runs.finish(run, answer),
    deps.store.attempts.closeRun(run),
  ]);
  return standing;
}
