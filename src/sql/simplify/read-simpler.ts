import { readSelect, writeSelect } from '../select/text.js';
import { whatIsDropped, type Dropped } from './keeps-meaning.js';
import type { Rewrite, SimplifyOptions } from './simplify.js';

/**
 * Somebody else's simpler statement as a rewrite of the declared one: only where the trees show that what is left means
 * the same, and in our own words. It still goes through the guard.
 */
export async function readSimpler(
  sql: string,
  { catalog, declaration, keep = [], keepOrder = false }: SimplifyOptions,
): Promise<Rewrite | undefined> {
  const { measure, dimensions, order, limit } = declaration;
  const [before, after] = await Promise.all([readSelect(declaration.sql), readSelect(sql)]);
  if (before === undefined || after === undefined) return undefined;
  const dropped = whatIsDropped(before, after, catalog);
  if (dropped === undefined) return undefined;
  const needed = new Set([measure.column, ...dimensions, ...keep]);
  if (dropped.columns.some((name) => needed.has(name))) return undefined;
  // Without an ORDER BY of its own, a statement has its order from inside.
  const reordered = dropped.sorting && after.sortClause === undefined;
  if (reordered && (order !== '' || limit > 0 || keepOrder)) return undefined;
  const note = noteOf(dropped);
  const written = await writeSelect(after);
  if (note === undefined || written === undefined) return undefined;
  const params = written.params.flatMap((number) => declaration.params[number - 1] ?? []);
  return {
    sql: written.sql,
    input: { ...declaration, sql: written.sql, params },
    note,
    exact: true,
    reordered,
  };
}

/** Undefined where nothing is left out that a reader could be told of. */
function noteOf({ columns, tables, sorting }: Dropped): string | undefined {
  const parts = [
    ...(columns.length === 0
      ? []
      : [`${columns.length === 1 ? 'the column' : 'the columns'} ${columns.join(', ')}`]),
    ...tables.map((table) => `the join to ${table}, which nothing else uses`),
    ...(sorting ? ['sorting that the answer does not need'] : []),
  ];
  return parts.length === 0 ? undefined : `Left out: ${parts.join('; ')}.`;
}
