import { existsSync } from 'node:fs';
import type { Client } from 'pg';

/** What a statement could have changed, as it is now. A session that has just answered may still be rolling back. */
export async function readState(admin: Client, role: string): Promise<object> {
  let state = await readOnce(admin, role);
  for (let more = 20; more > 0 && (state.locks > 0 || state.busy > 0); more -= 1) {
    state = await readOnce(admin, role);
  }
  return state;
}

interface State {
  readonly locks: number;
  readonly busy: number;
}

async function readOnce(admin: Client, role: string): Promise<State> {
  const { rows } = await admin.query<{ state: State }>(stateSql, [role]);
  const [first] = rows;
  if (first === undefined) throw new Error('Postgres did not answer.');
  const files = [evilFile, controlFile(role)].filter((path) => existsSync(path));
  return { ...first.state, ...{ rows: await rowsOf(admin), files } };
}

/** Of every table that is not the system's. */
async function rowsOf(admin: Client): Promise<string> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname !~ '^pg_' and schemaname <> 'information_schema' order by 1`,
  );
  const parts = tables.map(
    ({ name }) => `(select md5(string_agg(t::text, ',' order by t::text)) from ${name} t)`,
  );
  const { rows } = await admin.query(`select concat_ws(' ', ${parts.join(', ') || "''"}) as rows`);
  return JSON.stringify(rows);
}

/** What the attacks would write, on the machine of the tests' server, which is this one. */
const evilFile = '/tmp/surefoot-evil';

/** One for each world, since they share the server. */
export function controlFile(role: string): string {
  return `${evilFile}-${role}`;
}

/** Catalog, rights, settings, sequences, large objects, slots, locks and other sessions. */
const stateSql = `
  select json_build_object(
    'classes', (select md5(string_agg((oid, relname, relowner, relacl, relhasrules)::text, ',' order by oid)) from pg_class),
    'columns', (select md5(string_agg((attrelid, attname, atttypid, attacl, attisdropped)::text, ',' order by attrelid, attnum))
                from pg_attribute),
    'comments', (select md5(string_agg(d::text, ',' order by objoid, classoid, objsubid)) from pg_description d),
    'functions', (select md5(string_agg((oid, proname, prosrc, proacl)::text, ',' order by oid)) from pg_proc),
    'sequences', (select string_agg((schemaname, sequencename, last_value)::text, ',' order by sequencename) from pg_sequences),
    'schemas', (select string_agg(nspname, ',' order by nspname) from pg_namespace where nspname !~ '^pg_(toast_)?temp'),
    'extensions', (select string_agg(extname, ',' order by extname) from pg_extension),
    'role', (select (rolsuper, rolinherit, rolcreaterole, rolbypassrls, rolconfig)::text from pg_roles where rolname = $1),
    'settings', (select md5(string_agg(coalesce(s::text, ''), ',' order by setdatabase, setrole)) from pg_db_role_setting s
                 where setrole = $1::regrole or setdatabase = (select oid from pg_database where datname = current_database())),
    'largeObjects', (select count(*) from pg_largeobject_metadata),
    'slots', (select count(*) from pg_replication_slots where slot_name = 'evil'),
    'prepared', (select count(*) from pg_prepared_xacts where database = current_database()),
    'locks', (select count(*) from pg_locks l join pg_stat_activity a using (pid)
              where a.datname = current_database() and a.backend_type = 'client backend' and a.pid <> pg_backend_pid()),
    'busy', (select count(*) from pg_stat_activity where usename = $1 and state <> 'idle'),
    'statistics', (select stats_reset from pg_stat_database where datname = current_database())) as state`;
