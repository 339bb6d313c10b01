import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { readerGrants } from '../../../src/adapters/warehouse/grants.js';
import type { Catalog } from '../../../src/ports.js';
import { postgresForTests, runSql } from '../../support.js';
import { table } from '../catalog.js';
import { readState } from './state.js';

/** A warehouse as the agent of our own grants sees it, and all of it that must stay as it is. */
export interface World {
  /** As the agent. */
  readonly url: string;
  /** As a superuser: to show that a change is seen. */
  readonly adminUrl: string;
  readonly role: string;
  readonly catalog: Catalog;
  /** Rows, catalog, rights, settings, sequences, locks, large objects, files, notifications and sessions, as text. */
  state(): Promise<string>;
  close(): Promise<void>;
}

/** With all that an attack could use. */
export async function makeWorld(): Promise<World> {
  const world = await worldOf(setUp);
  await runSql(world.adminUrl, `revoke select on secret from "${world.role}"`);
  return {
    ...world,
    catalog: { version: 'v', tables: [table('orders', ['id', 'region', 'amount'])] },
  };
}

/** With what some SQL makes; its catalog is empty. */
export async function worldOf(sql: string): Promise<World> {
  const postgres = await postgresForTests();
  const database = await postgres.createDatabase();
  const role = `agent_${randomBytes(4).toString('hex')}`;
  await runSql(database.url, sql);
  const admin = await connected(database.url);
  const { rows } = await admin.query<{ name: string }>(
    "select nspname::text as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'",
  );
  const schemas = rows.map(({ name }) => name);
  const options = { role, password: 'x', database: database.name, schemas, connectionLimit: 50 };
  for (const grant of readerGrants(options)) await runSql(database.url, grant.sql);

  const heard: string[] = [];
  admin.on('notification', ({ channel }) => heard.push(channel));
  await admin.query('listen evil');
  return {
    url: Object.assign(new URL(database.url), { username: role, password: 'x' }).href,
    adminUrl: database.url,
    role,
    catalog: { version: 'v', tables: [] },
    state: async () => JSON.stringify({ ...(await readState(admin, role)), heard }),
    async close() {
      await admin.end();
      await database.drop();
      await runSql(postgres.adminUrl, `drop role "${role}"`);
    },
  };
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

const setUp = `
  create extension if not exists dblink;
  create table orders (id int primary key, region text, amount numeric);
  insert into orders select i, 'r' || i % 3, i * 1.5 from generate_series(1, 60) i;
  create table secret (id int, ssn text);
  insert into secret values (1, '123-45-6789');
  create sequence numbers;
  create function delete_all() returns int language sql volatile as 'delete from orders returning 1';
  create function delete_all_definer() returns int language sql volatile security definer as 'delete from orders returning 1';
  create function sets_timeout() returns int language plpgsql stable as
    $$ begin perform set_config('statement_timeout', '0', false); return 1; end $$;
  create function evil(orders) returns int language sql volatile security definer as 'delete from orders returning 1';
  create function evil_op(int, int) returns int language sql volatile security definer as 'delete from orders returning 1';
  create operator !!! (leftarg = int, rightarg = int, function = evil_op);
  create procedure evil_procedure() language sql as 'delete from orders';`;
