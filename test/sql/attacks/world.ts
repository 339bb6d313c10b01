import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { readerGrants } from '../../../src/adapters/warehouse/grants.js';
import type { Catalog } from '../../../src/ports.js';
import { postgresForTests, runSql } from '../../support.js';
import { table } from '../catalog.js';

/** A warehouse with all that an attack could use, read by a role of our own grants. */
export interface World {
  /** As the agent. */
  readonly url: string;
  readonly catalog: Catalog;
  /** All that must not have changed, as text. */
  state(): Promise<string>;
  close(): Promise<void>;
}

export async function makeWorld(): Promise<World> {
  const postgres = await postgresForTests();
  const database = await postgres.createDatabase();
  const role = `agent_${randomBytes(4).toString('hex')}`;
  const schemas = ['public'];
  await runSql(database.url, setUp);
  const options = { role, password: 'x', database: database.name, schemas, connectionLimit: 50 };
  for (const { sql } of readerGrants(options)) await runSql(database.url, sql);
  await runSql(database.url, `revoke select on secret from "${role}"`);

  const heard: string[] = [];
  const admin = await connected(database.url);
  admin.on('notification', ({ channel }) => heard.push(channel));
  await admin.query('listen evil');
  return {
    url: Object.assign(new URL(database.url), { username: role, password: 'x' }).href,
    catalog: { version: 'v', tables: [table('orders', ['id', 'region', 'amount'])] },
    async state() {
      const { rows } = await admin.query<{ state: object }>(stateSql, [role]);
      return JSON.stringify({
        ...rows[0]?.state,
        heard: [...heard],
        file: existsSync('/tmp/surefoot-evil'),
      });
    },
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

/** Rows, catalog, rights, settings, sequences, large objects, slots, locks and other sessions. */
const stateSql = `
  select json_build_object(
    'orders', (select md5(string_agg(o::text, ',' order by id)) from orders o),
    'secret', (select md5(string_agg(s::text, ',')) from secret s),
    'numbers', (select (last_value, is_called)::text from numbers),
    'classes', (select md5(string_agg((oid, relname, relowner, relacl, relhasrules)::text, ',' order by oid)) from pg_class),
    'comments', (select md5(string_agg(d::text, ',' order by objoid, classoid, objsubid)) from pg_description d),
    'functions', (select md5(string_agg((oid, proname, proacl)::text, ',' order by oid)) from pg_proc),
    'schemas', (select string_agg(nspname, ',' order by nspname) from pg_namespace where nspname !~ '^pg_(toast_)?temp'),
    'extensions', (select string_agg(extname, ',' order by extname) from pg_extension),
    'role', (select (rolsuper, rolinherit, rolcreaterole, rolbypassrls, rolconfig)::text from pg_roles where rolname = $1),
    'settings', (select md5(string_agg(coalesce(s::text, ''), ',' order by setdatabase, setrole)) from pg_db_role_setting s
                 where setrole = $1::regrole or setdatabase = (select oid from pg_database where datname = current_database())),
    'largeObjects', (select count(*) from pg_largeobject_metadata),
    'slots', (select count(*) from pg_replication_slots where slot_name = 'evil'),
    'prepared', (select count(*) from pg_prepared_xacts),
    'locks', (select count(*) from pg_locks l join pg_stat_activity a using (pid) where a.usename = $1),
    'busy', (select count(*) from pg_stat_activity where usename = $1 and state <> 'idle'),
    'statistics', (select stats_reset from pg_stat_database where datname = current_database())) as state`;
