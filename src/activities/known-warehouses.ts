import type { Catalog, Warehouse, Warehouses } from '../ports.js';
import type { CheckContext } from '../tools/define-tool.js';

/** A warehouse with its catalog. */
export interface KnownWarehouse {
  readonly warehouse: Warehouse;
  readonly catalog: Catalog;
}

/** The warehouses that can be asked what they hold; why not, where that is none of them. */
export async function knownOf(
  warehouses: Warehouses,
  signal: AbortSignal,
): Promise<readonly KnownWarehouse[] | { readonly error: unknown }> {
  const errors: unknown[] = [];
  const asked = await Promise.all(
    warehouses.map(async (warehouse): Promise<readonly KnownWarehouse[]> => {
      try {
        return [{ warehouse, catalog: await warehouse.catalog(signal) }];
      } catch (error) {
        errors.push(error);
        return [];
      }
    }),
  );
  const known = asked.flat();
  return known.length === 0 ? { error: errors[0] } : known;
}

/** What their steps are checked with, by the warehouse's name. */
export function contextsOf(
  known: readonly KnownWarehouse[],
  asked: Pick<CheckContext, 'tenant' | 'timeZone' | 'signal'>,
): ReadonlyMap<string, CheckContext> {
  return new Map(
    known.map(({ warehouse, catalog }) => [warehouse.name, { ...asked, warehouse, catalog }]),
  );
}
