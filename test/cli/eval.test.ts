import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Evaluation, Outcome } from '../../src/domain/evaluation/evaluation.js';
import { rulesOf } from '../../src/testing/scene.js';
import { cellFigure, countsOrders, plan, query, says, saysOrders } from '../e2e/scripts.js';
import { asAgent, startStack, type Stack } from '../stack.js';
import { postgresForTests, runSql } from '../support.js';
import { callsOf } from '../e2e/watching.js';
import { temporaryFolder } from '../throwaway.js';
import { runCli } from './spawn-cli.js';

let stack: Stack;
const folder = temporaryFolder();
/** What a model answers, at its price; all else is the offline rules’. */
const paid = 'How many orders, for money?';
const apart = 'How many owners and regions are there?';

before(async () => {
  const rules = [...rulesOf(paid, { planner: countsOrders, interpreter: saysOrders })];
  const on = (warehouse: string, id: string, sql: string) => {
    const { input, ...frame } = query(id, sql);
    return { ...frame, input: { ...input, warehouse } };
  };
  const owners = on('crm', 'owners', 'SELECT count(*) AS n FROM owners');
  const regions = on('sales', 'regions', 'SELECT count(*) AS n FROM regions');
  const words = says('{{n}} owners.', cellFigure('n', 'owners', 'n'));
  rules.push(...rulesOf(apart, { planner: plan([owners, regions]), interpreter: words }));
  stack = await startStack({ script: { rules, fallThrough: true } });
});
after(() => stack?.close());

async function written(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

test('the suite of the sample asks its questions as ordinary runs, and says who planned and what it cost', async () => {
  const only = 'revenue-by-region-compared,top-products,no-such-subject';
  const options = ['--only', only, '--min-accuracy', '100%', '--session', 'eval-of-three'];
  const { code, stdout, stderr } = await runCli(
    ['eval', 'eval/sample.yaml', ...options],
    stack.env,
  );
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /^Planned by +offline: fixed rules, not Claude$/m);
  assert.match(stdout, /^Accuracy +3 of 3 \(100\.0 %\)$/m);
  assert.match(stdout, /^First try +3 of 3 /m);
  assert.match(stdout, /^Cost +nothing: Claude was not asked$/m);
  const { runs } = await stack.surefoot.runs.list({ session: 'eval-of-three', user: 'eval' });
  assert.deepEqual(runs.map(({ runId, status }) => `${runId} ${status}`).toSorted(), [
    'eval-of-three.1.no-such-subject needs_clarification',
    'eval-of-three.1.revenue-by-region-compared answered',
    'eval-of-three.1.top-products answered',
  ]);
});

test('a case that was right in the baseline and is not any more is named, with exit code 6', async () => {
  const question = 'How many orders on 2025-12-24?';
  const suite = await written(
    'worse.yaml',
    JSON.stringify({
      asOf: '2026-09-30',
      cases: [
        { id: 'worse', question, sql: 'select 1' },
        { id: 'draft', question, sql: '', note: 'net' },
      ],
    }),
  );
  const score = { runs: 1, firstTry: 1, repairs: 0, costUsd: 0 };
  const totals = {
    accuracy: 1,
    p50Ms: 1,
    p95Ms: 1,
    claudeCalls: 0,
    tokens: 0,
    correct: 1,
    ...score,
  };
  const cases = ['worse', 'other'].map((id) => ({
    id,
    question,
    correct: 1,
    medianMs: 1,
    ...score,
  }));
  const baseline = await written(
    'baseline.json',
    JSON.stringify({
      suite: 'worse',
      evaluatedAt: '2026-09-30',
      planners: ['offline'],
      totals,
      cases,
    }),
  );
  const kept = join(folder, 'kept.json');
  const { code, stdout, stderr } = await runCli(
    ['eval', suite, '--baseline', baseline, '--write-baseline', kept, '--repeat', '2', '--json'],
    stack.env,
  );
  assert.equal(code, 6, stderr);
  const told = JSON.parse(stdout) as Evaluation & {
    readonly against: unknown;
    readonly leftOut: readonly { readonly id: string }[];
    readonly cases: readonly { readonly outcomes: readonly Outcome[] }[];
  };
  assert.deepEqual(told.against, { regressed: ['worse'], better: [], added: [], gone: ['other'] });
  assert.deepEqual(
    told.leftOut.map(({ id }) => id),
    ['draft'],
  );
  assert.deepEqual([told.totals.runs, told.totals.correct, told.totals.firstTry], [2, 0, 2]);
  const [first] = told.cases[0]?.outcomes ?? [];
  assert.equal(first?.why, 'no column with the values of gold’s ?column?');
  assert.match(stderr, /Baseline written to .*kept\.json\.\n/);
});

