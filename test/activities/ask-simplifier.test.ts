import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { simplifierFor } from '../../src/activities/ask-simplifier.js';
import type { Attempt } from '../../src/activities/attempt.js';
import { noUsage } from '../../src/domain/answer.js';
import { ToolFailure } from '../../src/domain/failure.js';
import type { QueryInput } from '../../src/domain/plan.js';
import type { StepTask } from '../../src/domain/tasks.js';
import type { Claude, ClaudeReply, ClaudeRequest } from '../../src/ports.js';
import { newRun, storeForTests } from '../adapters/store/fixtures.js';
import { anInput, aStep } from '../domain/builders.js';
import { shop } from '../sql/catalog.js';
import { noClaude } from './no-claude.js';

const database = await storeForTests();
after(() => database.close());
const { store } = database;

const query: QueryInput = {
  ...{ sql: 'select 1 as n', params: [], grain: '', period: { from: '', to: '' } },
  ...{ dimensions: ['region'], filters: [], order: '', limit: 0 },
  measure: { name: 'n', column: 'n', aggregation: 'sum', additive: true, unit: '' },
};

function taskOf(runId: string, calls = 1): StepTask {
  const step = aStep('asked', { keep: ['kept'] });
  const input = { ...anInput(), runId };
  return {
    ...{ input, step, planVersion: 1, results: {}, rung: 'simplified', failure: null },
    ...{ runStartedAtMs: 0, calls },
  };
}

const attempt: Attempt = {
  ...{ number: 1, id: 'one', earlierIds: [], temporalRunId: 't', timeoutMs: 5_001 },
  deadlineMs: Date.now() + 5_001,
  signal: new AbortController().signal,
  onProgress: () => undefined,
  noteBreaker: () => undefined,
  noteSpent: () => undefined,
  noteResponse: () => undefined,
};

/** Claude with one word for everything; says what it was asked. */
function saying(text: string, stopReason: ClaudeReply['stopReason'] = 'end_turn') {
  const asked: ClaudeRequest[] = [];
  const claude: Claude = {
    complete: (request) => {
      asked.push(request);
      const usage = { ...noUsage, claudeCalls: 1 };
      return Promise.resolve({ text, stopReason, model: 'm', usage });
    },
  };
  return { deps: { ...noClaude, claude, store }, asked };
}

test('Claude is asked in its role, with what must stay, and paid once for the same query', async () => {
  const run = newRun();
  await store.runs.begin(run);
  const { deps, asked } = saying('{"sql":"select 2 as n","dropped":["one"]}');
  for (const _ of [1, 2]) {
    const simplifier = simplifierFor(taskOf(run.runId), deps, attempt);
    assert.equal(await simplifier.ask(query, shop.tables.slice(0, 1)), 'select 2 as n');
    assert.equal(simplifier.paid.usage?.claudeCalls, 1);
    assert.equal(simplifier.paid.promptVersion, 'simplifier-1');
  }
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.role, 'simplifier');
  const [{ text } = { text: '' }] = asked[0].messages;
  assert.match(text, /"keep":\["n","region","kept"\]/);
  assert.match(text, /"name":"orders"/);
});

for (const [what, text, stop] of [
  ['nothing simpler', '{"sql":"","dropped":[]}'],
  ['no JSON', 'select 2'],
  ['another shape', '{"statement":"select 2"}'],
  ['a reply that was cut short', '{"sql":"select 2","dropped":[]}', 'max_tokens'],
] as const) {
  test(`${what} is no simpler query, and paid for`, async () => {
    const run = newRun();
    await store.runs.begin(run);
    const simplifier = simplifierFor(taskOf(run.runId), saying(text, stop).deps, attempt);
    assert.equal(await simplifier.ask(query, []), undefined);
    assert.equal(simplifier.paid.usage?.claudeCalls, 1);
  });
}

test('a run that may pay for no more calls asks nobody', async () => {
  const { deps, asked } = saying('{"sql":"select 2","dropped":[]}');
  assert.equal(await simplifierFor(taskOf('r', 0), deps, attempt).ask(query, []), undefined);
  assert.deepEqual(asked, []);
});

test('that Claude cannot be asked is no failure of the step, but a cancelled step is one', async () => {
  const run = newRun();
  await store.runs.begin(run);
  const away = new ToolFailure({ error: 'claude_overloaded', class: 'transient', message: '529' });
  const deps = { ...noClaude, store, claude: { complete: () => Promise.reject(away) } };
  const simplifier = simplifierFor(taskOf(run.runId), deps, attempt);
  assert.equal(await simplifier.ask(query, []), undefined);
  assert.equal(simplifier.paid.usage?.claudeCalls, 1, 'what failed is a call, too');
  assert.equal(simplifier.paid.replyId, undefined);
  const stopped = { ...attempt, signal: AbortSignal.abort() };
  await assert.rejects(simplifierFor(taskOf(run.runId), deps, stopped).ask(query, []));
});
