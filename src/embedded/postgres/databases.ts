import type { PostgresServer } from './start-postgres.js';

/** Runs SQL on a connection of its own and returns the rows of its last statement. */
export type RunSql = (
  url: string,
  sql: string,
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

export interface DatabaseUrls {
  /** Surefoot's own database, as the role that owns it. */
  readonly store: string;
  /** The warehouse as the agent sees it: it can read, and nothing else. */
  readonly warehouse: string;
  /** The warehouse as the role that fills it. */
  readonly warehouseOwner: string;
}

/** Makes the databases `store` and `warehouse` and their three roles, unless they are there. */
export async function prepareDatabases(
  server: PostgresServer,
  runSql: RunSql,
): Promise<DatabaseUrls> {
  const [found] = await runSql(
    server.adminUrl(),
    `select 1 from pg_database
     where datname = 'warehouse' and shobj_description(oid, 'pg_database') = '${marker}'`,
  );
  if (found === undefined) await create(server, runSql);

  const { port, passwords } = server;
  const urlOf = (role: 'surefoot' | 'agent_ro' | 'warehouse_owner', database: string): string =>
    `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${database}`;
  return {
    store: urlOf('surefoot', 'store'),
    warehouse: urlOf('agent_ro', 'warehouse'),
    warehouseOwner: urlOf('warehouse_owner', 'warehouse'),
  };
}

/** Set last: a start that was interrupted begins again. */
const marker = 'Made by Surefoot, version 1';

async function create(server: PostgresServer, runSql: RunSql): Promise<void> {
  const admin = server.adminUrl();
  const present = await runSql(
    admin,
    'select rolname as name from pg_roles union select datname from pg_database',
  );
  const isMissing = (name: string): boolean => !present.some((row) => row['name'] === name);
  for (const [role, attributes] of roles) {
    const verb = isMissing(role) ? 'create' : 'alter';
    await runSql(admin, `${verb} role ${role} ${attributes} password '${server.passwords[role]}'`);
  }
  for (const [database, owner] of databases) {
    if (isMissing(database)) {
      await runSql(admin, `create database ${database} owner ${owner} template template0`);
    }
  }
  await runSql(admin, onServer);
  await runSql(server.adminUrl('warehouse'), inWarehouse);
  await runSql(admin, `comment on database warehouse is '${marker}'`);
}

const plain = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls';
const roles = [
  ['surefoot', plain],
  ['warehouse_owner', plain],
  ['agent_ro', `${plain} noinherit`],
] as const;

const databases = [
  ['store', 'surefoot'],
  ['warehouse', 'warehouse_owner'],
] as const;

// Out of the box every role may connect everywhere and make temporary tables, which could shadow real ones.
const onServer = `
  revoke connect, temporary on database postgres, template1, store, warehouse from public;
  grant connect on database warehouse to agent_ro;
  alter role agent_ro set default_transaction_read_only = on;
  alter role agent_ro set work_mem = '32MB';
  alter role agent_ro set temp_file_limit = '1GB'`;

// What the owner makes later is readable, too. Large objects are files that any role could write.
const inWarehouse = `
  revoke all on schema public from public;
  grant usage on schema public to agent_ro;
  grant select on all tables in schema public to agent_ro;
  alter default privileges for role warehouse_owner grant select on tables to agent_ro;
  alter default privileges for role warehouse_owner grant usage on schemas to agent_ro;
  alter default privileges for role warehouse_owner revoke execute on functions from public;
  revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public`;
