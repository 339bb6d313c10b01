import { tableName } from '../../sql/table-names.js';
import { connectWarehouse, type WarehouseOptions } from './connect-warehouse.js';
import { defaultTenancy } from './tenancy.js';

/**
 * Tables and views that do not exist for us because nothing keeps tenants apart in them.
 * @throws ToolFailure `tenancy_not_held` where the role is above the policies
 */
export async function tablesLeftOut(
  options: Omit<WarehouseOptions, 'name' | 'poolSize' | 'catalogTtlMs'>,
): Promise<readonly string[]> {
  const { tenancy = defaultTenancy } = options;
  if (!tenancy.required) return [];
  const held = await tablesOf(options);
  const all = await tablesOf({ ...options, tenancy: { ...tenancy, required: false } });
  return all.filter((name) => !held.includes(name));
}

async function tablesOf(options: Parameters<typeof tablesLeftOut>[0]): Promise<readonly string[]> {
  const once = { name: 'warehouse', poolSize: 1, catalogTtlMs: 0, examples: false };
  const warehouse = connectWarehouse({ ...options, ...once });
  try {
    const { tables } = await warehouse.catalog(AbortSignal.timeout(patienceMs));
    return tables.map(tableName);
  } finally {
    await warehouse.close();
  }
}

const patienceMs = 30_000;
