import type { Config } from '../../config.js';
import type { Outside } from '../outside.js';
import type { Finding } from './finding.js';

/** The warehouse and what our role may do there: it should be able to read, and nothing else. */
export async function checkWarehouse(config: Config, outside: Outside): Promise<Finding> {
  const name = 'Warehouse';
  const url = config.SUREFOOT_WAREHOUSE_URL;
  if (url === undefined) {
    const advice = 'worker needs SUREFOOT_WAREHOUSE_URL; demo and dev bring a sample of their own.';
    return { name, state: 'failed', found: 'not set', advice };
  }
  const [row = {}] = await outside.runSql(url, rightsSql).catch((cause: unknown) => {
    throw new Error(unreachable(cause), { cause });
  });
  const version = String(row['version']).split(' ')[0] ?? '';
  const readable = Number(row['readable']);
  const writable = Number(row['writable']);
  const found = `Postgres ${version}, role ${String(row['role'])} reads ${readable} tables`;
  if (row['superuser'] === true) {
    return { name, state: 'warning', found: `${found} and is a superuser`, advice: readOnlyRole };
  }
  if (writable > 0) {
    return {
      name,
      state: 'warning',
      found: `${found} and may write ${writable}`,
      advice: readOnlyRole,
    };
  }
  if (readable === 0) {
    const advice = 'Grant the role select on what may be asked about.';
    return { name, state: 'failed', found, advice };
  }
  return { name, state: 'ok', found: `${found} and writes none`, advice: '' };
}

const readOnlyRole = 'Use a role with select rights only: what it cannot do, no mistake can.';

const rightsSql = `
  with tables as (
    select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
      and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and has_schema_privilege(n.oid, 'usage')
  )
  select current_setting('server_version') as version, current_user as role,
         (select rolsuper from pg_roles where rolname = current_user) as superuser,
         (select count(*) from tables where has_table_privilege(oid, 'select')) as readable,
         (select count(*) from tables
          where has_table_privilege(oid, 'insert, update, delete, truncate')) as writable`;

/** By code: the server's own message may name what a passer-by should not read. */
function unreachable(cause: unknown): string {
  const code = codeOf(cause);
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nothing listens at its address',
    ENOTFOUND: 'its host is unknown',
    ETIMEDOUT: 'it does not answer',
    '28P01': 'it refuses the password',
    '28000': 'it refuses the role',
    '3D000': 'there is no such database',
    '57P03': 'it is starting up or shutting down',
  };
  return `out of reach: ${reasons[code] ?? (code || 'the connection was lost')}. Check SUREFOOT_WAREHOUSE_URL.`;
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
