import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { loadConfig } from '../../src/config.js';
import { readBlocks } from '../../src/domain/blocks.js';
import type { AskOptions } from '../../src/client.js';
import { startWorker, type SurefootWorker } from '../../src/worker.js';
import { startStack, type Stack } from '../stack.js';
import { runSql, workflowBundle } from '../support.js';
import { AnswerShape } from './answer-shape.js';
import { listenTo, type Listener } from './listening.js';
import { cellFigure, countsOrders, plan, query, says, saysOrders, scriptFile } from './scripts.js';
import { answerTo, eventOf, rowsOf } from './watching.js';

let stack: Stack;
let listener: Listener;
let worker: SurefootWorker;
const script = scriptFile();

async function restartWorker(): Promise<void> {
  await worker?.shutdown();
  const config = loadConfig({ ...stack.env, ANTHROPIC_BASE_URL: listener.url });
  worker = await startWorker(config, { workflowBundle: await workflowBundle() });
}

before(async () => {
  stack = await startStack({ script: script.path });
  listener = await listenTo(stack.claude.url);
  await restartWorker();
});
after(async () => {
  await worker?.shutdown();
  await listener?.close();
  await stack?.close();
});

const plannerCalls = (runId: string) => listener.of(runId, 'planner').length;
const examplesIn = (runId: string) => {
  const [request] = listener.of(runId, 'planner');
  assert.ok(request, `the planner was not asked for ${runId}`);
  const given = readBlocks(request.text, 'examples').flatMap(({ value }) => value);
  return (given as { readonly question: string }[]).map(({ question }) => question);
};

const sql = `SELECT count(*) AS orders FROM orders WHERE ordered_at >= '2025-10-01' AND ordered_at < '2026-01-01'`;
const counts = plan([query('orders', sql)], 'Orders in Q4 2025');

const scripted = new Set<string>();

/** Asks, with Claude ready to plan: whether it is asked is what these tests are about. */
async function ask(id: string, question: string, options: AskOptions = {}, planned = counts) {
  if (!scripted.has(question)) {
    script.add(question, { planner: [planned], interpreter: [saysOrders] });
  }
  scripted.add(question);
  const answer = await answerTo(stack, question, { ...options, id });
  assert.equal(answer.status, 'answered', answer.text);
  return answer;
}

const verified = 'How many orders were there in Q4 2025?';

test('the plan of a verified question is used again with no call to the planner, and the answer says so', async () => {
  const first = await ask('verify-1', verified);
  const promoted = await stack.surefoot.examples.promote('verify-1', { by: 'ada' });
  assert.deepEqual([promoted.question, promoted.sql], [verified, first.steps[0]?.sql]);

  const again = await ask('verify-2', 'how many  ORDERS were there in q4 2025', { user: 'bob' });
  assert.equal(plannerCalls('verify-2'), 0);
  assert.deepEqual(again.data?.rows, first.data?.rows);
  assert.equal(again.planner, first.planner);
  assert.equal(again.usage.claudeCalls, first.usage.claudeCalls - 1);
  assert.deepEqual(again.verification.verifiedPlan, {
    runId: 'verify-1',
    verifiedAt: promoted.verifiedAt,
  });
  assert.deepEqual(again.warnings, []);
  AnswerShape.parse(again);
  const made = await eventOf(await stack.surefoot.get('verify-2'), 'plan.made');
  assert.deepEqual(made.data['verifiedPlan'], again.verification.verifiedPlan);

  const nextDay = await ask('verify-3', verified, { asOf: '2026-10-02' });
  assert.equal(plannerCalls('verify-3'), 0, 'its periods are written in the question');
  assert.equal(nextDay.asOf, '2026-10-02');
});