test('--model alone plans and writes, and nothing is begun once --max-cost is spent', async () => {
  const suite = await written(
    'paid.yaml',
    JSON.stringify({ cases: [{ id: 'paid', question: paid, sql: 'select count(*) from orders' }] }),
  );
  const options = ['--model', 'claude-haiku-5-5', '--session', 'eval-paid', '--repeat', '3'];
  const { code, stdout, stderr } = await runCli(
    ['eval', suite, ...options, '--concurrency', '1', '--max-cost', '.000001'],
    stack.env,
  );
  assert.equal(code, 5, stdout + stderr);
  assert.match(stdout, /^Planned by +claude-haiku-5-5$/m);
  assert.match(stdout, /^Accuracy +1 of 1 /m);
  assert.match(stdout, /^Cost +\$0\.\d*[1-9]\d*/m);
  assert.match(stdout, /^Not asked +2: --max-cost was reached before them$/m);
  const calls = callsOf(stack, 'eval-paid.1.paid').map(({ role, model }) => `${role} ${model}`);
  assert.deepEqual(
    calls.filter((call) => !call.startsWith('reviewer')),
    ['planner claude-haiku-5-5', 'interpreter claude-haiku-5-5'],
  );
});

test('each gold runs on the warehouse that its case names', async (t) => {
  const crm = await (await postgresForTests()).createDatabase();
  t.after(() => crm.drop());
  await runSql(crm.url, 'create table owners as select 7 as n');
  const config = await written(
    'surefoot.config.mjs',
    `export default { warehouses: {
      sales: { url: { env: 'SUREFOOT_WAREHOUSE_URL' }, description: 'Orders.' },
      crm: { url: { env: 'CRM_URL' }, description: 'Owners.' },
    } };`,
  );
  const suite = await written(
    'apart.yaml',
    JSON.stringify({
      warehouse: 'crm',
      cases: [
        {
          ...{ id: 'apart', question: apart, sql: 'select count(*) from owners' },
          also: [{ sql: 'select count(*) from regions', warehouse: 'sales' }],
        },
      ],
    }),
  );
  const settings = { SUREFOOT_CONFIG: config, CRM_URL: await asAgent(crm) };
  const { code, stdout, stderr } = await runCli(['eval', suite, '--min-accuracy', '100%'], {
    ...stack.env,
    ...settings,
  });
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /^Accuracy +1 of 1 /m);
});

test('a cost or a model that cannot be is wrong use', async () => {
  const ask = (...options: readonly string[]) =>
    runCli(['eval', 'eval/sample.yaml', ...options], stack.env);
  const [none, words, elsewhere] = await Promise.all([
    ask('--max-cost', '0'),
    ask('--max-cost', '$5'),
    ask('--model', 'claude-haiku-5-5', '--task-queue', 'nobody'),
  ]);
  for (const { stderr } of [none, words]) assert.match(stderr, /Use an amount such as 0\.50\.\n/);
  assert.equal(
    elsewhere.stderr,
    'surefoot: --model needs a worker of its own: leave --task-queue out.\n',
  );
  assert.deepEqual([none.code, words.code, elsewhere.code], [2, 2, 2]);
});

test('gold that may not run is named before anything is asked or paid for', async () => {
  const suite = await written(
    'refused.yaml',
    JSON.stringify({
      cases: [
        { id: 'elsewhere', question: 'Q?', sql: 'select 1', warehouse: 'nowhere' },
        { id: 'writes', question: 'Q?', sql: 'delete from orders' },
        { id: 'unknown', question: 'Q?', sql: 'select nothing from orders' },
        { id: 'open', question: 'Q?', sql: 'select count(*) from orders where order_id = $1' },
      ],
    }),
  );
  // Nobody polls that queue: a question would wait.
  const { code, stdout, stderr } = await runCli(
    ['eval', suite, '--task-queue', 'nobody'],
    stack.env,
  );
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(
    stderr,
    /Nothing was asked, as this gold may not run:\n {2}elsewhere: there is no warehouse nowhere, only warehouse\.\n {2}writes: .*\n {2}unknown: .*\n {2}open: /,
  );
});

test('files that are no suite or no baseline are wrong use', async () => {
  const [none, typo, noBaseline] = await Promise.all([
    runCli(['eval', join(folder, 'none.yaml')], stack.env),
    runCli(
      ['eval', await written('typo.yaml', 'cases: [{ id: a, question: Q, golden: x }]')],
      stack.env,
    ),
    runCli(['eval', 'eval/sample.yaml', '--baseline', 'package.json'], stack.env),
  ]);
  assert.deepEqual([none.code, typo.code, noBaseline.code], [2, 2, 2]);
  assert.match(none.stderr, /none\.yaml cannot be read/);
  assert.match(typo.stderr, /cases\.0: .*golden/);
  assert.match(noBaseline.stderr, /package\.json is no baseline/);
});
