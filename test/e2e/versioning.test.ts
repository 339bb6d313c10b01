import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ownBuildId } from '../../src/build-id.js';
import type { DeployedBuild } from '../../src/ports.js';
import { startWorker, type SurefootWorker } from '../../src/worker.js';
import { runCli } from '../cli/spawn-cli.js';
import { startStack, type Stack } from '../stack.js';
import { workflowBundle } from '../support.js';
import { patient, until } from './watching.js';

const question = 'How many orders on 2025-12-24?';
const deployment = `test-${randomBytes(4).toString('hex')}`;
let stack: Stack;
const workers: SurefootWorker[] = [];

before(async () => {
  stack = await startStack({
    env: { SUREFOOT_WORKER_VERSIONING: 'on', SUREFOOT_DEPLOYMENT: deployment },
  });
});
after(async () => {
  await Promise.all(workers.map((worker) => worker.shutdown()));
  await stack?.close();
});

/** A worker that histories call by its build. */
async function start(build: string): Promise<SurefootWorker> {
  const bundle = { workflowBundle: await workflowBundle() };
  const config = { ...stack.config, SUREFOOT_BUILD_ID: build };
  const worker = await startWorker(config, { ...bundle, identity: build });
  workers.push(worker);
  return worker;
}

/** Who took the tasks of a workflow, its own and its activities'. */
async function whoWorkedOn(workflowId: string): Promise<readonly string[]> {
  const { events } = await stack.temporal.workflow.getHandle(workflowId).fetchHistory();
  const identities = (events ?? []).flatMap((event) => {
    const started = event.workflowTaskStartedEventAttributes;
    const identity = (started ?? event.activityTaskStartedEventAttributes)?.identity;
    return typeof identity === 'string' ? [identity] : [];
  });
  return [...new Set(identities)].toSorted();
}

async function builds(): Promise<readonly Pick<DeployedBuild, 'buildId' | 'state'>[]> {
  const { stdout, stderr, code } = await runCli(['deploy', 'status', '--json'], stack.env);
  assert.equal(code, 0, stderr);
  const told = JSON.parse(stdout) as { readonly builds: readonly DeployedBuild[] };
  return told.builds.map(({ buildId, state }) => ({ buildId, state }));
}

test('a run ends on the build that began it, and new ones go to the build that was promoted', async () => {
  const { code, stderr } = await runCli(['deploy', 'promote', 'one'], stack.env);
  assert.deepEqual([code, /No worker of build one polls as deployment/.test(stderr)], [2, true]);

  const one = await start('one');
  assert.deepEqual(await builds(), [{ buildId: 'one', state: 'inactive' }]);
  const promoted = await runCli(['deploy', 'promote', 'one'], stack.env);
  assert.equal(promoted.stdout, `New runs go to build one of deployment ${deployment}.\n`);
  const old = await stack.surefoot.ask(question, {
    ...{ id: 'versioned-old', asOf: stack.asOf, background: true, approve: true },
    bounds: patient,
  });
  await until('a plan that waits', async () => (await old.progress()).approval !== null);

  await start('two');
  assert.equal((await runCli(['deploy', 'promote', 'two'], stack.env)).code, 0);
  const young = await stack.surefoot.ask(question, {
    id: 'versioned-new',
    asOf: stack.asOf,
    bounds: patient,
  });
  assert.equal((await young.result()).status, 'answered');
  assert.deepEqual(await whoWorkedOn(young.workflowId), ['two']);
  const states = new Map((await builds()).map(({ buildId, state }) => [buildId, state]));
  assert.deepEqual([states.get('one'), states.get('two')], ['draining', 'current']);

  await old.approve({ by: 'ada' });
  assert.equal((await old.result()).status, 'answered');
  assert.deepEqual(await whoWorkedOn(old.workflowId), ['one']);
  await one.shutdown();
});

test('a build is called by its version and a hash of its workflows', () => {
  assert.match(ownBuildId() ?? '', /^\d+\.\d+\.\d+-[0-9a-f]{12}$/);
});
