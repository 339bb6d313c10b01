import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Answer } from '../../src/domain/answer.js';
import type { Plan } from '../../src/domain/plan.js';
import { countsOrders, saysOrders, scriptFile } from '../e2e/scripts.js';
import { startStack, type Stack } from '../stack.js';
import { temporaryFolder } from '../throwaway.js';
import { runCli, startCli } from './spawn-cli.js';

const question = 'How many orders are there?';
const script = scriptFile();
script.add(question, { planner: [countsOrders], interpreter: [saysOrders] });
let stack: Stack;

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker();
});
after(() => stack?.close());

/** `ask` in a process of its own, up to where its plan waits. */
async function asking(id: string) {
  const flags = ['--id', id, '--background', '--approve', '--json', '--as-of', stack.asOf];
  const ask = startCli(['ask', question, ...flags], stack.env);
  await ask.seen(/→ approval {2}needs `surefoot approve`: Every plan/);
  return ask;
}

test('ask --approve waits until the plan is approved, and then answers', async () => {
  const ask = await asking('approved');
  const approved = await runCli(['approve', 'approved', '--by', 'ada'], stack.env);
  assert.equal(approved.stdout, 'Plan 1 of run approved is approved: What was asked\n');
  assert.equal(approved.code, 0);
  const { code, stdout, stderr } = await ask.ended;
  const { status, verification } = JSON.parse(stdout) as Answer;
  assert.deepEqual([code, status], [0, 'answered']);
  assert.equal(verification.checks.at(0)?.detail, 'Plan 1 was approved by ada.');
  assert.match(stderr, /✓ approval/);
});

test('the plan that waits can be printed, edited and given back', async () => {
  const ask = await asking('edited');
  const shown = await runCli(['approve', 'edited', '--show'], stack.env);
  const plan = JSON.parse(shown.stdout) as Plan;
  const [step] = plan.steps;
  assert.ok(step !== undefined);
  const file = join(temporaryFolder(), 'plan.json');
  const giveBack = async (sql: string) => {
    const steps = [{ ...step, input: { ...step.input, sql } }];
    writeFileSync(file, JSON.stringify({ ...plan, steps }));
    return await runCli(['approve', 'edited', '--plan', file], stack.env);
  };
  const refused = await giveBack('DELETE FROM orders');
  assert.match(
    refused.stderr,
    /The edited plan was not taken; the run still waits:\n {2}step orders/,
  );
  assert.equal(refused.code, 2);
  const sql = "SELECT count(*) AS orders FROM orders WHERE ordered_at >= date '2025-07-01'";
  const taken = await giveBack(sql);
  assert.equal(taken.stdout, 'The edited plan is approved, and run edited goes on with it.\n');
  const { code, stdout } = await ask.ended;
  const { steps, usage } = JSON.parse(stdout) as Answer;
  assert.equal(code, 0);
  assert.match(steps[0]?.sql ?? '', /2025-07-01/);
  assert.equal(usage.claudeCalls, 3);
});

test('a rejected plan cancels the run, and ask exits with 7', async () => {
  const ask = await asking('rejected');
  const args = ['reject', 'rejected', '--reason', 'not today', '--by', 'ada'];
  const { code, stdout } = await runCli(args, stack.env);
  assert.equal(stdout, 'The plan of run rejected is rejected and does not run.\n');
  assert.equal(code, 0);
  const ended = await ask.ended;
  const { status, text } = JSON.parse(ended.stdout) as Answer;
  assert.deepEqual([ended.code, status], [7, 'cancelled']);
  assert.equal(text, 'ada rejected the plan: not today');
  const again = await runCli(args, stack.env);
  assert.equal(again.stderr, 'surefoot: Run rejected has ended, or never was.\n');
  assert.equal(again.code, 2);
});

for (const word of ['approve', 'edit', 'reject'] as const) {
  test(`the word ${word} is taken in the very moment that the record says that a plan waits`, async () => {
    const decided = ['1', '2', '3'].map(async (times) => {
      const asks = { id: `at-once-${word}-${times}`, background: true, approve: true };
      const run = await stack.surefoot.ask(question, { asOf: stack.asOf, ...asks });
      // Looks more often than any stream of events does.
      for (let kinds: string[] = []; !kinds.includes('approval.needed');)
        kinds = (await stack.store.runs.events(run, 0, 100)).map(({ kind }) => kind);
      const by = 'ada';
      if (word === 'reject') await run.reject({ by });
      else if (word === 'approve') assert.ok((await run.approve({ by })).accepted);
      else {
        const { plan } = (await run.progress()).approval ?? assert.fail('it shows no plan');
        assert.ok((await run.approve({ by, plan: JSON.stringify(plan) })).accepted);
      }
      return (await run.result()).status;
    });
    const ends = word === 'reject' ? 'cancelled' : 'answered';
    assert.deepEqual(await Promise.all(decided), [ends, ends, ends]);
  });
}

test('a plan above the limit of cost is not run at once, and its reason is told', async () => {
  const env = { ...stack.env, SUREFOOT_APPROVE_ABOVE_COST: '1' };
  const { code, stdout } = await runCli(['ask', question, '--as-of', stack.asOf], env);
  assert.match(stdout, /has to be approved before it runs\. Its queries would cost about \d/);
  assert.match(stdout, /→ Ask in background/);
  assert.equal(code, 6);
});

for (const [name, args, words] of [
  [
    'ask --approve without --background',
    ['ask', question, '--approve'],
    /--approve: only a run in background/,
  ],
  [
    'a run that nobody knows',
    ['approve', 'nobody'],
    /There is no run nobody of tenant default: `surefoot runs list`/,
  ],
  [
    'a plan that is not there',
    ['approve', 'nobody', '--plan', 'no.json'],
    /cannot be read from no\.json/,
  ],
] as const) {
  test(`${name} is wrong use, said in a sentence`, async () => {
    const { code, stderr } = await runCli(args, stack.env);
    assert.match(stderr, words);
    assert.equal(code, 2);
  });
}
