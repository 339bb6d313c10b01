import { isListed, type ListedTable } from '../../domain/table-list.js';
import type { ColumnRow, KeyRow } from './catalog-sql.js';
import { personalAs, type PersonalData } from './personal-data.js';

export interface CatalogRows {
  readonly columns: readonly ColumnRow[];
  readonly keys: readonly KeyRow[];
}

export interface Listing {
  /** All tables where absent. */
  readonly tables?: readonly ListedTable[];
  readonly personal: PersonalData;
}

/** Whether a column exists for us: its table and it itself are listed, and it is not refused as personal. */
export function isOpen({ tables, personal }: Listing, row: ColumnRow): boolean {
  const listed = tables === undefined || isListed(tables, row, row.column);
  return listed && personalAs(personal, row) !== 'refused';
}

/** Leaves out columns, and every key that names what is left out: it would tell of it. */
export function withoutClosed(
  { columns, keys }: CatalogRows,
  isThere: (row: ColumnRow) => boolean,
): CatalogRows {
  const left = columns.filter(isThere);
  const names = new Set(left.map(({ schema, name, column }) => keyOf(schema, name, column)));
  const tables = new Map(left.map(({ oid, schema, name }) => [oid, { schema, name }]));
  const has = (schema: string | null, table: string | null, list: readonly string[] | null) =>
    (list ?? []).every((column) => names.has(keyOf(schema, table, column)));
  return {
    columns: left,
    keys: keys.filter(({ oid, kind, columns: own, schema, table, references }) => {
      const of = tables.get(oid);
      if (of === undefined || !has(of.schema, of.name, own)) return false;
      return kind !== 'f' || has(schema, table, references);
    }),
  };
}

function keyOf(...parts: readonly (string | null)[]): string {
  return JSON.stringify(parts);
}
