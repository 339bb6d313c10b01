import type { Config } from '../config.js';
import type { SurefootConfig } from './define-config.js';

/** Where nothing is named in the file, there is one, of this name. */
const onlyName = 'warehouse';

/** Which warehouses there are, in the file's order; [] where neither it nor the environment names one. */
export function warehouseNames(config: Config, { warehouses }: SurefootConfig): readonly string[] {
  if (warehouses !== undefined) return Object.keys(warehouses);
  return config.SUREFOOT_WAREHOUSE_URL === undefined ? [] : [onlyName];
}

/** The task queue of each; that of the only one where nobody has said yet where it is. */
export function warehouseQueues(config: Config, own: SurefootConfig): readonly string[] {
  const names = warehouseNames(config, own);
  return (names.length === 0 ? [onlyName] : names).map((name) =>
    warehouseQueue(config, name, names),
  );
}

/** The first has the queue that a single one would have: runs that were planned before there were more go on there. */
export function warehouseQueue(
  { SUREFOOT_WAREHOUSE_TASK_QUEUE: base }: Config,
  name: string,
  names: readonly string[],
): string {
  return names.indexOf(name) <= 0 ? base : `${base}-${name}`;
}
