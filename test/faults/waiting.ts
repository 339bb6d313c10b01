import { readFile } from 'node:fs/promises';
import { rowsOf, until } from '../e2e/watching.js';
import { markOf } from './question.js';
import type { Scene } from './scene.js';

/** On a busy machine a run may take long to get somewhere; only what never comes is a failure. */
export const patienceMs = 60_000;

/** The run that was asked for last. */
export function newest({ runs }: Scene): string {
  return runs.at(-1)?.runId ?? '';
}

/** Returns once each run's note has begun; `holdNotes` keeps it from ending. */
export async function notesBegin(scene: Scene): Promise<void> {
  await until('the notes begin', () => allNoted(scene), patienceMs);
}

async function allNoted({ journal, runs }: Scene): Promise<boolean> {
  const notes = await readFile(journal, 'utf8');
  return runs.every(({ runId }) => notes.includes(markOf('note', runId)));
}

/** Returns once the log says so of an attempt of the newest run. */
export async function logged(scene: Scene, activityId: string, status: string): Promise<void> {
  const isThere = () => isLogged(scene, activityId, status);
  await until(`${activityId} is logged as ${status}`, isThere, patienceMs);
}

export async function isLogged(scene: Scene, activityId: string, status: string): Promise<boolean> {
  const statement = `select from surefoot.tool_calls where run_id = $1 and activity_id = $2 and status = $3`;
  return (await rowsOf(scene.storeUrl, statement, [newest(scene), activityId, status])).length > 0;
}

/** Returns once Temporal has seen an attempt of that step fail, whatever the store knows; or the step is over. */
export async function failsOnce(scene: Scene, step: string): Promise<void> {
  const workflow = scene.temporal.workflow.getHandle(scene.runs.at(-1)?.handle.workflowId ?? '');
  await until(
    `an attempt of ${step} fails`,
    async () => {
      const { status, raw } = await workflow.describe();
      const activity = raw.pendingActivities?.find(({ activityId }) =>
        activityId?.startsWith(`${step}-`),
      );
      return (activity?.attempt ?? 0) > 1 || status.name !== 'RUNNING';
    },
    patienceMs,
  );
}
