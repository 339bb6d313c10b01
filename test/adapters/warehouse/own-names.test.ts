import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import {
  connectWarehouse,
  type ConnectedWarehouse,
} from '../../../src/adapters/warehouse/connect-warehouse.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import { allowedFunctions } from '../../../src/sql/allowed-names.js';
import { guard } from '../../../src/sql/guard.js';
import { runSql } from '../../support.js';
import { worldOf, type World } from '../../sql/attacks/world.js';

const setUp = `
  create type order_status as enum ('open', 'paid');
  create type regclass as enum ('a');
  create domain quantity as int check (value > 0);
  create function evil_check(text) returns boolean language sql as 'select true';
  create domain checked as text check (evil_check(value));
  create domain relation as pg_catalog.regclass;
  create domain nested as quantity;
  create type pair as (a int, b int);
  create schema crm;
  create type crm.grade as enum ('good', 'bad');
  create table orders (id int primary key, region varchar, status order_status, at date, many quantity);
  insert into orders values (1, 'North', 'paid', '2026-01-01', 2), (2, 'South', 'open', '2026-02-01', 3);
  create table calls as select 1 as id;
  create function evil_last(text, varchar) returns text language sql as $$ select 'evil' $$;
  create function evil_true(varchar, varchar) returns boolean language sql as 'select true';
  create function evil_row(calls) returns text language sql as $$ select 'evil'::text $$;`;
const toAll = `grant execute on all functions in schema public to public; grant select on calls to public`;
const toNone = 'revoke execute on all functions in schema public from public';

const never = new AbortController().signal;

