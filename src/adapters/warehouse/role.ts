import type { ClientBase } from 'pg';

/** What a role may do beyond reading, in words such as `is a superuser`; [] for one that may only read. */
export async function excessOf(client: Pick<ClientBase, 'query'>): Promise<readonly string[]> {
  const { rows } = await client.query<RightsRow>(rightsSql);
  const [rights] = rows;
  if (rights === undefined) return [];
  // A superuser may do all of it; a list would say nothing more.
  if (rights.superuser) return ['is a superuser'];
  const { files, tables, sequences, schemas } = rights;
  return [
    ...(rights.createrole ? ['may make roles'] : []),
    ...(rights.replication ? ['may replicate the whole server'] : []),
    ...(files.length > 0 ? [`may touch the server's files or programs (${files.join(', ')})`] : []),
    ...(tables.length > 0 ? [`may write ${counted(tables, 'table')}`] : []),
    ...(sequences.length > 0 ? [`may advance ${counted(sequences, 'sequence')}`] : []),
    ...(schemas.length > 0 ? [`may create in ${counted(schemas, 'schema')}`] : []),
    ...(rights.database ? ['may create schemas in the database'] : []),
  ];
}

function counted(names: readonly string[], what: string): string {
  const shown = names.slice(0, mostShown).join(', ');
  const more = names.length > mostShown ? ', …' : '';
  return `${names.length} ${what}${names.length === 1 ? '' : 's'} (${shown}${more})`;
}

const mostShown = 3;

interface RightsRow {
  readonly superuser: boolean;
  readonly createrole: boolean;
  readonly replication: boolean;
  readonly database: boolean;
  readonly files: readonly string[];
  readonly tables: readonly string[];
  readonly sequences: readonly string[];
  readonly schemas: readonly string[];
}

/**
 * Counts what any role may do that this one is a member of: with NOINHERIT, too, SET ROLE would be enough. Who owns a
 * table may drop it, whatever is granted.
 */
const rightsSql = `
  with mine as (
    select oid, rolname, rolsuper, rolcreaterole, rolreplication from pg_roles
    where oid = current_user::regrole or pg_has_role(current_user, oid, 'member')),
  relations as (
    select c.oid, c.relkind, c.relowner, format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema')
  select (select bool_or(rolsuper) from mine) as superuser,
         (select bool_or(rolcreaterole) from mine) as createrole,
         (select bool_or(rolreplication) from mine) as replication,
         (select bool_or(has_database_privilege(oid, current_database(), 'create')) from mine) as database,
         array(select rolname::text from mine where rolname in
               ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')) as files,
         array(select name from relations r where relkind <> 'S' and exists (select from mine
               where mine.oid = r.relowner or has_table_privilege(mine.oid, r.oid, 'insert, update, delete, truncate')
                  or has_any_column_privilege(mine.oid, r.oid, 'insert, update'))
               order by name) as tables,
         array(select name from relations r where relkind = 'S' and exists (select from mine
               where mine.oid = r.relowner or has_sequence_privilege(mine.oid, r.oid, 'usage, update'))
               order by name) as sequences,
         array(select nspname::text from pg_namespace n where nspname !~ '^pg_' and exists (select from mine
               where has_schema_privilege(mine.oid, n.oid, 'create')) order by nspname) as schemas`;
