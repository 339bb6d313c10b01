import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import {
  connectWarehouse,
  type WarehouseOptions,
} from '../../../src/adapters/warehouse/connect-warehouse.js';
import { tablesLeftOut } from '../../../src/adapters/warehouse/left-out.js';
import { defaultTenancy, type Tenancy } from '../../../src/adapters/warehouse/tenancy.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import type { Warehouse } from '../../../src/ports.js';
import { postgresForTests, type TestDatabase } from '../../support.js';

const own = `nullif(current_setting('surefoot.tenant', true), '')`;
const schema = `
  create table orders (id int primary key, tenant text not null, region text, placed date, amount numeric);
  create table items (order_id int references orders, tenant text, n int);
  create table currencies (code text primary key);
  create table forgotten (tenant text, secret text);
  create table parted (tenant text, at date) partition by range (at);
  create table parted_2026 partition of parted for values from ('2026-01-01') to ('2027-01-01');
  alter table orders enable row level security;
  alter table items enable row level security;
  alter table parted enable row level security;
  create policy own on orders using (tenant = ${own});
  create policy own on items using (tenant = ${own});
  create policy own on parted using (tenant = ${own});
  create view as_asker with (security_invoker = true) as
    select o.region, i.n from orders o join items i on i.order_id = o.id;
  create view nested with (security_invoker = on) as select region from as_asker;
  create view as_owner as select region from orders;
  create view through_owner with (security_invoker = true) as select region from as_owner;
  create view over_forgotten with (security_invoker = true) as
    select o.region, f.secret from orders o join forgotten f using (tenant);
  create view over_shared with (security_invoker = true) as select region, code from orders, currencies;
  create materialized view kept as select tenant, region from orders;
  insert into orders select i, case when i % 2 = 0 then 'acme' else 'bolt' end,
    case when i % 2 = 0 then 'acme land' else 'bolt land' end, date '2026-01-01' + i, i from generate_series(1, 200) i;
  insert into items select id, tenant, 1 from orders;
  insert into currencies values ('EUR'), ('USD');
  insert into forgotten values ('acme', 'a'), ('bolt', 'b');
  insert into parted values ('acme', '2026-02-01'), ('bolt', '2026-02-01'), ('bolt', '2026-03-01');`;

const never = new AbortController().signal;
const limits = { maxRows: 1_000, maxBytes: 1_000_000 };
const required: Tenancy = { ...defaultTenancy, required: true, shared: ['currencies'] };