test('what may mean something else is planned anew, with the verified question as an example', async () => {
  const relative = 'How many orders were there last year?';
  await ask('relative-1', relative);
  await stack.surefoot.examples.promote('relative-1');
  await ask('relative-2', relative);
  assert.equal(plannerCalls('relative-2'), 0, 'on the same day it means the same');
  await ask('relative-3', relative, { asOf: '2026-10-02' });
  assert.equal(plannerCalls('relative-3'), 1);
  assert.equal(examplesIn('relative-3')[0], relative);

  await rowsOf(
    stack.storeUrl,
    `update surefoot.verified_questions set prompt_version = prompt_version || '+other' where run_id = 'relative-1'`,
  );
  await ask('relative-4', relative);
  assert.equal(plannerCalls('relative-4'), 1, 'another prompt or glossary would plan otherwise');
  assert.equal(examplesIn('relative-4')[0], relative);

  await ask('verify-elsewhere', verified, { timeZone: 'Asia/Tokyo' });
  assert.equal(plannerCalls('verify-elsewhere'), 1);
  await ask('verify-rival', verified, { tenant: 'rival' });
  assert.equal(plannerCalls('verify-rival'), 1);
  assert.deepEqual(examplesIn('verify-rival'), [], 'another tenant’s example is nobody’s business');
  await ask('talk-1', 'How many orders are there in all?', { session: 'talk' }, countsOrders);
  await ask('talk-2', verified, { session: 'talk' });
  assert.equal(plannerCalls('talk-2'), 1, 'after another question it may ask for something else');
  await ask('alike', 'How many orders were there in Q3 2025?');
  assert.ok(examplesIn('alike').includes(verified));
});

test('what was not answered and confirmed, or means nothing by itself, is refused with a sentence', async () => {
  const refused = async (runId: string, message: RegExp) => {
    await assert.rejects(stack.surefoot.examples.promote(runId), { message });
  };
  await refused('nobody-knows', /^There is no run nobody-knows of tenant default/);
  await refused('talk-2', /later turn of a conversation.*--as/);
  const whole = { question: 'Orders of the fourth quarter of 2025' };
  const kept = await stack.surefoot.examples.promote('talk-2', whole);
  assert.equal(kept.question, whole.question);
  script.add('Vague?', { planner: [{ json: { ...vague } }] });
  await answerTo(stack, 'Vague?', { id: 'vague-run' });
  await refused('vague-run', /ended as needs_clarification/);
});

const vague = {
  intent: 'Unclear',
  clarification: { question: 'Which?', options: [] },
  steps: [],
};

test('over a changed schema a verified plan is not used again, and stays an example while it compiles', async () => {
  const named = 'How many products have a name?';
  const byName = plan([query('orders', 'SELECT count(name) AS orders FROM products')]);
  const byTitle = plan([query('orders', 'SELECT count(title) AS orders FROM products')]);
  await ask('named-1', named, {}, byName);
  assert.equal(plannerCalls('named-1'), 1);
  await stack.surefoot.examples.promote('named-1');
  await runSql(stack.warehouse.url, 'alter table products rename column name to title');
  await restartWorker();
  await ask('after-change', verified);
  assert.equal(plannerCalls('after-change'), 1);
  assert.ok(examplesIn('after-change').includes(verified));
  await ask('named-2', 'How many products have a title?', {}, byTitle);
  assert.ok(!examplesIn('named-2').includes(named), 'its column is gone');
});

test('a replan builds on a verified plan as on any other', async () => {
  const question = 'How many pairs of orders are there?';
  const bad = plan([
    {
      ...query('orders', 'SELECT 1 / (count(*) - count(*)) AS orders FROM orders'),
      onFailure: 'replan',
    },
  ]);
  const interpreter = [says('{{n}}', cellFigure('n', 'more', 'orders'))];
  script.add(question, {
    planner: [plan([query('more', 'SELECT count(*) AS orders FROM orders')])],
    interpreter,
  });
  const first = await answerTo(stack, question, { id: 'replan-1' });
  assert.equal(first.status, 'answered', first.text);
  await stack.surefoot.examples.promote('replan-1');
  // What was verified works no more.
  await stack.store.verifiedQuestions.keep({
    ...((await stack.surefoot.examples.list()).find(({ runId }) => runId === 'replan-1') ??
      assert.fail()),
    ...{ runId: 'replan-of', plan: JSON.stringify((bad as { json: unknown }).json) },
  });
  const answer = await answerTo(stack, question, { id: 'replan-2' });
  assert.equal(answer.status, 'answered', answer.text);
  assert.equal(answer.verification.replans, 1);
  assert.equal(answer.verification.verifiedPlan, undefined, 'the plan that answered is Claude’s');
  assert.equal(plannerCalls('replan-2'), 1);
});
