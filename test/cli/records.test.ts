import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { writeBlock } from '../../src/domain/blocks.js';
import type { Receipt } from '../../src/domain/receipt.js';
import { apiKeyDesk } from '../../src/client/api-keys.js';
import type { ApiKey, RunPage } from '../../src/ports.js';
import {
  answerTo,
  begunRun,
  replyOf,
  storeForTests,
  type TestStore,
} from '../adapters/store/fixtures.js';
import { anAnswerStep } from '../domain/builders.js';
import { runCli } from './spawn-cli.js';

// Neither a worker nor Temporal: what was asked is in the store alone.
let database: TestStore;
let env: NodeJS.ProcessEnv;
// Of two lines, the second one longer than a terminal is wide.
const sql = `SELECT 1\nFROM ${'orders, '.repeat(12)}items`;

before(async () => {
  database = await storeForTests();
  env = { SUREFOOT_STORE_URL: database.url };
  const { store } = database;
  for (const runId of ['first', 'second']) {
    const run = await begunRun(store, { runId, question: `Revenue, ${runId}: "why"?\n- no` });
    const steps = [anAnswerStep({ resultId: 'r', sql })];
    await store.runs.finish(run, answerTo(run, { steps }));
  }
});
after(() => database?.close());

test('runs list shows a line each and how to go on, and --json the same page', async () => {
  const args = ['runs', 'list', '--user', 'ada', '--limit', '1'];
  const [table, json] = await Promise.all([runCli(args, env), runCli([...args, '--json'], env)]);
  assert.match(table.stdout, /^run +status[^\n]+\n[^\n]+\nsecond +answered .*Revenue, second/);
  assert.equal(table.code, 0);
  const { runs, next } = JSON.parse(json.stdout) as RunPage;
  assert.deepEqual(
    runs.map(({ runId, costUsd }) => [runId, costUsd]),
    [['second', 0.0123]],
  );
  assert.ok(
    table.stdout.endsWith(`\nMore: surefoot runs list --user ada --limit 1 --cursor ${next}\n`),
  );
});

test('what cannot be a filter is a wrong use', async () => {
  const [since, cursor] = await Promise.all([
    runCli(['runs', 'list', '--since', 'soon'], env),
    runCli(['runs', 'list', '--cursor', 'soon'], env),
  ]);
  assert.match(since.stderr, /Use a day, an ISO time, or how long ago/);
  assert.match(cursor.stderr, /^surefoot: The cursor is not one of this list/);
  assert.deepEqual([since.code, cursor.code], [2, 2]);
});

test('a bad answer becomes a case of an evaluation suite', async () => {
  const note = 'Wrong: "2024"?\nid: x';
  const rated = await runCli(
    ['feedback', 'first', 'down', '--note', note, '--user', 'ada', '--tenant', 'default'],
    env,
  );
  assert.equal(rated.stdout, 'Kept: ada rates the answer of run first down.\n');
  const list = ['feedback', 'list', '--tenant', 'default', '--down'];
  const [table, json, cases] = await Promise.all([
    runCli(list, env),
    runCli([...list, '--json'], env),
    runCli([...list, '--cases'], env),
  ]);
  assert.match(table.stdout, /down +\S+ \S+ +first +ada +Wrong: "2024"\? id: x/);
  const [listed] = JSON.parse(json.stdout) as Record<string, unknown>[];
  assert.deepEqual([listed?.['sql'], listed?.['answer']], [sql, 'Revenue was $1.23M.']);
  assert.ok(
    cases.stdout.includes(`    sql: |-\n      ${sql.replace('\n', '\n      ')}\n`),
    cases.stdout,
  );
  assert.deepEqual(parse(cases.stdout), {
    cases: [
      {
        ...{ id: 'first', question: 'Revenue, first: "why"?\n- no', asOf: '2026-09-30' },
        ...{
          sql,
          note: `${note}. Rated down: put the SQL right before it counts as gold.`,
        },
      },
    ],
  });
});

test('what has no answer cannot be rated, and that is said in a sentence', async () => {
  const { code, stderr } = await runCli(['feedback', 'none', 'up'], env);
  assert.equal(stderr, 'surefoot: Run none of tenant default has no answer that could be rated.\n');
  assert.equal(code, 2);
});

test('show prints the receipt of a run, and writes it as a page', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'surefoot-show-'));
  const file = join(folder, 'receipt.html');
  const [shown, json, html] = await Promise.all([
    runCli(['show', 'second'], env),
    runCli(['show', 'second', '--json'], env),
    runCli(['show', 'second', '--html', file], env),
  ]);
  assert.match(shown.stdout, /^Run second: answered\nRevenue was \$1\.23M\.\n/);
  assert.match(shown.stdout, /\n {2}SELECT 1\n {2}FROM /);
  const { runId, steps } = JSON.parse(json.stdout) as Receipt;
  assert.deepEqual([runId, steps[0]?.sql], ['second', sql]);
  assert.equal(html.stdout, `The receipt is in ${file}.\n`);
  assert.match(
    await readFile(file, 'utf8'),
    /^<!doctype html>[\s\S]*Revenue, second: &quot;why&quot;\?/,
  );
  await rm(folder, { recursive: true });
});

test('show of no run says so in a sentence', async () => {
  const { code, stderr } = await runCli(['show', 'none'], env);
  assert.match(stderr, /^surefoot: There is no run none of tenant default in the store[^\n]+\n$/);
  assert.equal(code, 2);
});

