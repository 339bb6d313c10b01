import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { withOpenTaskDone, type History } from '../../../src/adapters/temporal/open-task.js';
import { quietRuntime } from '../../../src/adapters/temporal/replay-histories.js';
import { replayRuns } from '../../../src/adapters/temporal/replay-runs.js';
import type { Execution } from '../../../src/ports.js';
import { anInput } from '../../domain/builders.js';
import { temporalForTests, workflowBundle } from '../../support.js';

quietRuntime();
const code = await todaysCode();
const throwing = { code: code.replaceAll('`plan.${', '`${undefined.plan}plan.${') };
const connection = await Connection.connect({ address: (await temporalForTests()).address });
const client = new Client({ connection });
after(() => connection.close());

test('what this build throws in the task that a run in flight has open is a divergence', async () => {
  const name = `replay-${randomUUID()}`;
  // Reset or asked anew: two runs of one name, of which only the second is in flight.
  const runs = [await begun(name), await begun(name), await begun(`${name}-later`, '1 hour')];
  const replay = (workflowBundle: WorkflowBundleOption) =>
    replayRuns(runs, { client, code: { workflowBundle } }, new AbortController().signal);
  try {
    assert.deepEqual(await replay({ code }), { replayed: 3, diverged: [] });
    const { replayed, diverged } = await replay(throwing);
    assert.equal(replayed, 3);
    const event = { id: 1, type: 'WorkflowExecutionStarted' };
    const why = "Cannot read properties of undefined (reading 'plan')";
    assert.deepEqual(
      diverged,
      runs.slice(1).map((run) => ({ ...run, event, why })),
    );
  } finally {
    await Promise.all(runs.slice(1).map(({ workflowId }) => ended(workflowId)));
  }
});

test('wherever a history breaks off, it replays', async () => {
  const file = new URL('../../histories/approved.json', import.meta.url);
  const events = historyFromJSON(JSON.parse(await readFile(file, 'utf8'))).events ?? [];
  assert.notEqual(events.length, 0);
  const beginnings = events.map((_, index) => ({ events: events.slice(0, index + 1) }));
  assert.deepEqual(await errorsOf(beginnings), []);
});

/** No worker polls for it; ends what had the name before. */
async function begun(workflowId: string, startDelay: '1 hour' | 0 = 0): Promise<Execution> {
  const { firstExecutionRunId } = await client.workflow.start('answerQuestion', {
    workflowId,
    startDelay,
    taskQueue: workflowId,
    args: [anInput()],
    workflowIdConflictPolicy: 'TERMINATE_EXISTING',
  });
  return { workflowId, temporalRunId: firstExecutionRunId };
}

async function ended(workflowId: string): Promise<void> {
  await client.workflow.getHandle(workflowId).terminate();
}

async function errorsOf(histories: readonly History[]): Promise<readonly string[]> {
  const errors: string[] = [];
  const replayed = Worker.runReplayHistories(
    { workflowBundle: { code } },
    histories.map((history, index) => ({
      workflowId: `to event ${index + 1}`,
      history: withOpenTaskDone(history),
    })),
  );
  for await (const { workflowId, error } of replayed) {
    if (error !== undefined) errors.push(`${workflowId}: ${error.message}`);
  }
  return errors;
}

async function todaysCode(): Promise<string> {
  const bundle = await workflowBundle();
  return 'code' in bundle ? bundle.code : await readFile(bundle.codePath, 'utf8');
}
