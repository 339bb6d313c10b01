import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import { countsOrders, saysOrders, scriptFile, type Said } from './scripts.js';
import { answerTo, callsOf, loggedAttempts, rolesOf } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  // So many failures at once would make all runs leave Claude alone, which is tested elsewhere.
  stack = await startStack({ script: script.path, env: { SUREFOOT_BREAKER_FAILURES: '1000' } });
  await stack.worker();
});
after(() => stack.close());

/** Faults that pass: each is met by the planner and by the interpreter of one run. */
const passing: readonly (readonly [what: string, Said])[] = [
  ['429 with retry-after', { status: 429, headers: { 'retry-after': '1' } }],
  ['529', { status: 529 }],
  ['500', { status: 500 }],
  ['a cut stream', { ...countsOrders, cutAfterBytes: 700 }],
];

test('errors that pass are waited out, once with the planner and once with the interpreter', async () => {
  const asked = passing.map(async ([what, fault]) => {
    const question = `How many orders, in spite of ${what}?`;
    script.add(question, {
      planner: [fault, countsOrders],
      interpreter: ['json' in fault ? { ...saysOrders, cutAfterBytes: 700 } : fault, saysOrders],
    });
    const id = what.replaceAll(' ', '-');
    const answer = await answerTo(stack, question, { id });
    assert.equal(answer.status, 'answered', `${what}: ${answer.text}`);
    assert.deepEqual(rolesOf(stack, id).toSorted(), [
      ...['interpreter', 'interpreter', 'planner', 'planner', 'reviewer'],
    ]);
    assert.equal(answer.usage.claudeCalls, 5, 'what failed is a call, too');
    const attempts = await loggedAttempts(stack, id);
    assert.equal(attempts.get('plan.1.1.1'), 'error');
    assert.equal(attempts.get('plan.1.1.2'), 'success');
    assert.equal(attempts.get('interpret.1.1'), 'error');
    assert.equal(attempts.get('interpret.1.2'), 'success');
  });
  await Promise.all(asked);
});

test('a slow reply is waited for and asked for once', async () => {
  const question = 'How many orders, slowly?';
  script.add(question, {
    planner: [{ ...countsOrders, delayMs: 1_500 }],
    interpreter: [{ ...saysOrders, delayMs: 1_500 }],
  });
  const answer = await answerTo(stack, question, { id: 'slow' });
  assert.equal(answer.status, 'answered');
  assert.equal(callsOf(stack, 'slow').length, 3);
});

/** Faults that do not pass, and the sentence of each. */
const final: readonly (readonly [what: string, Said, says: RegExp])[] = [
  ['400', { status: 400 }, /refused the request as invalid/],
  ['401', { status: 401 }, /does not accept the API key/],
  ['403', { status: 403 }, /API key may not do this/],
  ['404', { status: 404 }, /does not know the model claude-sonnet-5-5/],
  ['413', { status: 413 }, /larger than Claude's API takes/],
  ['refusal', { stop: 'refusal' }, /Claude refused to answer this/],
  ['context exceeded', { stop: 'model_context_window_exceeded' }, /does not fit into the context/],
];

test('errors that do not pass end the run without asking a model twice, each with its own sentence', async () => {
  const texts = final.map(async ([what, fault, says]) => {
    const question = `How many orders, against ${what}?`;
    script.add(question, { planner: [fault] });
    const id = `final-${what.replaceAll(' ', '-')}`;
    const answer = await answerTo(stack, question, { id });
    assert.equal(answer.status, 'failed', what);
    assert.match(answer.text, says);
    assert.notEqual(answer.suggestions.length, 0, what);
    const models = callsOf(stack, id).map(({ model }) => model);
    // A model that is not there may be stood in for; what is wrong with the request is wrong with any.
    const asked = what === '404' ? ['claude-sonnet-5-5', 'claude-opus-5-5'] : ['claude-sonnet-5-5'];
    assert.deepEqual(models, asked, what);
    return answer.text;
  });
  assert.equal(new Set(await Promise.all(texts)).size, final.length);
});

test('a Claude that stays overloaded is given up within the run’s time', async () => {
  const question = 'How many orders, with nobody to ask?';
  script.add(question, { planner: [{ status: 529 }] });
  const answer = await answerTo(stack, question, { id: 'overloaded', timeoutMs: 16_000 });
  assert.equal(answer.status, 'unavailable');
  assert.match(answer.text, /overloaded/);
  assert.ok(answer.timing.totalMs <= 16_000, `${answer.timing.totalMs} ms`);
  assert.ok(callsOf(stack, 'overloaded').length >= 2);
});

test('a reviewer that cannot be reached costs a warning, not the answer', async () => {
  const question = 'How many orders, unreviewed?';
  script.add(question, {
    planner: [countsOrders],
    reviewer: [{ status: 401 }],
    interpreter: [saysOrders],
  });
  const answer = await answerTo(stack, question);
  assert.equal(answer.status, 'degraded');
  assert.deepEqual(
    answer.warnings.map(({ code }) => code),
    ['review_inconclusive'],
  );
});