test('an answered run is verified, listed and removed; another is refused in a sentence', async () => {
  const { store } = database;
  const run = await begunRun(store, { runId: 'right', question: 'Orders in 2025?' });
  await store.runs.pin(run, { digest: writeBlock('schema', { version: 's1' }), context: '{}' });
  const plan = await store.replies.keep(run, 'planner', 'h', replyOf('{"steps":[]}'));
  const data = { promptVersion: 'planner-1' };
  await store.runs.append(run, { kind: 'plan.made', key: `plan.made:${plan.replyId}`, data });
  await store.runs.finish(run, answerTo(run, { steps: [anAnswerStep({ sql: 'SELECT 1' })] }));

  const verified = await runCli(['verify', 'right', '--by', 'ada'], env);
  assert.equal(verified.stdout, 'Verified by ada: Orders in 2025?\n');
  const [table, json, planless] = await Promise.all([
    runCli(['verify', 'list'], env),
    runCli(['verify', 'list', '--json'], env),
    runCli(['verify', 'first'], env),
  ]);
  assert.match(
    table.stdout,
    /^verified[^\n]+\n[^\n]+\n[\d-]+ [\d:]+ +ada +right +2026-09-30 +Orders in 2025\?/,
  );
  const [listed] = JSON.parse(json.stdout) as { sql: string; plan: unknown }[];
  assert.deepEqual([listed?.sql, listed?.plan], ['SELECT 1', { steps: [] }]);
  assert.match(
    planless.stderr,
    /^surefoot: The plan of run first is no longer kept: ask its question again/,
  );
  const removed = await runCli(['verify', 'remove', 'right'], env);
  const again = await runCli(['verify', 'remove', 'right'], env);
  assert.equal(removed.stdout, 'Run right is an example no more.\n');
  assert.match(again.stderr, /Run right of tenant default is not verified/);
  assert.deepEqual([verified.code, planless.code, removed.code, again.code], [0, 2, 0, 2]);
});

test('a key is made and said once, is listed without itself, and is revoked for good', async () => {
  const options = ['--tenant', 'acme', '--role', 'approver', '--runs-at-once', '5'];
  const [made, other] = await Promise.all([
    runCli(['keys', 'create', '--name', 'billing', ...options], env),
    runCli(['keys', 'create', '--name', 'page'], env),
  ]);
  const key = made.stdout.trim();
  assert.match(made.stdout, /^sf_[\w-]{43}\n$/, 'stdout is the key alone, for a script to keep');
  const [, keyId = ''] =
    /^(key-[0-9a-f]{10}) of tenant acme, role approver\. /.exec(made.stderr) ?? [];
  assert.match(
    other.stderr,
    /of tenant default, role user\. The key is kept nowhere: copy it now\.\n$/,
  );
  const keys = apiKeyDesk(database.store.apiKeys);
  assert.equal((await keys.callerOf(key))?.keyId, keyId);

  const revoked = await runCli(['keys', 'revoke', keyId], env);
  assert.equal(revoked.stdout, `${keyId} (billing, tenant acme) is revoked.\n`);
  assert.equal(await keys.callerOf(key), undefined);
  const [again, table, json] = await Promise.all([
    runCli(['keys', 'revoke', keyId], env),
    runCli(['keys', 'list'], env),
    runCli(['keys', 'list', '--tenant', 'acme', '--json'], env),
  ]);
  const none = `surefoot: There is no valid key ${keyId}: \`surefoot keys list\` has their ids.\n`;
  assert.equal(again.stderr, none);
  assert.match(
    table.stdout,
    /^key +name +tenant +role +runs at once +made +last used +revoked *\n/,
  );
  const whole = `^${keyId} +billing +acme +approver +5 +[\\d-]{10} +[\\d-]{10} [\\d:]{5} +[\\d-]{10} *$`;
  assert.match(table.stdout, new RegExp(whole, 'm'));
  assert.match(table.stdout, /^key-\w+ +page +default +user +[\d-]{10} *$/m);
  const [listed, ...more] = JSON.parse(json.stdout) as ApiKey[];
  assert.deepEqual([listed?.keyId, listed?.runsAtOnce, more], [keyId, 5, []]);
  assert.ok(![table, json].some(({ stdout }) => stdout.includes(key)));
  const codes = [made, other, revoked, table, json, again].map(({ code }) => code);
  assert.deepEqual(codes, [0, 0, 0, 0, 0, 2]);
});

test('a key that cannot be is refused in a sentence', async () => {
  const create = ['keys', 'create', '--name'];
  await Promise.all(
    (
      [
        [[' '], /^surefoot: Name what the key is for, in 1 to 100 characters\.\n$/],
        [['x', '--tenant', 'a b'], /^surefoot: tenant: use 1 to 64 letters, digits, or \. _ -\n$/],
        [['x', '--role', 'admin'], /Allowed choices are user, approver, operator\.\n/],
        [['x', '--runs-at-once', '0'], /Use a whole number from 1 to 100000\.\n/],
      ] as const
    ).map(async ([args, words]) => {
      const { code, stdout, stderr } = await runCli([...create, ...args], env);
      assert.match(stderr, words);
      assert.deepEqual([code, stdout], [2, '']);
    }),
  );
});
