import type { QueryInput } from '../plan.js';
import type { ResultSet } from '../result.js';
import { refute } from './check-expectation.js';
import type { Outcome } from './verify-result.js';

/** Postgres sorts nulls first when it sorts down: a "top 5" whose first rows have no value is not the top. */
export function checkLeadingNull(
  { measure, order, limit }: QueryInput,
  { columns, rows }: ResultSet,
): Outcome[] {
  const by = order
    .trim()
    .split(/[\s,]+/, 1)
    .join('')
    .replaceAll('"', '');
  const at = columns.findIndex(({ name }) => name === by);
  if (limit <= 0 || at < 0 || by !== measure.column) return [];
  const isNull = rows.length > 0 && (rows[0]?.[at] ?? null) === null;
  const problem = isNull
    ? refute(
        'null_leads',
        `"${by}", by which the rows are ranked, is null in the first of them.`,
        `Sort with NULLS LAST, or leave out the rows where "${by}" is null.`,
      )
    : null;
  return [{ name: 'ranks values', problem }];
}