describe('tenants of a warehouse', () => {
  const role = `tenant_agent_${process.pid}`;
  const opened: { close(): Promise<void> }[] = [];
  let database: TestDatabase;
  let admin: Client;
  let url: string;

  before(async () => {
    database = await (await postgresForTests()).createDatabase();
    admin = new Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(schema);
    await admin.query('analyze');
    await admin.query(`
      create role ${role} login password 'pw' nosuperuser nobypassrls;
      grant select on all tables in schema public to ${role};`);
    url = Object.assign(new URL(database.url), { username: role, password: 'pw' }).href;
  });
  after(async () => {
    await Promise.all(opened.map((warehouse) => warehouse.close()));
    await admin.query(`drop owned by ${role}; drop role ${role}`);
    await admin.end();
    await database.drop();
  });

  function open(tenancy: Tenancy, more: Partial<WarehouseOptions> = {}): Warehouse {
    const options = { url, name: 'shop', poolSize: 2, catalogTtlMs: 60_000, tenancy, ...more };
    const warehouse = connectWarehouse(options);
    opened.push(warehouse);
    return warehouse;
  }

  function statement(tenant: string, sql: string) {
    return { sql, params: [], timeZone: 'UTC', tenant, timeoutMs: 5_000 };
  }

  async function rows(warehouse: Warehouse, tenant: string, sql: string) {
    const options = { signal: new AbortController().signal, onProgress: () => {} };
    return (await warehouse.query(statement(tenant, sql), limits, options)).rows;
  }

  async function failure(work: Promise<unknown>): Promise<string> {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ToolFailure, String(error));
    return error.toolError.error;
  }

  it('each see their own rows, whoever used the session before, also after an error', async () => {
    const warehouse = open(required);
    const failing = 'select id / (id - id) from orders';
    const asked = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 'acme' : 'bolt'));
    await Promise.all(
      asked.map(async (tenant, i) => {
        if (i % 7 === 0) await assert.rejects(rows(warehouse, tenant, failing));
        const seen = await rows(warehouse, tenant, 'select distinct tenant from orders');
        assert.deepEqual(seen, [[tenant]]);
      }),
    );
    assert.deepEqual(await rows(warehouse, 'acme', 'select count(*) from parted'), [['1']]);
    assert.deepEqual(await rows(warehouse, 'bolt', 'select count(*) from nested'), [['100']]);
    assert.deepEqual(await rows(warehouse, 'nobody', 'select count(*) from orders'), [['0']]);
  });

  it('are told apart by the setting and the value that the policies read', async () => {
    await admin.query(`
      create table notes (tenant text);
      insert into notes values ('acme'), ('bolt');
      alter table notes enable row level security;
      create policy own on notes
        using (tenant = (nullif(current_setting('user.Claims', true), '')::json ->> 'org'));
      grant select on notes to ${role};`);
    const warehouse = open({ ...required, setting: 'user.Claims', value: '{"org":"{tenant}"}' });
    assert.deepEqual(await rows(warehouse, 'bolt', 'select * from notes'), [['bolt']]);
    await admin.query('drop table notes');
  });

  it('must be named where they are required, before anything is sent', async () => {
    const warehouse = open(required);
    for (const unnamed of ['default', '']) {
      const asked = statement(unnamed, 'select 1 as one');
      assert.equal(await failure(rows(warehouse, unnamed, asked.sql)), 'tenant_required');
      assert.equal(await failure(warehouse.explain(asked, never)), 'tenant_required');
    }
    assert.throws(() => warehouse.checkTenant('default'), ToolFailure);
    assert.deepEqual(await rows(open(defaultTenancy), 'default', 'select 1'), [['1']]);
  });

  it('cannot have a name that would be more than a name in the setting', async () => {
    const warehouse = open({ ...required, value: '{"org":"{tenant}"}' });
    const asked = rows(warehouse, 'a","role":"admin', 'select 1');
    assert.equal(await failure(asked), 'invalid_tenant');
  });

  it('know nothing of each other from the catalog: no values, no ranges, no row counts', async () => {
    for (const tenancy of [required, defaultTenancy]) {
      const { tables } = await open(tenancy).catalog(never);
      const orders = tables.find(({ name }) => name === 'orders');
      assert.equal(orders?.rowSecurity, true);
      for (const { values, range } of orders.columns) assert.deepEqual([values, range], [[], null]);
    }
    const { tables } = await open(required).catalog(never);
    const currencies = tables.find(({ name }) => name === 'currencies');
    assert.deepEqual(currencies?.columns[0]?.values, ['EUR', 'USD']);
  });

  it('have a catalog of what policies hold, views that read it as the asker, and what is shared', async () => {
    const { tables } = await open(required).catalog(never);
    assert.deepEqual(
      tables.map(({ name }) => name),
      ['as_asker', 'currencies', 'items', 'nested', 'orders', 'over_shared', 'parted'],
    );
    const shared = ['public.forgotten', 'as_owner', 'kept'];
    const more = await open({ ...required, shared }).catalog(never);
    const added = [...shared.map((name) => name.replace('public.', '')), 'over_forgotten'];
    const names = more.tables.map(({ name }) => name);
    for (const name of [...added, 'through_owner']) assert.ok(names.includes(name), name);
    assert.ok(!names.includes('currencies') && !names.includes('over_shared'));
  });

  it('leave tables out, and it can be asked which', async () => {
    assert.deepEqual(await tablesLeftOut({ url, tenancy: required }), [
      ...['as_owner', 'forgotten', 'kept', 'over_forgotten', 'through_owner'],
    ]);
    assert.deepEqual(await tablesLeftOut({ url, tenancy: defaultTenancy }), []);
  });

  it('have a catalog whose version changes with the policies, so that no older result is found', async () => {
    const { version } = await open(required).catalog(never);
    await admin.query(`alter policy own on items using (tenant = ${own} and n > 0)`);
    assert.notEqual((await open(required).catalog(never)).version, version);
    const renamed = { ...required, setting: 'app.tenant' };
    assert.notEqual((await open(renamed).catalog(never)).version, version);
  });

  for (const [who, above, below] of [
    ['bypasses row-level security', 'alter role ROLE bypassrls', 'alter role ROLE nobypassrls'],
    ['is a superuser', 'alter role ROLE superuser', 'alter role ROLE nosuperuser'],
    ['owns a table', 'alter table items owner to ROLE', 'alter table items owner to current_user'],
  ] as const) {
    it(`cannot be kept apart by a role that ${who}: there is no catalog then`, async () => {
      await admin.query(above.replace('ROLE', role));
      try {
        assert.equal(await failure(open(required).catalog(never)), 'tenancy_not_held');
      } finally {
        await admin.query(below.replace('ROLE', role));
        await admin.query(`grant select on items to ${role}`);
      }
    });
  }

  it('are in reach of SQL that sets the setting itself, which is why the guard must stand; a revoked set_config holds without it', async () => {
    const warehouse = open(required);
    const steals = `with x as materialized (select set_config('surefoot.tenant', 'bolt', true) as t)
      select distinct o.tenant from x, lateral (select tenant from orders where x.t is not null) as o`;
    assert.deepEqual(await rows(warehouse, 'acme', steals), [['bolt']]);
    await admin.query('revoke execute on function set_config(text, text, boolean) from public');
    assert.equal(await failure(rows(warehouse, 'acme', steals)), 'permission_denied');
    assert.deepEqual(await rows(warehouse, 'acme', 'select distinct tenant from orders'), [
      ['acme'],
    ]);
  });
});
