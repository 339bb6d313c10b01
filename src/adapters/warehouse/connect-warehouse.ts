import type { Pool, PoolClient } from 'pg';
import type { Warning } from '../../domain/answer.js';
import type { ListedTable } from '../../domain/table-list.js';
import type { QueryPlans, Statement, Warehouse } from '../../ports.js';
import { connectionsOf, type Connections } from '../postgres-admin/connections.js';
import { cancellable } from './cancel.js';
import { CatalogCache } from './catalog-cache.js';
import { ColumnTypes } from './column-types.js';
import { toolFailureOf } from './errors.js';
import { noPersonalData, type PersonalData } from './personal-data.js';
import { refuseStandIns, standInsLook } from './own-names.js';
import { columnsOf, runSelect } from './run-select.js';
import { placedAfter } from './placed-after.js';
import { planRowsWith } from './plan-rows.js';
import { identityOf, openPool, readOnly } from './session.js';
import { RoleGate, type Privileged } from './role-gate.js';
import { checkTenant, defaultTenancy, tenantSetting, type Tenancy } from './tenancy.js';
import { unlessAborted } from '../signals/unless-aborted.js';

export interface WarehouseOptions {
  readonly url: string;
  readonly name: string;
  /** What is in it, for a planner that chooses among several. */
  readonly description?: string;
  /** What messages call the place where its URL is set. */
  readonly called?: string;
  readonly poolSize: number;
  readonly catalogTtlMs: number;
  /** Only these schemas are in the catalog, and so within reach; all that the role may read where absent. */
  readonly schemas?: readonly string[];
  /** Where absent, policies may read `surefoot.tenant`, and nothing asks for them. */
  readonly tenancy?: Tenancy;
  /** Only these tables, or columns of them, exist; all that are in `schemas` where absent. */
  readonly tables?: readonly ListedTable[];
  readonly personal?: PersonalData;
  /** False where no value of the data is read for the catalog. */
  readonly examples?: boolean;
  /** Where absent, nobody looks what the role may do. */
  readonly privileged?: Privileged;
}

export interface ConnectedWarehouse extends Warehouse, QueryPlans {
  /** What every answer must say of how it was read, as far as is known yet. */
  warnings(): readonly Warning[];
  /** Looks whether the role may only read. @throws ToolFailure `privileged_role` where it may do more and must not */
  admit(signal: AbortSignal): Promise<void>;
  connections(): Connections;
  close(): Promise<void>;
}

/** Opens a warehouse. Connects when first used; `close` waits for what still runs. */
export function connectWarehouse(options: WarehouseOptions): ConnectedWarehouse {
  const { url, name, poolSize, tenancy = defaultTenancy, personal = noPersonalData } = options;
  const pool = openPool(url, poolSize);
  const types = new ColumnTypes();
  const gate =
    options.privileged === undefined ? undefined : new RoleGate(options.privileged, options);
  const catalog = new CatalogCache(pool, { ...options, tenancy, personal });

  const inTransaction = async <T>(
    statement: Statement,
    signal: AbortSignal,
    work: (client: PoolClient) => Promise<T>,
  ): Promise<T> => {
    signal.throwIfAborted();
    const { sql, tenant, timeoutMs } = statement;
    const look = sql === '' ? undefined : standInsLook;
    const bounds = { ...statement, local: tenantSetting(tenancy, tenant), look };
    try {
      const client = await connected(pool, signal);
      return await readOnly(client, bounds, (client, looked) =>
        cancellable(client, url, signal, async () => {
          await gate?.admit(client);
          if (look !== undefined) await refuseStandIns(client, sql, looked);
          return await work(client);
        }),
      );
    } catch (error) {
      signal.throwIfAborted();
      throw await toolFailureOf(error, { sql, timeoutMs, catalog: catalog.last });
    }
  };

  return {
    name,
    ...(options.description !== undefined && { description: options.description }),
    identity: identityOf(url),
    checkTenant: (tenant) => checkTenant(tenancy, tenant),
    warnings: () => gate?.warnings ?? [],
    admit: (signal) => inTransaction(asOurselves, signal, async () => {}),
    catalog: (signal, options) => catalog.current(signal, options),
    explain: (statement, signal) =>
      inTransaction(statement, signal, (client) => explainWith(client, statement)),
    planRows: async (statement, signal) => {
      const known = await catalog.current(signal, { anyAge: true });
      return await inTransaction(statement, signal, (client) =>
        planRowsWith(client, statement, known),
      );
    },
    query: (statement, limits, options) =>
      inTransaction(statement, options.signal, async (client) => {
        const { fields, rows, truncated } = await runSelect(client, statement, limits, (count) =>
          options.onProgress(count),
        );
        const oids = fields.map(({ oid }) => oid);
        const columns = columnsOf(fields, await types.namesOf(oids, client));
        return { columns, rows, rowCount: rows.length, truncated };
      }),
    connections: () => connectionsOf(pool),
    close: () => pool.end(),
  };
}

/** For what is asked on nobody's behalf. */
const asOurselves: Statement = {
  sql: '',
  params: [],
  timeZone: 'UTC',
  tenant: 'nobody',
  timeoutMs: 5_000,
};

/** A session, unless the signal comes first; one that arrives too late goes back to the pool. */
async function connected(pool: Pool, signal: AbortSignal): Promise<PoolClient> {
  const connecting = pool.connect();
  try {
    return await unlessAborted(connecting, signal);
  } catch (error) {
    connecting.then(
      (client) => client.release(),
      () => {},
    );
    throw error;
  }
}

async function explainWith(
  client: PoolClient,
  { sql, params }: Statement,
): Promise<{ cost: number; rows: number }> {
  // Through the extended protocol even without parameters: it takes one statement and no more.
  const query = { text: `${explain}${sql}`, values: [...params], queryMode: 'extended' };
  try {
    const { rows } = await client.query<{ 'QUERY PLAN': Explained }>(query);
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    return { cost: plan?.['Total Cost'] ?? 0, rows: plan?.['Plan Rows'] ?? 0 };
  } catch (error) {
    throw placedAfter(explain, error);
  }
}

const explain = 'explain (format json) ';

type Explained = readonly {
  readonly Plan: { readonly 'Total Cost': number; readonly 'Plan Rows': number };
}[];
