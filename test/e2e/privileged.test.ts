import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorker } from '../../src/worker.js';
import { loadConfig } from '../../src/config.js';
import { workflowBundle } from '../support.js';
import { startStack, type Stack } from '../stack.js';

describe('a warehouse role that may do more than read', () => {
  let stack: Stack;
  before(async () => {
    stack = await startStack();
  });
  after(() => stack.close());

  const asOwner = (more: Readonly<Record<string, string>> = {}) =>
    loadConfig({ ...stack.env, SUREFOOT_WAREHOUSE_URL: stack.warehouse.url, ...more });

  test('keeps a worker from starting, in one sentence that says what to do', async () => {
    const bundle = { workflowBundle: await workflowBundle() };
    await assert.rejects(startWorker(asOwner(), bundle), {
      name: 'ToolFailure',
      message:
        'The role of SUREFOOT_WAREHOUSE_URL is a superuser: use one that may only read, for which `surefoot migrate ' +
        '--warehouse` prints the grants, or accept the risk with --allow-privileged (SUREFOOT_ALLOW_PRIVILEGED=on), and ' +
        'every answer will say so.',
    });
  });

  test('is said in every answer where it was allowed', async () => {
    const bundle = { workflowBundle: await workflowBundle() };
    const worker = await startWorker(asOwner({ SUREFOOT_ALLOW_PRIVILEGED: 'on' }), bundle);
    try {
      for (const [runId, question] of [
        ['privileged-answer', 'Show me revenue by region for Q4 2025'],
        ['privileged-unclear', 'Tell me something'],
      ] as const) {
        const handle = await stack.surefoot.ask(question, { id: runId, asOf: stack.asOf });
        const answer = await handle.result();
        const codes = answer.warnings.map(({ code }) => code);
        assert.ok(codes.includes('privileged_role'), `${answer.status}: ${codes.join()}`);
      }
    } finally {
      await worker.shutdown();
    }
  });
});
