import type { Config } from '../../config.js';
import type { WarehouseSettings } from '../../config/warehouses.js';
import { counted } from '../../domain/shown/run-view.js';
import type { Outside } from '../outside.js';
import type { Finding } from './finding.js';

/** A warehouse and what our role may do there: it should be able to read, and nothing else. */
export async function checkWarehouse(
  warehouse: WarehouseSettings,
  { SUREFOOT_ALLOW_PRIVILEGED: mayDoMore }: Config,
  outside: Outside,
): Promise<Omit<Finding, 'name'>> {
  const { url, called, tenancy } = warehouse;
  const away = (cause: unknown): never => {
    throw new Error(unreachable(cause, called), { cause });
  };
  const [row = {}] = await outside.runSql(url, roleSql).catch(away);
  const excess = await outside.warehouseExcess(url).catch(away);
  const version = String(row['version']).split(' ')[0] ?? '';
  const readable = Number(row['readable']);
  const found = `Postgres ${version}, role ${String(row['role'])} reads ${counted(readable, 'table')}`;
  if (readable === 0) {
    const advice = 'Grant the role select on what may be asked about.';
    return { state: 'failed', found, advice };
  }
  if (excess.length > 0) {
    const state = mayDoMore ? 'warning' : 'failed';
    return { state, found: `${found}, and ${excess.join(', ')}`, advice: readOnlyRole };
  }
  if (tenancy.required) return await withTenants(found, warehouse, outside);
  return { state: 'ok', found: `${found} and writes none`, advice: '' };
}

/** A table without a policy is not seen, and nobody would know why. */
async function withTenants(
  found: string,
  warehouse: WarehouseSettings,
  outside: Outside,
): Promise<Omit<Finding, 'name'>> {
  const leftOut = await outside.tablesLeftOut(warehouse);
  if (leftOut.length === 0) {
    return {
      state: 'ok',
      found: `${found} and writes none; tenants are kept apart in all`,
      advice: '',
    };
  }
  return {
    state: 'warning',
    found: `${found} and writes none; left out, since no row-level policy holds them: ${leftOut.join(', ')}`,
    advice:
      'Runs do not see these. Give each a policy (docs/tenancy.md), or list what all tenants may read whole in ' +
      'SUREFOOT_SHARED_TABLES or the configuration file.',
  };
}

const readOnlyRole =
  'Use a role that may only read, for which `surefoot migrate --warehouse` prints the grants; or let a worker start ' +
  'all the same with SUREFOOT_ALLOW_PRIVILEGED=on, and every answer will say so.';

const roleSql = `
  select current_setting('server_version') as version, current_user as role, count(c.oid) as readable
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')`;

/** By code: the server's own message may name what a passer-by should not read. */
function unreachable(cause: unknown, called: string): string {
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
  return `out of reach: ${reasons[code] ?? (code || 'the connection was lost')}. Check ${called}.`;
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
