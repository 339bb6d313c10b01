import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Attempt } from '../../src/activities/attempt.js';
import { runStep } from '../../src/activities/run-step.js';
import { ToolFailure } from '../../src/domain/failure.js';
import { defaultPolicy } from '../../src/domain/policy.js';
import type { StepTask } from '../../src/domain/tasks.js';
import { defineTool } from '../../src/tools/define-tool.js';
import type { AnyTool } from '../../src/tools/registry.js';
import { failsAs, newRun, storeForTests } from '../adapters/store/fixtures.js';
import { anInput, aStep } from '../domain/builders.js';
import { noClaude } from './no-claude.js';

const database = await storeForTests();
after(() => database.close());
const { store } = database;
const notAsked = () => Promise.reject(new Error('The tool does not ask it.'));
const warehouse = {
  ...{ name: 'w', identity: 'w', checkTenant: () => {} },
  ...{ catalog: notAsked, explain: notAsked, query: notAsked },
};

/** A user's own tool without a cache; each run returns another number. */
function counter(more: Partial<AnyTool> = {}): { tool: AnyTool; runs: () => number } {
  let runs = 0;
  const tool = defineTool({
    name: 'counter',
    description: 'Counts its runs.',
    input: z.strictObject({}),
    output: z.strictObject({ runs: z.number() }),
    run: () => Promise.resolve({ runs: (runs += 1) }),
  });
  return { tool: { ...(tool as unknown as AnyTool), ...more }, runs: () => runs };
}

function attemptOf(id: string, earlierIds: readonly string[] = []): Attempt {
  return {
    ...{ number: earlierIds.length + 1, id, earlierIds, temporalRunId: 't', timeoutMs: 10_000 },
    deadlineMs: Date.now() + 10_000,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    noteBreaker: () => undefined,
    noteSpent: () => undefined,
    noteResponse: () => undefined,
  };
}

function taskOf(presents = false): StepTask {
  const { runId } = newRun();
  const step = aStep('count', { tool: 'counter', input: {}, policy: defaultPolicy, presents });
  const input = { ...anInput(), runId };
  return {
    input,
    runStartedAtMs: 0,
    planVersion: 1,
    step,
    results: {},
    rung: 'live',
    failure: null,
    calls: 1,
  };
}

test('an attempt takes over what the one before had kept, when only its word was lost', async () => {
  const { tool, runs } = counter();
  const task = taskOf();
  const first = await runStep(
    task,
    tool,
    { ...noClaude, store, warehouses: [warehouse] },
    attemptOf('a.1'),
  );
  const second = await runStep(
    task,
    tool,
    { ...noClaude, store, warehouses: [warehouse] },
    attemptOf('a.3', ['a.2', 'a.1']),
  );
  assert.equal(runs(), 1);
  const { resultId, readAt, rowCount, bytes, rung, columns } = first;
  assert.deepEqual(
    { ...second, ms: 0 },
    { ...first, attempt: 3, ms: 0, ...{ resultId, readAt, rowCount, bytes, rung, columns } },
  );
});

test('an attempt whose predecessor kept nothing does the work', async () => {
  const { tool, runs } = counter();
  const outcome = await runStep(
    taskOf(),
    tool,
    { ...noClaude, store, warehouses: [warehouse] },
    attemptOf('b.2', ['b.1']),
  );
  assert.equal(outcome.resultId, 'b.2');
  assert.equal(runs(), 1);
});

test('what draws a chart draws it again: rows do not hold it', async () => {
  const { tool, runs } = counter();
  const task = taskOf(true);
  await runStep(task, tool, { ...noClaude, store, warehouses: [warehouse] }, attemptOf('c.1'));
  await runStep(
    task,
    tool,
    { ...noClaude, store, warehouses: [warehouse] },
    attemptOf('c.2', ['c.1']),
  );
  assert.equal(runs(), 2);
});

test('a tool may say what an error of its own client means', async () => {
  const busy = { error: 'queue_full', class: 'transient', message: 'The queue is full.' } as const;
  const { tool } = counter({
    run: () => Promise.reject(new RangeError('too many')),
    classify: (error) => (error instanceof RangeError ? new ToolFailure(busy) : undefined),
  });
  const attempt = attemptOf('d.1');
  await assert.rejects(
    runStep(taskOf(), tool, { ...noClaude, store, warehouses: [warehouse] }, attempt),
    failsAs('queue_full', 'transient'),
  );
  const { tool: mute } = counter({
    run: () => Promise.reject(new TypeError('x')),
    classify: () => undefined,
  });
  await assert.rejects(
    runStep(taskOf(), mute, { ...noClaude, store, warehouses: [warehouse] }, attempt),
    TypeError,
  );
});

test('a tool that does not stop when its time is up gets its help all the same', async () => {
  const { tool } = counter({
    run: () => new Promise(() => undefined),
    help: (_, __, { error, suggestion }) =>
      Promise.resolve({ query: 'select 1', suggestion: `${error}: ${suggestion.slice(0, 3)}` }),
  });
  const attempt = { ...attemptOf('hangs'), timeoutMs: 2_000 };
  await assert.rejects(
    runStep(taskOf(), tool, { ...noClaude, store, warehouses: [warehouse] }, attempt),
    (error) => {
      assert.ok(error instanceof ToolFailure);
      const { error: name, class: kind, query, suggestion, timeout_ms } = error.toolError;
      assert.deepEqual([name, kind, query], ['tool_timeout', 'timeout', 'select 1']);
      assert.equal(suggestion, 'tool_timeout: Ask');
      assert.equal(timeout_ms, 1_600);
      return true;
    },
  );
});

test('a tool whose attempt waited for the store is stopped before the server gives up on it', async () => {
  const { tool } = counter({ run: () => new Promise(() => undefined) });
  const slow = {
    ...store,
    results: {
      ...store.results,
      all: async () => {
        await sleep(1_000);
        return [];
      },
    },
  };
  const task = taskOf();
  const patient = { ...task, step: { ...task.step, policy: { ...defaultPolicy, breaker: null } } };
  const attempt = { ...attemptOf('late.2', ['late.1']), timeoutMs: 2_000 };
  const told = runStep(
    patient,
    tool,
    { ...noClaude, store: slow, warehouses: [warehouse] },
    attempt,
  );
  await assert.rejects(
    Promise.race([told, sleep(2_300)]),
    (error) => error instanceof ToolFailure && error.toolError.error === 'tool_timeout',
  );
});

test('where the store took the time of the attempt the tool is not asked, and its breaker hears nothing', async () => {
  const { tool, runs } = counter();
  const slow = {
    ...store,
    results: { ...store.results, all: () => sleep(1_500, []) },
    breakers: { ...store.breakers, report: () => assert.fail('the breaker is told') },
  };
  const attempt = { ...attemptOf('spent.2', ['spent.1']), timeoutMs: 2_000 };
  await assert.rejects(
    runStep(taskOf(), tool, { ...noClaude, store: slow, warehouses: [warehouse] }, attempt),
    (error) => error instanceof ToolFailure && error.toolError.error === 'store_unavailable',
  );
  assert.equal(runs(), 0);
});
