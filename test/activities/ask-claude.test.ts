import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { askClaude } from '../../src/activities/ask-claude.js';
import type { Attempt, Spent } from '../../src/activities/attempt.js';
import { noUsage } from '../../src/domain/answer.js';
import { closed } from '../../src/domain/breaker.js';
import { ToolFailure } from '../../src/domain/failure.js';
import { workflowIdOf, type RunRef } from '../../src/domain/question.js';
import type { AttemptEnd, Claude, ClaudeRequest } from '../../src/ports.js';
import { endOf, newRun, storeForTests } from '../adapters/store/fixtures.js';
import { noClaude } from './no-claude.js';

const { store, ...database } = await storeForTests();
after(() => database.close());

const oneCall = { ...noUsage, claudeCalls: 1 };
const overloaded = () =>
  new ToolFailure({ error: 'claude_overloaded', class: 'transient', message: 'It was.' });

function requestTo(model: string): ClaudeRequest {
  return {
    ...{ role: 'planner', model, effort: 'low', maxTokens: 100 },
    ...{ system: [], messages: [{ role: 'user', text: 'How many?' }], schema: {} },
  };
}

/** Claude as the test wants it, and how often it was asked. */
function claudeThat(complete: Claude['complete']) {
  const asked: ClaudeRequest[] = [];
  const claude: Claude = {
    complete(request, options) {
      asked.push(request);
      return complete(request, options);
    },
  };
  return { deps: { ...noClaude, claude, store }, asked };
}
const answers: Claude['complete'] = () =>
  Promise.resolve({ text: '{}', stopReason: 'end_turn', model: 'm', usage: oneCall });
const fails: Claude['complete'] = () => Promise.reject(overloaded());
const neverAnswers: Claude['complete'] = (_, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });

/** The attempt of that number of one activity; the test reads what it noted. */
function attemptOf(number: number, timeoutMs = 30_000) {
  const notes: Spent[] = [];
  const idOf = (attempt: number) => `t.plan.1.1.${attempt}`;
  const attempt: Attempt = {
    ...{ number, id: idOf(number), temporalRunId: 't', timeoutMs },
    earlierIds: Array.from({ length: number - 1 }, (_, index) => idOf(number - 1 - index)),
    deadlineMs: Date.now() + timeoutMs,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    noteBreaker: () => undefined,
    noteResponse: () => undefined,
    noteSpent: (spent) => void notes.push(spent),
  };
  return { attempt, last: () => notes.at(-1) };
}

async function begun(): Promise<RunRef> {
  const run = newRun();
  await store.runs.begin(run);
  return run;
}

/** The row of an attempt that asked in vain. */
async function failedBefore(run: RunRef, attempt: number): Promise<void> {
  const key = { workflowId: workflowIdOf(run), temporalRunId: 't', activityId: 'plan.1.1' };
  const end: AttemptEnd = { ...endOf(newRun()), ...key, attempt, status: 'error', usage: oneCall };
  await store.attempts.end(end);
}

test('a reply counts the calls before it, those that failed and those that were lost', async () => {
  const run = await begun();
  await failedBefore(run, 1);
  const { deps } = claudeThat(answers);
  const { attempt, last } = attemptOf(3);
  const reply = await askClaude({ run, request: requestTo('counted'), calls: 4 }, deps, attempt);
  assert.equal(reply.usage.claudeCalls, 3);
  const { own, usage, replyId } = last() ?? assert.fail();
  assert.equal(own?.claudeCalls, 2, 'the lost one is in no other row');
  assert.equal(usage.claudeCalls, 3);
  assert.equal(replyId, reply.replyId);
});

test('the last call that a share has is not followed by another attempt; one before it is', async () => {
  const run = await begun();
  const { deps } = claudeThat(fails);
  const request = requestTo('last');
  const isFinal = async (number: number, calls: number) => {
    const { attempt } = attemptOf(number);
    const error: unknown = await askClaude({ run, request, calls }, deps, attempt).catch(
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ToolFailure);
    assert.equal(error.toolError.error, 'claude_overloaded');
    return error.final;
  };
  assert.equal(await isFinal(1, 2), false);
  await failedBefore(run, 1);
  assert.equal(await isFinal(2, 2), true);
});

test('where all calls of a share may have been lost, Claude is not asked again', async () => {
  const run = await begun();
  const { deps, asked } = claudeThat(answers);
  const { attempt } = attemptOf(2);
  await assert.rejects(
    askClaude({ run, request: requestTo('lost'), calls: 1 }, deps, attempt),
    (error) => error instanceof ToolFailure && error.toolError.error === 'budget_spent',
  );
  assert.equal(asked.length, 0);
});

test('of calls that failed it is not said that a worker was lost', async () => {
  const run = await begun();
  await failedBefore(run, 1);
  const { deps } = claudeThat(answers);
  const { attempt } = attemptOf(3);
  await assert.rejects(
    askClaude({ run, request: requestTo('heard'), calls: 2 }, deps, attempt),
    /^ToolFailure: 2 calls to Claude failed or may have been lost, and the run has none left for this\.$/,
  );
});

test('what an open breaker refuses is no call, and those before it still count', async () => {
  const run = await begun();
  await failedBefore(run, 1);
  await store.breakers.force('claude@refused', { state: 'forced_open', reason: 'Test.' }, 'test');
  const { deps, asked } = claudeThat(answers);
  const { attempt, last } = attemptOf(2);
  const request = requestTo('refused');
  await assert.rejects(askClaude({ run, request, calls: 4 }, deps, attempt), /switched off/);
  await store.breakers.force('claude@refused', closed, 'test');
  assert.equal(asked.length, 0);
  assert.equal(last()?.own, null);
  assert.equal(last()?.usage.claudeCalls, 1);
});

test('a call that takes the whole attempt ends before it, as a timeout that has cost a call', async () => {
  const run = await begun();
  const { deps } = claudeThat(neverAnswers);
  const { attempt, last } = attemptOf(1, 600);
  await assert.rejects(
    askClaude({ run, request: requestTo('silent'), calls: 4 }, deps, attempt),
    (error) =>
      error instanceof ToolFailure &&
      error.toolError.error === 'claude_timeout' &&
      error.toolError.class === 'timeout',
  );
  assert.equal(last()?.own?.claudeCalls, 1);
});

test('a call ends before its attempt also where the attempt was busy before it', async () => {
  const run = await begun();
  const { deps } = claudeThat(neverAnswers);
  const { attempt } = attemptOf(1, 30_000);
  const late = { ...attempt, deadlineMs: Date.now() + 600 };
  const told = askClaude({ run, request: requestTo('late'), calls: 4 }, deps, late);
  await assert.rejects(
    Promise.race([told, sleep(5_000, undefined, { ref: false })]),
    (error) => error instanceof ToolFailure && error.toolError.error === 'claude_timeout',
  );
});
