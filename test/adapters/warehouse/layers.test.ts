import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client, type Pool, type PoolClient, type QueryConfig } from 'pg';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import { openPool, readOnly } from '../../../src/adapters/warehouse/session.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import { postgresForTests, runSql, type TestDatabase } from '../../support.js';

/** Layers 2, 3 and 6, each with a superuser's login and no guard: as if the role and the tree had failed. */
describe('as a superuser and without the guard', () => {
  let database: TestDatabase;
  let admin: Client;
  const pools: Pool[] = [];
  before(async () => {
    database = await (await postgresForTests()).createDatabase();
    await runSql(
      database.url,
      'create table orders as select i as id from generate_series(1, 9) i',
    );
    admin = new Client({ connectionString: database.url });
    await admin.connect();
  });
  after(async () => {
    await admin.end();
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  });

  function pool(url = database.url): Pool {
    const opened = openPool(url, 1);
    pools.push(opened);
    return opened;
  }

  async function ordersLeft(): Promise<number> {
    const { rows } = await admin.query<{ n: number }>('select count(*)::int as n from orders');
    return rows[0]?.n ?? 0;
  }

  describe('the connection options', () => {
    async function inSession<T>(
      work: (client: PoolClient) => Promise<T>,
      url?: string,
    ): Promise<T> {
      const client = await pool(url).connect();
      try {
        return await work(client);
      } finally {
        client.release(true);
      }
    }
    const show = async (client: PoolClient, name: string) => {
      const { rows } = await client.query({ text: `show ${name}`, rowMode: 'array' });
      return (rows as unknown[][])[0]?.[0];
    };

    it('refuse a write where no transaction of ours was begun', async () => {
      await inSession((client) =>
        assert.rejects(client.query('delete from orders'), { code: '25006' }),
      );
      assert.equal(await ordersLeft(), 9);
    });

    it('win over what the URL asks for and what the role has for a default', async () => {
      await admin.query(`alter database "${database.name}" set standard_conforming_strings = off`);
      const url = new URL(database.url);
      url.searchParams.set(
        'options',
        '-c default_transaction_read_only=off -c search_path=evil -c statement_timeout=0',
      );
      try {
        await inSession(async (client) => {
          for (const [name, value] of [
            ['standard_conforming_strings', 'on'],
            ['default_transaction_read_only', 'on'],
            ['search_path', 'public'],
            ['statement_timeout', '1min'],
            ['lock_timeout', '5s'],
            ['idle_in_transaction_session_timeout', '1min'],
            ['client_connection_check_interval', '2s'],
            ['application_name', 'surefoot'],
          ] as const) {
            assert.equal(await show(client, name), value, name);
          }
          // A backslash is a letter: what looks like one literal is one.
          const { rows } = await client.query({
            text: String.raw`select '\' as a, ' || pg_sleep(9) || ' as b`,
            rowMode: 'array',
          });
          assert.deepEqual(rows, [['\\', ' || pg_sleep(9) || ']]);
        }, url.href);
      } finally {
        await admin.query(`alter database "${database.name}" reset standard_conforming_strings`);
      }
    });
  });

  describe('the transaction', () => {
    const bounds = { timeoutMs: 5_000, timeZone: 'UTC', local: {} };
    const extended = (text: string) => ({ text, values: [], queryMode: 'extended' }) as QueryConfig;
    const codeOf = (error: unknown) => (error as { code?: string }).code;

    async function run(from: Pool, text: string): Promise<unknown[][]> {
      const { rows } = await readOnly(await from.connect(), bounds, (client) =>
        client.query({ ...extended(text), rowMode: 'array' }),
      );
      return rows as unknown[][];
    }

    for (const [sql, code] of [
      ['delete from orders', '25006'],
      ['with d as (delete from orders returning 1) select 1 from d', '25006'],
      ['select id into evil from orders', '25006'],
      ['select id from orders for update', '25006'],
      ['create table evil (id int)', '25006'],
      ['create temp table orders (id int)', '25006'],
      ['truncate orders', '25006'],
      ["comment on table orders is 'x'", '25006'],
      ['do $$ begin delete from orders; end $$', '25006'],
      ['do $$ begin commit; delete from orders; end $$', '2D000'],
      ['explain analyze delete from orders', '25006'],
      ['select lo_create(0)', '25006'],
      ['alter role current_user set statement_timeout = 0', '25006'],
      ['select 1; commit; delete from orders', '42601'],
      ['commit; delete from orders', '42601'],
      ["select set_config('transaction_read_only', 'off', false)", '25001'],
      ["select query_to_xml('delete from orders', true, true, '')", '0A000'],
    ] satisfies [string, string][]) {
      it(`${sql} → ${code}`, async () => {
        const from = pool();
        await assert.rejects(run(from, sql), (error) => codeOf(error) === code || codeOf(error));
        assert.equal(await ordersLeft(), 9);
      });
    }

    it('is read only though the session was told otherwise before', async () => {
      const from = pool();
      const client = await from.connect();
      await client.query('set default_transaction_read_only = off');
      client.release();
      await assert.rejects(run(from, 'delete from orders'), { code: '25006' });
      assert.equal(await ordersLeft(), 9);
    });

    it('is never committed: a COMMIT as the one request leaves nothing to write with', async () => {
      const from = pool();
      await run(from, 'commit');
      await assert.rejects(run(from, 'delete from orders'), { code: '25006' });
      assert.equal(await ordersLeft(), 9);
    });

    it('leaves nothing in the session for the next statement', async () => {
      const from = pool();
      for (const sql of [
        'select pg_advisory_lock(7)',
        'prepare evil as select 1',
        'listen evil',
        "select set_config('search_path', 'evil', false), set_config('statement_timeout', '0', false)",
      ]) {
        await run(from, sql);
      }
      const seen = await run(
        from,
        `select (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()),
                (select count(*)::int from pg_prepared_statements where name = 'evil'),
                (select count(*)::int from pg_listening_channels()),
                current_setting('search_path'), current_setting('statement_timeout')`,
      );
      assert.deepEqual(seen, [[0, 0, 0, 'public', '5s']]);
    });

    it('closes a session in which anything failed', async () => {
      const from = pool();
      const pid = async () => (await run(from, 'select pg_backend_pid()'))[0]?.[0];
      const before = await pid();
      assert.equal(await pid(), before);
      await assert.rejects(run(from, 'select 1 / 0'), { code: '22012' });
      assert.notEqual(await pid(), before);
    });

    it('is bounded as a whole where Postgres can do that', async () => {
      const rows = await run(
        pool(),
        `select current_setting('server_version_num')::int >= 170000, current_setting('transaction_timeout', true)`,
      );
      const [can, timeout] = rows[0] ?? [];
      assert.equal(timeout, can === true ? '15s' : null);
    });
  });

  describe('the result', () => {
    const query = (sql: string, maxRows = 10) => {
      const warehouse = connectWarehouse({
        url: database.url,
        name: 'w',
        poolSize: 1,
        catalogTtlMs: 1_000,
      });
      const statement = { sql, params: [], timeZone: 'UTC', tenant: 't', timeoutMs: 60_000 };
      return warehouse
        .query(
          statement,
          { maxRows, maxBytes: 8 * 1024 * 1024 },
          { signal: new AbortController().signal, onProgress() {} },
        )
        .finally(() => warehouse.close());
    };
    const huge = "repeat(repeat('x', 1000), 20000)";

    for (const [what, sql] of [
      ['a cell of 200 MB', "select repeat(repeat('x', 1000), 200000) as v"],
      ['one among small ones', `select case when id = 7 then ${huge} end as v from orders`],
      ['a number of 2 MB', `select array_agg(1e131071::numeric) as v from generate_series(1, 16)`],
      ['an array of 2 MB', 'select array_agg(i) as v from generate_series(1, 300000) i'],
      [
        'one beside a column with the name of a row',
        `select 1 as surefoot_row, 1 as q, ${huge} as v`,
      ],
    ] satisfies [string, string][]) {
      it(`${what} never leaves the server`, async () => {
        const before = process.memoryUsage().rss;
        await assert.rejects(query(sql), (error) => {
          assert.ok(error instanceof ToolFailure);
          assert.equal(error.toolError.error, 'result_too_large');
          // The server's word, not our own cutting of the socket.
          assert.equal((error.cause as { code?: string }).code, '22P02');
          return true;
        });
        assert.ok(process.memoryUsage().rss - before < 60 * 1024 * 1024);
      });
    }

    it('a row of a megabyte less a little is read', async () => {
      const { rows } = await query("select repeat('x', 1000000) as v");
      assert.equal(String(rows[0]?.[0]).length, 1_000_000);
    });

    it('keeps the order, equal names, types and nulls of the statement', async () => {
      const sql =
        'select id as a, null as a, id::numeric / 4 as b, array[id] as c from orders order by id desc';
      const { columns, rows, truncated } = await query(sql, 3);
      assert.deepEqual(
        columns.map(({ name, type }) => [name, type]),
        [
          ['a', 'integer'],
          ['a', 'text'],
          ['b', 'numeric'],
          ['c', 'integer[]'],
        ],
      );
      assert.equal(truncated, true);
      assert.deepEqual(
        rows.map(([id]) => id),
        ['9', '8', '7'],
      );
    });
  });
});
