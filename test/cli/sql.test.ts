import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { postgresForTests, runSql, type TestDatabase } from '../support.js';
import { asAgent } from '../stack.js';
import { runCli } from './spawn-cli.js';

describe('surefoot sql check', () => {
  let folder = '';
  let database: TestDatabase;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'surefoot-sql-'));
    database = await (await postgresForTests()).createDatabase();
    await runSql(database.url, 'create table orders (id int, region text, amount numeric)');
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await database.drop();
  });

  async function file(text: string): Promise<string> {
    const path = join(folder, `${files++}.sql`);
    await writeFile(path, text);
    return path;
  }
  let files = 0;

  test('accepts a harmless SELECT with exit code 0, and says that names were not checked', async () => {
    const path = await file('select region, sum(amount) as a from nowhere group by region');
    const { code, stdout, stderr } = await runCli(['sql', 'check', path]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Accepted: one SELECT that only reads\n$/);
    assert.match(stderr, /Names were not checked/);
  });

  test('refuses with exit code 6, and says layer, place and what to do', async () => {
    const path = await file(
      "select id,\n  pg_read_file('/etc/passwd') as f\nfrom orders for update",
    );
    const { code, stdout } = await runCli(['sql', 'check', path]);
    assert.equal(code, 6);
    assert.match(stdout, /^Refused:\n/);
    assert.match(stdout, / {2}tree, line 2, column 3 \(function_not_allowed\)\n/);
    assert.match(stdout, /The function pg_read_file is not one of those that may be called\./);
    assert.match(stdout, /FOR UPDATE and its kin lock rows\.\n {2}Write one plain SELECT/);
  });

  test('accepts what only a plan is sent back for, and says so', async () => {
    const path = await file('select 1, 2');
    const { code, stdout } = await runCli(['sql', 'check', path]);
    assert.equal(code, 0);
    assert.match(stdout, /a plan would be sent back for this:\n\n {2}output \(unnamed_column\)/);
  });

  test('--json has the verdict, the findings with their places, and the SQL as it would be sent', async () => {
    const good = await runCli(['sql', 'check', '--json', await file('select  1 as a -- one')]);
    assert.deepEqual(JSON.parse(good.stdout), {
      accepted: true,
      findings: [],
      sql: 'SELECT 1 AS a',
    });
    const bad = await runCli(['sql', 'check', '--json', await file('drop table orders')]);
    assert.equal(bad.code, 6);
    assert.deepEqual(JSON.parse(bad.stdout), {
      accepted: false,
      findings: [
        {
          layer: 'tree',
          place: null,
          code: 'not_one_select',
          what: 'the SQL is not a SELECT but DropStmt',
          fix: 'Write exactly one SELECT.',
        },
      ],
      sql: null,
    });
  });

  test('--warehouse checks names against its catalog, and lets it plan the statement', async () => {
    const check = async (sql: string) => {
      const path = await file(sql);
      const ended = await runCli(['sql', 'check', path, '--json', '--warehouse', database.url]);
      const { findings } = JSON.parse(ended.stdout) as {
        findings: { code: string; layer: string; place: { line: number; column: number } | null }[];
      };
      return [
        ended.code,
        ...findings.map(({ code, layer, place }) => [code, layer, place?.line, place?.column]),
      ];
    };
    assert.deepEqual(await check('select sum(amount) as a from orders'), [0]);
    assert.deepEqual(await check('select o.evil from orders o'), [
      6,
      ['unknown_column', 'tree', 1, 8],
    ]);
    assert.deepEqual(await check("select 'x' as a,\n   region  +  1 as b from orders"), [
      6,
      ['unknown_function', 'explain', 2, 12],
    ]);
  });

  test('--tenant says for whom a warehouse plans that keeps tenants apart', async () => {
    await runSql(
      database.url,
      `create table sales (tenant_id text, amount int);
       alter table sales enable row level security;
       create policy own on sales using (tenant_id = current_setting('surefoot.tenant', true))`,
    );
    const env = { SUREFOOT_WAREHOUSE_URL: await asAgent(database), SUREFOOT_TENANCY: 'required' };
    const check = ['sql', 'check', await file('select amount from sales'), '--warehouse'];
    const unnamed = await runCli(check, env);
    assert.notEqual(unnamed.code, 0);
    assert.match(unnamed.stderr, /`--tenant` on the command line/);
    const named = await runCli([...check, '--tenant', 'acme'], env);
    assert.equal(named.code, 0, named.stderr);
  });

  test('--jsonl answers each line in order, whatever stands in the others', async () => {
    const corpus = await file(
      [
        '{"id":"a","sql":"select 1 as a"}',
        'not json',
        '{"id":2,"sql":"select pg_sleep(1) as a"}',
        '',
        '[1]',
        '{"id":"c"}',
        '{"sql":"select 1 as a"}',
        '{"id":"nul","sql":"select 1 as a \\u0000; drop table x"}',
        '{"id":"d","sql":"select 2 as b"}',
      ].join('\n'),
    );
    const { code, stdout, stderr } = await runCli(['sql', 'check', '--jsonl', corpus]);
    assert.equal(code, 2, stderr);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => {
        const { id, accepted, findings } = JSON.parse(line) as {
          id: unknown;
          accepted: boolean;
          findings: { code: string; layer: string }[];
        };
        return [id, accepted, ...findings.map((finding) => finding.code)];
      });
    assert.deepEqual(lines, [
      ['a', true],
      [null, false, 'invalid_line'],
      [2, false, 'function_not_allowed'],
      [null, false, 'invalid_line'],
      ['c', false, 'invalid_line'],
      [null, false, 'invalid_line'],
      ['nul', false, 'nul_character'],
      ['d', true],
    ]);
  });

  test('--jsonl ends with 6 where a statement is refused, with 0 where none is', async () => {
    const good = await file('{"id":"a","sql":"select 1 as a"}\n');
    assert.equal((await runCli(['sql', 'check', '--jsonl', good])).code, 0);
    const bad = await file('{"id":"a","sql":"select 1 as a"}\n{"id":"b","sql":"drop table a"}\n');
    assert.equal((await runCli(['sql', 'check', '--jsonl', bad])).code, 6);
  });

  test('parameters are refused unless they are announced', async () => {
    const path = await file('select id from orders where amount > $1');
    assert.equal((await runCli(['sql', 'check', path])).code, 6);
    assert.equal((await runCli(['sql', 'check', path, '--params', '1'])).code, 0);
  });

  for (const [name, args, words] of [
    ['a file that is not there', ['no-such.sql'], /no-such\.sql cannot be read/],
    ['both forms of JSON', ['-', '--json', '--jsonl'], /either --json or --jsonl/],
    ['a warehouse that is no URL', ['-', '--warehouse', 'sales'], /use a postgres:\/\/ URL/],
    ['no warehouse in the settings', ['-', '--warehouse'], /SUREFOOT_WAREHOUSE_URL/],
    ['a wrong number of parameters', ['-', '--params', 'two'], /use a number from 0 to 999/],
  ] satisfies [string, string[], RegExp][]) {
    test(`${name} is a wrong use`, async () => {
      const { code, stderr } = await runCli(['sql', 'check', ...args]);
      assert.match(stderr, words);
      assert.equal(code, 2);
    });
  }
});
