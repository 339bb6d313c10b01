import type { Catalog, Table } from '../../ports.js';
import { tablesOf } from '../../sql/facts.js';
import { tableName } from '../../sql/table-names.js';

/** What would make a slow statement faster: date columns to bound it by, and columns with few values to filter by. */
export async function narrowing(
  sql: string,
  catalog: Catalog | undefined,
): Promise<{ readonly suggestion: string; readonly alternatives: readonly string[] }> {
  const names = new Set(await tablesOf(sql));
  const tables = (catalog?.tables ?? [])
    .filter((table) => names.has(tableName(table)))
    .toSorted((a, b) => (b.rowEstimate ?? 0) - (a.rowEstimate ?? 0));
  const dates = tables.flatMap((table) => columnsOf(table, ({ range }) => range !== null));
  const kinds = tables.flatMap((table) => columnsOf(table, ({ values }) => values.length > 1));
  const ways = [
    ...(dates.length > 0 ? [`by a date range on ${dates.slice(0, 2).join(' or ')}`] : []),
    ...(kinds.length > 0 ? [`by ${kinds.slice(0, 2).join(' or ')}`] : []),
  ];
  return {
    suggestion:
      ways.length > 0
        ? `Filter ${ways.join(', or ')}.`
        : 'Filter by a date range, or aggregate over fewer rows.',
    alternatives: [...dates.slice(0, 2), ...kinds.slice(0, 2)],
  };
}

function columnsOf(table: Table, wanted: (column: Table['columns'][number]) => boolean): string[] {
  return table.columns.filter(wanted).map(({ name }) => `${tableName(table)}.${name}`);
}
