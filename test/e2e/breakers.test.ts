import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';
import { countsOrders, saysOrders, scriptFile } from './scripts.js';
import { answerTo, callsOf, loggedAttempts, rowsOf } from './watching.js';

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({
    script: script.path,
    // The fallback is the same: no other model stands in.
    env: {
      SUREFOOT_PLANNER_MODEL: 'claude-opus-4-7',
      SUREFOOT_FALLBACK_MODEL: 'claude-opus-4-7',
    },
  });
  await stack.worker();
});
after(() => stack.close());

/** As if the cool-down were over. */
async function cooledDown(name: string): Promise<void> {
  await runSql(
    stack.storeUrl,
    `update surefoot.breakers set state = state || '{"untilMs":0}' where name = '${name}'`,
  );
}

async function stateOf(name: string): Promise<string | undefined> {
  const found = (await stack.store.breakers.list()).find((each) => each.name === name);
  return found?.breaker.state;
}

test('five overloaded calls leave a model alone: the next run is refused without a call', async () => {
  const model = 'claude@claude-opus-4-7';
  script.add('How many orders, overloaded?', { planner: [{ status: 529 }] });
  script.add('How many orders, after that?', {
    planner: [countsOrders],
    interpreter: [saysOrders],
  });

  await answerTo(stack, 'How many orders, overloaded?', { id: 'breaker-first' });
  assert.equal(callsOf(stack, 'breaker-first').length, 4);
  assert.equal(await stateOf(model), 'closed');
  await answerTo(stack, 'How many orders, overloaded?', { id: 'breaker-second' });
  assert.equal(callsOf(stack, 'breaker-second').length, 1);
  assert.equal(await stateOf(model), 'open');

  const refused = await answerTo(stack, 'How many orders, after that?', { id: 'breaker-refused' });
  assert.equal(refused.status, 'unavailable');
  assert.match(
    refused.text,
    /^Claude \(claude-opus-4-7\) is temporarily unavailable; next try at /,
  );
  assert.equal(callsOf(stack, 'breaker-refused').length, 0);
  const attempts = await loggedAttempts(stack, 'breaker-refused');
  assert.equal(attempts.get('plan.1.1.1'), 'refused');
  assert.equal(attempts.has('plan.1.1.2'), false);
  const [row] = await rowsOf(
    stack.storeUrl,
    `select breaker_state, error_name from surefoot.tool_calls where run_id = 'breaker-refused' and activity_id = 'plan.1.1'`,
  );
  assert.deepEqual(row, { breaker_state: 'open', error_name: 'breaker_open' });
  const events = await stack.store.runs.events(
    { tenant: 'default', runId: 'breaker-refused' },
    0,
    100,
  );
  const finished = events.find(({ kind }) => kind === 'attempt.finished');
  assert.equal(finished?.data['status'], 'refused');

  await cooledDown(model);
  const again = await answerTo(stack, 'How many orders, after that?', { id: 'after-cool-down' });
  assert.equal(again.status, 'answered', again.text);
  assert.equal(await stateOf(model), 'closed');
});
