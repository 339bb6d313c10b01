import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import type { ToolError } from '../../../src/domain/failure.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import type { QueryLimits, Statement, Warehouse } from '../../../src/ports.js';
import { until } from '../../e2e/watching.js';
import { unlessShared, type TestDatabase } from '../../support.js';
import { chinookDatabase } from './chinook.js';

const skip = unlessShared('chinook/chinook.sql');

describe('a warehouse', { skip }, () => {
  let database: TestDatabase;
  let admin: Client;
  let warehouse: Warehouse & { close(): Promise<void> };
  const never = new AbortController().signal;

  before(async () => {
    database = await chinookDatabase();
    admin = new Client({ connectionString: database.url });
    await admin.connect();
    warehouse = open();
    await warehouse.catalog(never);
  });
  after(async () => {
    await warehouse.close();
    await admin.end();
    await database.drop();
  });

  const open = (url = database.url, poolSize = 4) =>
    connectWarehouse({ url, name: 'music', poolSize, catalogTtlMs: 60_000 });

  const statement = (sql: string, more: Partial<Statement> = {}): Statement => ({
    sql,
    params: [],
    timeZone: 'UTC',
    tenant: 'default',
    timeoutMs: 10_000,
    ...more,
  });

  const query = (
    sql: string,
    more: Partial<Statement> = {},
    limits: Partial<QueryLimits> = {},
    signal = never,
  ) =>
    warehouse.query(
      statement(sql, more),
      { maxRows: 10_000, maxBytes: 8 * 1024 * 1024, ...limits },
      { signal, onProgress: () => {} },
    );

  const failureOf = async (work: Promise<unknown>): Promise<ToolError> => {
    try {
      await work;
    } catch (error) {
      if (error instanceof ToolFailure) return error.toolError;
      throw error;
    }
    throw new Error('It did not fail.');
  };

  describe('values', () => {
    for (const [expression, type, text] of [
      ['1.10::numeric(9,2)', 'numeric', '1.10'],
      ['12345678901234567890.123456789::numeric', 'numeric', '12345678901234567890.123456789'],
      ['9007199254740993::int8', 'bigint', '9007199254740993'],
      ['0.1::float8 + 0.2::float8', 'double precision', '0.30000000000000004'],
      ["'NaN'::numeric", 'numeric', 'NaN'],
      ["timestamptz '2026-01-01 12:00+00'", 'timestamp with time zone', '2026-01-01 21:00:00+09'],
      ["date '2026-02-03'", 'date', '2026-02-03'],
      ["timestamp '2026-02-03 04:05:06.7'", 'timestamp without time zone', '2026-02-03 04:05:06.7'],
      ["interval '1 day 2 hours'", 'interval', '1 day 02:00:00'],
      ['array[1, null, 3]', 'integer[]', '{1,NULL,3}'],
      [`'{"b":1, "a":[1.50]}'::json`, 'json', '{"b":1, "a":[1.50]}'],
      ["'\\x00ff'::bytea", 'bytea', '\\x00ff'],
      ["'a\nb π 🙂'::text", 'text', 'a\nb π 🙂'],
      ['true', 'boolean', true],
      ['null::boolean', 'boolean', null],
      ["'happy'::mood", 'mood', 'happy'],
      ["'1.2.3.4'::inet", 'inet', '1.2.3.4'],
    ] satisfies [string, string, string | boolean | null][]) {
      it(`${expression} is ${JSON.stringify(text)}`, async () => {
        await admin.query(
          `do $$ begin create type mood as enum ('happy'); exception when duplicate_object then end $$`,
        );
        const result = await query(`select ${expression} as v`, { timeZone: 'Asia/Tokyo' });
        assert.deepEqual(result.columns, [{ name: 'v', type }]);
        assert.deepEqual(result.rows, [[text]]);
      });
    }

    it('rows are arrays, and an empty result has its columns', async () => {
      const result = await query('select artist_id as id, name from artist where false');
      assert.deepEqual(result, {
        columns: [
          { name: 'id', type: 'integer' },
          { name: 'name', type: 'character varying' },
        ],
        rows: [],
        rowCount: 0,
        truncated: false,
      });
    });

    it('revenue is what is known of Chinook', async () => {
      const { rows } = await query('select sum(total) as revenue from invoice');
      assert.deepEqual(rows, [['2328.60']]);
    });
  });

  describe('parameters', () => {
    it('texts are cast by Postgres, null is null, a list is an array', async () => {
      const sql =
        'select count(*) as n from invoice where invoice_date >= $1 and invoice_id = any($2) and $3::text is null';
      const { rows } = await query(sql, { params: ['2021-01-01', ['1', '2', null], null] });
      assert.deepEqual(rows, [['2']]);
    });

    it('text that looks like SQL stays text', async () => {
      const evil = "'; drop table artist; --";
      const { rows } = await query('select $1::text as v, $2::text[] as list', {
        params: [evil, ['a"b', '{c,d}', '']],
      });
      assert.deepEqual(rows, [[evil, '{"a\\"b","{c,d}",""}']]);
    });
  });

  describe('caps', () => {
    for (const [maxRows, rowCount, truncated] of [
      [274, 274, true],
      [275, 275, false],
      [1, 1, true],
      [10_000, 275, false],
    ] satisfies [number, number, boolean][]) {
      it(`${maxRows} rows of 275`, async () => {
        const result = await query(
          'select artist_id as id from artist order by 1',
          {},
          { maxRows },
        );
        assert.equal(result.rows.length, rowCount);
        assert.equal(result.rowCount, rowCount);
        assert.equal(result.truncated, truncated);
      });
    }

    it('bytes: stops before the row that is too much', async () => {
      const sql = "select lpad(n::text, 1000, 'x') as v from generate_series(1, 5000) as n";
      const result = await query(sql, {}, { maxBytes: 100_500 });
      assert.deepEqual([result.rowCount, result.truncated], [100, true]);
    });

    it('100,000 rows come in order and whole', async () => {
      const seen: number[] = [];
      const result = await warehouse.query(
        statement('select n from generate_series(1, 100000) as n'),
        { maxRows: 200_000, maxBytes: 1e8 },
        { signal: never, onProgress: (rows) => seen.push(rows) },
      );
      assert.equal(result.rowCount, 100_000);
      assert.ok(result.rows.every(([n], i) => n === String(i + 1)));
      assert.deepEqual(
        seen,
        seen.toSorted((a, b) => a - b),
      );
      assert.equal(seen.at(-1), 100_000);
    });

    it('a cell of 200 MB is refused before it is here', async () => {
      const sql = "select repeat(repeat('x', 1000), 200000) as v";
      const error = await failureOf(query(sql, { timeoutMs: 60_000 }));
      assert.deepEqual([error.error, error.class], ['result_too_large', 'user_error']);
    });
  });

  describe('the session', () => {
    it('is read only, bounded, plain and knows the tenant', async () => {
      const settings = {
        transaction_read_only: 'on',
        default_transaction_read_only: 'on',
        statement_timeout: '7s',
        lock_timeout: '5s',
        standard_conforming_strings: 'on',
        client_connection_check_interval: '2s',
        search_path: 'public',
        application_name: 'surefoot',
        TimeZone: 'Asia/Tokyo',
        'surefoot.tenant': 'o.hara-1',
      };
      const columns = Object.keys(settings).map((name, i) => `current_setting('${name}') as c${i}`);
      const { rows } = await query(`select ${columns.join(', ')}`, {
        timeoutMs: 7_000,
        timeZone: 'Asia/Tokyo',
        tenant: 'o.hara-1',
      });
      assert.deepEqual(rows, [Object.values(settings)]);
    });

    // The guard is not asked here, and the role is a superuser: what reads rows only lets a SELECT in; layers.test.ts has
    // the transaction without that.
    for (const [sql, code] of [
      ['delete from artist', '42601'],
      ['with d as (delete from artist returning 1) select 1 as a from d', '0A000'],
      ['create table evil (a int)', '42601'],
      ['select lo_create(0) as a', '25006'],
      ['select 1; commit; delete from artist', '42601'],
      ['commit; delete from artist', '42601'],
      ["select set_config('transaction_read_only', 'off', true) as a", '25001'],
      ["select nextval('pg_catalog.nothing') as a", '42P01'],
    ] satisfies [string, string][]) {
      it(`${sql} → ${code}`, async () => {
        const { code: got, class: kind } = await failureOf(query(sql));
        assert.deepEqual([got, kind], [code, 'permanent']);
        const { rows } = await query('select count(*) as n from artist');
        assert.deepEqual(rows, [['275']]);
      });
    }

    it('what a statement sets does not reach the next one, on one connection', async () => {
      const one = open(database.url, 1);
      try {
        const run = (sql: string) =>
          one.query(
            statement(sql),
            { maxRows: 9, maxBytes: 999 },
            { signal: never, onProgress() {} },
          );
        await run(
          "select set_config('search_path', 'evil', false) as a, pg_advisory_lock(7)::text as b",
        );
        const { rows } = await run(
          "select current_setting('search_path') as a, (select count(*) from pg_locks join pg_database d on d.oid = database where locktype = 'advisory' and datname = current_database()) as b",
        );
        assert.deepEqual(rows, [['public', '0']]);
      } finally {
        await one.close();
      }
    });

    it('identity names host, database and role, and no password', () => {
      const url = new URL(database.url);
      assert.equal(
        warehouse.identity,
        `postgres://${url.username}@${url.hostname}:${url.port}${url.pathname}`,
      );
    });
  });

  describe('failures', () => {
    for (const [sql, expected] of [
      [
        'select nmae as a from artist',
        { error: 'unknown_column', code: '42703', alternatives: ['name'] },
      ],
      [
        'select 1 as a from artits',
        { error: 'unknown_table', code: '42P01', alternatives: ['artist'] },
      ],
      [
        'select lenght(name) as a from artist',
        { error: 'unknown_function', code: '42883', alternatives: ['length'] },
      ],
      ['select name, count(*) as n from artist', { error: 'not_grouped', code: '42803' }],
      ['selec 1', { error: 'syntax_error', code: '42601' }],
      ["select 'hunter2'::int as a", { error: 'invalid_value', code: '22P02' }],
      [
        "select date '2025-02-30' as a",
        { error: 'impossible_date', code: '22008', class: 'user_error' },
      ],
      ['select 1 / 0 as a', { error: 'division_by_zero', code: '22012' }],
    ] satisfies [string, Partial<ToolError>][]) {
      it(`${sql} → ${expected.error}`, async () => {
        const error = await failureOf(query(sql));
        assert.deepEqual({ ...error, ...expected }, error);
        assert.equal(error.class, 'class' in expected ? expected.class : 'permanent');
        assert.equal(error.query, sql);
      });
    }

    it('a message never quotes data, and says the place', async () => {
      const { message } = await failureOf(query("select 'hunter2'::int as a"));
      assert.doesNotMatch(message, /hunter2/);
      assert.match(message, /character 8/);
    });

    for (const [sql, params, words] of [
      ["select 'hunter2'::int as a", [], /^The text cannot be read as integer, at character 8 /],
      ['select $1::uuid as a', ['hunter2'], /^The parameter \$1 cannot be read as uuid \(/],
      [
        'select name::int as a from artist',
        [],
        /^One of the texts that the query reads cannot be read as integer \(/,
      ],
    ] as const) {
      it(`${sql} says which text, and as what it cannot be read`, async () => {
        const { message, suggestion } = await failureOf(query(sql, { params: [...params] }));
        assert.match(message, words);
        assert.notEqual(suggestion, '');
        assert.doesNotMatch(message + suggestion, /hunter2/);
      });
    }

    it('explain finds the same, and takes nulls for what is not known yet', async () => {
      const { cost, rows } = await warehouse.explain(
        statement('select * from invoice where invoice_id = any($1) and total > $2', {
          params: [null, null],
        }),
        never,
      );
      assert.ok(cost >= 0 && rows >= 0);
      const error = await failureOf(warehouse.explain(statement('select nope from artist'), never));
      assert.equal(error.code, '42703');
    });

    it('a slow statement is a timeout with its SQL', async () => {
      const sql =
        'select count(*) as n from invoice i, generate_series(1, 1000000000) g where i.total < g';
      const error = await failureOf(query(sql, { timeoutMs: 200 }));
      assert.deepEqual(error, {
        error: 'tool_timeout',
        class: 'timeout',
        tool: '',
        timeout_ms: 200,
        query: sql,
        message: 'The query did not finish within 200 ms.',
        suggestion: '',
        code: '57014',
        alternatives: [],
      });
      assert.deepEqual((await query('select 1 as a')).rows, [['1']]);
    });

    it('a backend that is killed mid-query is transient, and the next query works', async () => {
      const running = failureOf(query('select pg_sleep(30)::text as killed_here'));
      await backendRunning('%killed_here%');
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where query like '%killed_here%' and pid <> pg_backend_pid()`,
      );
      const error = await running;
      assert.equal(error.class, 'transient');
      assert.deepEqual((await query('select 1 as a')).rows, [['1']]);
    });

    it('a server that is not there is transient, a wrong database is not', async () => {
      const nowhere = open('postgres://nobody@127.0.0.1:1/nothing');
      const wrong = open(database.url.replace(database.name, 'no_such_database'));
      try {
        const first = await failureOf(nowhere.catalog(never));
        assert.deepEqual([first.class, first.code], ['transient', 'ECONNREFUSED']);
        const second = await failureOf(wrong.catalog(never));
        assert.deepEqual([second.class, second.code], ['permanent', '3D000']);
      } finally {
        await nowhere.close();
        await wrong.close();
      }
    });

    it('no free connection in time is transient', async () => {
      const one = open(database.url, 1);
      const stop = new AbortController();
      const slow = one.query(
        statement('select pg_sleep(30)::text as a'),
        { maxRows: 1, maxBytes: 99 },
        { signal: stop.signal, onProgress() {} },
      );
      slow.catch(() => {});
      try {
        const error = await failureOf(one.explain(statement('select 1 as a'), never));
        assert.deepEqual([error.error, error.class], ['no_connection', 'transient']);
      } finally {
        stop.abort();
        await slow.catch(() => {});
        await one.close();
      }
    });
  });

  describe('cancellation', () => {
    it('reaches the server: the query is gone, and the reason comes back', async () => {
      const stop = new AbortController();
      const reason = new Error('the user left');
      const running = query('select pg_sleep(30)::text as cancelled_here', {}, {}, stop.signal);
      await backendRunning('%cancelled_here%');
      stop.abort(reason);
      await assert.rejects(running, reason);
      const { rows } = await admin.query(
        `select state from pg_stat_activity where query like '%cancelled_here%' and pid <> pg_backend_pid()`,
      );
      assert.deepEqual(rows, []);
    });

    it('works between batches, too', async () => {
      const stop = new AbortController();
      const reason = new Error('enough');
      const running = warehouse.query(
        statement("select n, lpad('', 900, 'x') as v from generate_series(1, 500000) as n"),
        { maxRows: 1e9, maxBytes: 1e12 },
        { signal: stop.signal, onProgress: (rows) => rows > 1_000 && stop.abort(reason) },
      );
      await assert.rejects(running, reason);
    });

    it('before the start nothing is sent; while waiting for a connection nothing is held', async () => {
      const reason = new Error('not wanted');
      await assert.rejects(query('select 1 as a', {}, {}, AbortSignal.abort(reason)), reason);
      const one = open(database.url, 1);
      const [first, second] = [new AbortController(), new AbortController()];
      const send = (sql: string, signal: AbortSignal) =>
        one.query(statement(sql), { maxRows: 1, maxBytes: 99 }, { signal, onProgress() {} });
      const holding = send('select pg_sleep(30)::text as a', first.signal);
      const waiting = send('select 1 as a', second.signal);
      second.abort(reason);
      // The pool itself would let it wait for 5 s.
      const patience = new Promise((resolve) =>
        setTimeout(resolve, 3_000, 'still waiting').unref(),
      );
      assert.equal(
        await Promise.race([waiting.catch((error: unknown) => error), patience]),
        reason,
      );
      first.abort(reason);
      await assert.rejects(holding, reason);
      assert.equal((await send('select 1 as a', never)).rowCount, 1);
      await one.close();
    });
  });

  it('an idle session that the server ends does not end us', async () => {
    await query('select 1 as a');
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'surefoot' and datname = current_database()`,
    );
    const results = await Promise.allSettled([query('select 1 as a'), query('select 1 as a')]);
    for (const result of results) {
      if (result.status === 'rejected') {
        assert.ok(result.reason instanceof ToolFailure);
        assert.equal(result.reason.toolError.class, 'transient');
      }
    }
    assert.equal((await query('select 1 as a')).rowCount, 1);
  });

  async function backendRunning(pattern: string): Promise<void> {
    const active = `select from pg_stat_activity where state = 'active' and query like $1 and pid <> pg_backend_pid()`;
    await until(
      'the query runs',
      async () => (await admin.query(active, [pattern])).rowCount !== 0,
    );
  }

  async function sessionGone(pid: unknown): Promise<void> {
    const there = 'select from pg_stat_activity where pid = $1';
    await until(
      'the session is gone',
      async () => (await admin.query(there, [pid])).rowCount === 0,
    );
  }

  it('closing leaves no session behind', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c work_mem=5MB');
    const other = open(url.href, 2);
    const { rows } = await other.query(
      statement("select current_setting('work_mem') as m, pg_backend_pid() as pid"),
      { maxRows: 1, maxBytes: 99 },
      { signal: never, onProgress() {} },
    );
    assert.equal(rows[0]?.[0], '5MB', "the URL's own options stand beside ours");
    await other.close();
    await sessionGone(rows[0]?.[1]);
  });
});
