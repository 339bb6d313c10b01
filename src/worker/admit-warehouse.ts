import { Runtime } from '@temporalio/worker';
import type { ConnectedWarehouse } from '../adapters/warehouse/connect-warehouse.js';
import { tenancyNotHeld } from '../adapters/warehouse/held-tables.js';
import { piiUnknown } from '../adapters/warehouse/personal-data.js';
import { ConfigError, type Config } from '../config.js';
import { ToolFailure } from '../domain/failure.js';

/**
 * Looks at the role, and at what the settings protect, before the first task. A warehouse that is away is asked again
 * before the first query that reaches it.
 * @throws ToolFailure for a role that may do more than read; ConfigError where the settings would not protect
 */
export async function admitWarehouse(
  config: Config,
  warehouse: Pick<ConnectedWarehouse, 'admit' | 'catalog'>,
): Promise<void> {
  await warehouse.admit(AbortSignal.timeout(longestAdmissionMs)).catch((error: unknown) => {
    if (error instanceof ToolFailure && error.toolError.error === 'privileged_role') throw error;
  });
  // Known before the first question, and while the warehouse is away.
  const catalog = warehouse.catalog(new AbortController().signal).catch(asConfigError);
  if (isProtected(config)) await catalog;
  else void catalog.catch(() => undefined);
}

/** Without the warehouse, too. */
const longestAdmissionMs = 3_000;

/** Whether what the settings protect is looked at before the first task. */
function isProtected({ SUREFOOT_TENANCY, SUREFOOT_PII, SUREFOOT_PII_MASK }: Config): boolean {
  return SUREFOOT_TENANCY === 'required' || SUREFOOT_PII !== '' || SUREFOOT_PII_MASK !== '';
}

/** Without the warehouse a worker starts all the same, and says so; but not where it would not protect. */
function asConfigError(error: unknown): undefined {
  if (error instanceof ToolFailure) {
    const { error: name, message, suggestion } = error.toolError;
    if (name === tenancyNotHeld || name === piiUnknown)
      throw new ConfigError(`${message} ${suggestion}`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  Runtime.instance().logger.warn(noWarehouse, { reason });
}

const noWarehouse = 'The warehouse cannot be read: queries fail until it can be.';
