import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import { countsOrders, saysOrders, scriptFile, type Said } from './scripts.js';
import { answerTo, callsOf, loggedAttempts } from './watching.js';

let stack: Stack;
/** For these runs no model can be had. */
const script = scriptFile([{ name: 'away', run: '^away', reply: { status: 503 } }]);

before(async () => {
  // Breakers are another test's: here each failure is the model's own.
  stack = await startStack({ script: script.path, env: { SUREFOOT_BREAKER_FAILURES: '1000' } });
  await stack.worker();
});
after(() => stack.close());

const overloaded: Said = { status: 529 };
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
const modelsOf = (runId: string, role: string) =>
  callsOf(stack, runId).flatMap((call) => (call.role === role ? [call.model] : []));

/** They wait more than they work: for the pauses between attempts. */
describe('while Claude cannot be had', { concurrency: 4 }, () => {
  test('while one model is overloaded the fallback model plans and writes, and the answer is whole', async () => {
    const question = 'How many orders, with one model overloaded?';
    script.add(question, {
      planner: [countsOrders],
      interpreter: [saysOrders],
      ownModels: { planner: overloaded, interpreter: overloaded },
    });
    const answer = await answerTo(stack, question, { id: 'one-model' });
    assert.equal(answer.status, 'answered', answer.text);
    assert.equal(answer.planner, 'claude-opus-5-5');
    assert.deepEqual(codes(answer.warnings), ['fallback_model', 'fallback_model']);
    assert.match(answer.warnings[0]?.message ?? '', /claude-opus-5-5.*overloaded/);
    assert.equal(modelsOf('one-model', 'planner').at(-1), 'claude-opus-5-5');
    assert.equal(modelsOf('one-model', 'interpreter').at(-1), 'claude-opus-5-5');
    const attempts = await loggedAttempts(stack, 'one-model');
    assert.equal(attempts.get('plan.1.1.1'), 'error');
    assert.equal(attempts.get('plan.1.1-fallback.1'), 'success');
    assert.equal(attempts.get('interpret.1-fallback.1'), 'success');
  });

  test('a model that is not there is no reason to fail while another is', async () => {
    const question = 'How many orders, with a model that is gone?';
    script.add(question, {
      planner: [countsOrders],
      interpreter: [saysOrders],
      ownModels: { planner: { status: 404 } },
    });
    const answer = await answerTo(stack, question, { id: 'gone' });
    assert.equal(answer.status, 'answered', answer.text);
    assert.deepEqual(modelsOf('gone', 'planner'), ['claude-sonnet-5-5', 'claude-opus-5-5']);
    assert.match(answer.warnings[0]?.message ?? '', /does not know the model claude-sonnet-5-5/);
  });

  test('a model that says nothing for its whole time is followed by the fallback model', async () => {
    const question = 'How many orders, in silence?';
    script.add(question, {
      planner: [countsOrders],
      interpreter: [saysOrders],
      ownModels: { planner: { ...countsOrders, delayMs: 60_000 } },
    });
    // Enough for a busy machine to come as far as Claude, who has only what is left of it.
    const bounds = { planMs: 12_000, repairMs: 20_000 };
    const answer = await answerTo(stack, question, { id: 'silent', bounds });
    assert.equal(answer.status, 'answered', answer.text);
    assert.equal(answer.planner, 'claude-opus-5-5');
    assert.deepEqual(modelsOf('silent', 'planner'), ['claude-sonnet-5-5', 'claude-opus-5-5']);
  });

  test('a run that may ask Claude twice has its words, and says that nobody reviewed', async () => {
    const question = 'How many orders, on a budget?';
    script.add(question, { planner: [countsOrders], interpreter: [saysOrders] });
    const answer = await answerTo(stack, question, { id: 'budget', limits: { claudeCalls: 2 } });
    assert.equal(answer.status, 'degraded', answer.text);
    assert.match(answer.text, /^There are [\d,]+ orders\.$/);
    assert.equal(callsOf(stack, 'budget').length, 2);
    assert.ok(codes(answer.warnings).includes('budget_spent'));
  });

  for (const [limit, status, planner] of [
    [2, 'degraded', ['claude-sonnet-5-5', 'claude-opus-5-5']],
    [3, 'degraded', ['claude-sonnet-5-5', 'claude-sonnet-5-5', 'claude-opus-5-5']],
  ] as const) {
    test(`failed calls are calls: with ${limit} of them the fallback model has its own, and none is made beyond`, async () => {
      const question = `How many orders, with ${limit} calls and one model overloaded?`;
      script.add(question, {
        planner: [countsOrders],
        interpreter: [saysOrders],
        ownModels: { planner: overloaded },
      });
      const id = `failing-${limit}`;
      const answer = await answerTo(stack, question, { id, limits: { claudeCalls: limit } });
      assert.equal(answer.status, status, answer.text);
      assert.deepEqual(modelsOf(id, 'planner'), planner);
      assert.equal(callsOf(stack, id).length, limit);
      assert.equal(answer.usage.claudeCalls, limit);
      assert.match(answer.text, /may not ask Claude again/);
    });
  }

  test('with no model to be had, the plan of an earlier run of the same question gets the data', async () => {
    const question = 'How many orders, as before?';
    script.add(question, { planner: [countsOrders], interpreter: [saysOrders] });
    const before = await answerTo(stack, question, { id: 'before' });
    assert.equal(before.status, 'answered', before.text);

    const [after, elsewhere, nextDay] = await Promise.all([
      answerTo(stack, question, { id: 'away' }),
      answerTo(stack, question, { id: 'away-elsewhere', tenant: 'another' }),
      answerTo(stack, question, { id: 'away-a-day-later', asOf: '2026-10-01' }),
    ]);
    assert.equal(after.status, 'degraded', after.text);
    assert.deepEqual(codes(after.warnings).toSorted(), [
      'not_interpreted',
      'reused_plan',
      'review_inconclusive',
    ]);
    assert.deepEqual(after.data?.rows, before.data?.rows);
    assert.equal(after.usage.claudeCalls, callsOf(stack, 'away').length, 'failed calls are calls');
    assert.equal(elsewhere.status, 'unavailable', 'another tenant’s plan is nobody’s business');
    assert.equal(nextDay.status, 'unavailable', 'tomorrow the same words may mean another period');
  });
});
