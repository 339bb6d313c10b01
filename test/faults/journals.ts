import { readFile } from 'node:fs/promises';
import { markOf, stepIds, type StepId } from './question.js';
import type { Scene } from './scene.js';
import { logOf } from './world.js';

/** How often each step of a run began to be executed, as told by who executed it: never by the store. */
export type Executions = Readonly<Record<StepId, number>>;

export async function executionsOf(
  { world, journal }: Scene,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, Executions>> {
  const [log, notes] = await Promise.all([
    readFile(logOf(world.warehouse), 'utf8'),
    readFile(journal, 'utf8'),
  ]);
  // A statement of several lines is one entry: an entry begins with its time.
  const statements = log
    .split(/\n(?=\d{4}-\d\d-\d\d )/)
    .filter((entry) => /LOG:\s+execute [^:]+: SELECT/.test(entry));
  const begun = [...statements, ...notes.split('\n').filter((line) => line.startsWith('start '))];
  const counts = (runId: string): Executions =>
    Object.fromEntries(
      stepIds.map((id) => [id, begun.filter((each) => each.includes(markOf(id, runId))).length]),
    ) as Record<StepId, number>;
  return new Map(runIds.map((runId) => [runId, counts(runId)]));
}
