import { checkDeclaration } from '../../domain/intent/check-declaration.js';
import type { IntentDoubt, QueryShape } from '../../domain/intent/query-shape.js';
import type { QueryInput } from '../../domain/plan.js';
import type { Catalog } from '../../ports.js';
import { readFilter, readOrder } from './read-declaration.js';
import { readShape } from './read-shape.js';

/** What a statement does, and what of its declaration is not so. */
export interface CheckedIntent {
  readonly shape: QueryShape | undefined;
  readonly doubts: readonly IntentDoubt[];
}

/** Holds a query's declaration against its tree. `query.sql` is what the guard has let through. */
export async function checkIntent(query: QueryInput, catalog: Catalog): Promise<CheckedIntent> {
  const shape = await readShape(query.sql, query.params, catalog);
  if (shape === undefined) return { shape, doubts: [] };
  const filters = await Promise.all(query.filters.map(readFilter));
  const read = {
    filters: filters.filter((filter) => filter !== undefined),
    order: query.order === '' ? undefined : await readOrder(query.order),
  };
  return { shape, doubts: checkDeclaration(query, read, shape) };
}
