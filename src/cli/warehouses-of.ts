import type { Config } from '../config.js';
import type { WarehouseSettings } from '../config/warehouses.js';
import type { Outside } from './outside.js';

/** The warehouses that a worker started here would read. @throws ConfigError */
export async function warehousesOf(
  config: Config,
  outside: Pick<Outside, 'loadConfigFile' | 'warehouseSettings'>,
): Promise<readonly WarehouseSettings[]> {
  const file = await outside.loadConfigFile(config);
  return await outside.warehouseSettings(config, file?.config ?? {});
}