describe('names that people made', () => {
  let world: World;
  const opened: ConnectedWarehouse[] = [];
  before(async () => {
    world = await worldOf(setUp);
  });
  after(async () => {
    await Promise.all(opened.map((warehouse) => warehouse.close()));
    await world.close();
  });

  /** With a catalog as it is now. */
  function open(more: { readonly privileged?: 'refuse' | 'warn' } = {}): ConnectedWarehouse {
    const options = { url: world.url, name: 'w', poolSize: 1, catalogTtlMs: 3_600_000, ...more };
    const warehouse = connectWarehouse(options);
    opened.push(warehouse);
    return warehouse;
  }

  async function rowsOf(warehouse: ConnectedWarehouse, sql: string): Promise<unknown> {
    const catalog = await warehouse.catalog(never);
    const guarded = await guard(sql, { catalog, paramCount: 0 });
    assert.ok(guarded.accepted, `${sql}: ${JSON.stringify(guarded)}`);
    const statement = { params: [], timeZone: 'UTC', tenant: 't', timeoutMs: 5_000 };
    const limits = { maxRows: 100, maxBytes: 100_000 };
    const options = { signal: never, onProgress: () => {} };
    await warehouse.explain({ ...statement, sql: guarded.sql }, never);
    return (await warehouse.query({ ...statement, sql: guarded.sql }, limits, options)).rows;
  }

  /** As the agent, with nothing of ours in between. */
  async function rawly(sql: string): Promise<unknown> {
    const client = new Client({ connectionString: world.url });
    await client.connect();
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    await client.end();
    return rows;
  }

  const isStandIn = (words: RegExp) => (error: unknown) =>
    error instanceof ToolFailure &&
    error.toolError.error === 'stand_in' &&
    words.test(error.toolError.message);

  for (const [sql, rows] of [
    ["select id from orders where status = 'paid'::order_status", [['1']]],
    [
      "select id from orders where status = any(array['paid', 'open']::order_status[])",
      [['1'], ['2']],
    ],
    ["select 'good'::crm.grade as a", [['good']]],
    ["select cast('paid' as public.order_status) as a", [['paid']]],
    ["select id from orders where many = '2'::quantity", [['1']]],
  ] as const) {
    it(`may be cast to where they are enums or plain domains: ${sql}`, async () => {
      await runSql(world.adminUrl, 'grant usage on schema crm to public');
      assert.deepEqual(await rowsOf(open(), sql), rows);
    });
  }

  it('are types that may not be cast to where casting would compute, look names up or mean another', async () => {
    const catalog = await open().catalog(never);
    for (const type of ['regclass', 'checked', 'relation', 'nested', 'pair', 'orders', 'grade']) {
      for (const spelt of [type, `public.${type}`, `${type}[]`, `"${type}"`]) {
        const guarded = await guard(`select '1'::${spelt} as a`, { catalog, paramCount: 0 });
        const codes = guarded.accepted ? [] : guarded.findings.map(({ code }) => code);
        assert.deepEqual(codes, ['type_not_allowed'], spelt);
      }
    }
    assert.ok(!(await guard("select '1'::order_status as a", { paramCount: 0 })).accepted);
  });

  it('are functions that are not called in place of Postgres’s own', async () => {
    const stale = open();
    await stale.catalog(never);
    await runSql(
      world.adminUrl,
      `create function lower(varchar) returns text language sql as $$ select 'evil' $$;
       create aggregate max(varchar) (sfunc = evil_last, stype = text); ${toAll}`,
    );
    const sql =
      'select lower(region) as a, max(region) as b from orders group by region order by 1';
    assert.deepEqual(await rawly(sql), [
      ['evil', 'evil'],
      ['evil', 'evil'],
    ]);
    assert.deepEqual(await rowsOf(open(), sql), [
      ['north', 'North'],
      ['south', 'South'],
    ]);
    await assert.rejects(rowsOf(stale, sql), isStandIn(/lower\(character varying\)/));
    const other = 'select upper(region) as a from orders where id = 1';
    assert.deepEqual(await rowsOf(stale, other), [['NORTH']]);
    await runSql(world.adminUrl, toNone);
    await assert.rejects(rowsOf(stale, sql), /42501/, 'Postgres itself refuses them now');
    await runSql(world.adminUrl, 'drop function lower(varchar); drop aggregate max(varchar)');
  });

  for (const [what, plant, drop, sql, evil] of [
    [
      'operators',
      'create operator = (leftarg = varchar, rightarg = varchar, function = evil_true)',
      'drop operator = (varchar, varchar)',
      "select id from orders where region in ('Nowhere'::varchar)",
      [[1], [2]],
    ],
    [
      'operators over functions of Postgres’s own',
      'create operator + (leftarg = tsquery, rightarg = text, function = ts_rewrite)',
      'drop operator + (tsquery, text)',
      `select ('a'::tsquery + 'select ''a''::tsquery, ''evil''::tsquery'::text)::text as a`,
      [["'evil'"]],
    ],
    [
      'casts',
      'create cast (calls as text) with function evil_row(calls) as implicit',
      'drop cast (calls as text)',
      'select upper(c::text) as a from calls c',
      [['EVIL']],
    ],
  ] as const) {
    it(`are ${what} that nothing runs beside`, async () => {
      const before = open();
      const harmless = 'select id from orders where id = 1';
      assert.deepEqual(await rowsOf(before, harmless), [['1']]);
      await runSql(world.adminUrl, `${plant}; ${toAll}`);
      assert.deepEqual(await rawly(sql), evil);
      for (const warehouse of [before, open()]) {
        await assert.rejects(rowsOf(warehouse, sql), isStandIn(/operator|cast/));
      }
      await runSql(world.adminUrl, `${toNone}; ${drop}`);
      assert.deepEqual(await rowsOf(before, harmless), [['1']]);
    });
  }

  it('leave Postgres’s own functions callable, each with its schema', async () => {
    const catalog = { ...(await open().catalog(never)), shadowed: [...allowedFunctions] };
    for (const name of allowedFunctions) {
      const width = name.endsWith('pad') ? ', 3' : '';
      const sql = `select "${name}"(id${width}) filter (where "${name}"(1${width}) is null) as a from orders`;
      const guarded = await guard(sql, { catalog, paramCount: 0 });
      assert.ok(guarded.accepted, sql);
      assert.equal(guarded.sql.match(/pg_catalog\s*\./g)?.length, 2, guarded.sql);
      assert.deepEqual(await guard(guarded.sql, { catalog, paramCount: 0 }), guarded);
    }
  });
});
