import type { ColumnRow, KeyRow } from './catalog-sql.js';

interface CatalogRows {
  readonly columns: readonly ColumnRow[];
  readonly keys: readonly KeyRow[];
}

/** Leaves out tables by id, and every key that names what is left out: a key would tell of it. */
export function inScope(rows: CatalogRows, isInScope: (oid: number) => boolean): CatalogRows {
  const columns = rows.columns.filter(({ oid }) => isInScope(oid));
  const tables = new Set(columns.map(({ schema, name }) => JSON.stringify([schema, name])));
  const keys = rows.keys.filter(
    ({ oid, kind, schema, table }) =>
      isInScope(oid) && (kind !== 'f' || tables.has(JSON.stringify([schema, table]))),
  );
  return { columns, keys };
}
