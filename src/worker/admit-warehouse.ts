import { Runtime } from '@temporalio/worker';
import type { ConnectedWarehouse } from '../adapters/warehouse/connect-warehouse.js';
import { tenancyNotHeld } from '../adapters/warehouse/held-tables.js';
import { piiUnknown } from '../adapters/warehouse/personal-data.js';
import { ConfigError } from '../config.js';
import type { WarehouseSettings } from '../config/warehouses.js';
import { ToolFailure } from '../domain/failure.js';

/**
 * Looks at each role, and at what the settings protect, before the first task. A warehouse that is away is asked again
 * before the first query that reaches it.
 * @throws ToolFailure for a role that may do more than read; ConfigError where the settings would not protect
 */
export async function admitWarehouses(
  settings: readonly Protection[],
  warehouses: readonly Admitted[],
): Promise<void> {
  await Promise.all(
    settings.map(async (each) => {
      const warehouse = warehouses.find(({ name }) => name === each.name);
      if (warehouse !== undefined) await admitWarehouse(each, warehouse);
    }),
  );
}

type Admitted = Pick<ConnectedWarehouse, 'name' | 'admit' | 'catalog'>;
type Protection = Pick<WarehouseSettings, 'name' | 'called' | 'tenancy' | 'personal'>;

async function admitWarehouse(settings: Protection, warehouse: Admitted): Promise<void> {
  await warehouse.admit(AbortSignal.timeout(longestAdmissionMs)).catch((error: unknown) => {
    if (error instanceof ToolFailure && error.toolError.error === 'privileged_role') throw error;
  });
  // Known before the first question, and while the warehouse is away.
  const catalog = warehouse
    .catalog(new AbortController().signal)
    .catch((error: unknown) => asConfigError(error, settings));
  if (isProtected(settings)) await catalog;
  else void catalog.catch(() => undefined);
}

/** Without the warehouse, too. */
const longestAdmissionMs = 3_000;

/** Whether what the settings protect is looked at before the first task. */
function isProtected({ tenancy, personal }: Protection): boolean {
  return tenancy.required || personal.refused.length > 0 || personal.masked.length > 0;
}

/** Without the warehouse a worker starts all the same, and says so; but not where it would not protect. */
function asConfigError(error: unknown, { name: warehouse, called }: Protection): undefined {
  if (error instanceof ToolFailure) {
    const { error: name, message, suggestion } = error.toolError;
    if (name === tenancyNotHeld || name === piiUnknown)
      throw new ConfigError(`${called}: ${message} ${suggestion}`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  Runtime.instance().logger.warn(noWarehouse, { warehouse, reason });
}

const noWarehouse = 'The warehouse cannot be read: queries fail until it can be.';
