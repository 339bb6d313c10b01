import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Divergence } from '../../src/ports.js';
import { runCli } from '../cli/spawn-cli.js';
import { startStack, type Stack } from '../stack.js';
import { patient, until } from './watching.js';

const question = 'How many orders on 2025-12-24?';
let stack: Stack;

before(async () => {
  stack = await startStack();
  const worker = await stack.worker();
  const asOf = stack.asOf;
  await (await stack.surefoot.ask(question, { id: 'replay-ended', asOf })).result();
  const waits = { id: 'replay-waits', asOf, background: true, approve: true };
  const run = await stack.surefoot.ask(question, waits);
  await until('a plan that waits', async () => (await run.progress()).approval !== null);
  await worker.shutdown();
});
after(() => stack?.close());

test('runs that ended and runs in flight replay on the build that they were begun on', async () => {
  const { code, stdout } = await listed(2);
  assert.equal(
    stdout,
    'Replayed 2 histories on this build, 1 of runs in flight: all as they were.\n',
  );
  assert.equal(code, 0);
});

test('what another build did otherwise is named, with the first event that this one would not have made', async () => {
  const worker = await stack.worker({ workflowBundle: { code: await otherBuild() } });
  const run = await stack.surefoot.ask(question, {
    id: 'replay-other',
    asOf: stack.asOf,
    bounds: patient,
  });
  assert.equal((await run.result()).status, 'answered');
  await worker.shutdown();
  const { code, stdout } = await listed(3, ['--json']);
  const { replayed, unfinished, diverged } = JSON.parse(stdout) as {
    readonly replayed: number;
    readonly unfinished: number;
    readonly diverged: readonly Divergence[];
  };
  assert.deepEqual([code, replayed, unfinished, diverged.length], [6, 3, 1, 1]);
  const [only] = diverged;
  assert.equal(only?.workflowId, 'surefoot/default/replay-other');
  assert.deepEqual(only.event, { id: 5, type: 'ActivityTaskScheduled' });
  assert.match(only.why, /^\[TMPRL1100\] .*'planned\.1\.1' does not match .*'plan\.1\.1'$/);
});

test('nothing to replay is no pass', async () => {
  const { code, stdout } = await runCli(
    ['replay', '--query', "WorkflowId = 'surefoot/default/replay-none'"],
    stack.env,
  );
  assert.match(stdout, /There was no history to replay/);
  assert.equal(code, 5);
});

/** Once Temporal lists them all: its lists come a moment after its runs. */
async function listed(count: number, flags: readonly string[] = []) {
  const query = `TaskQueue = '${stack.config.SUREFOOT_TASK_QUEUE}'`;
  await until(
    `${count} listed`,
    async () => (await stack.temporal.workflow.count(query)).count >= count,
  );
  return await runCli(['replay', ...flags], stack.env);
}

/** This build's code with another name for its first activity. */
async function otherBuild(): Promise<string> {
  const bundle = new URL('../../dist/workflow-bundle.js', import.meta.url);
  const code = await readFile(bundle, 'utf8');
  assert.ok(code.includes('`plan.${'));
  return code.replaceAll('`plan.${', '`planned.${');
}
