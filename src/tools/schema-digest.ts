import type { Catalog, Table, TableColumn } from '../ports.js';
import { tableName } from '../sql/table-names.js';

/** What the planner's `<schema>` block holds of one table. Fields that say nothing are left out. */
export interface DigestTable {
  readonly name: string;
  /** Only where it is not a plain table. */
  readonly kind?: string;
  /** Two significant digits: an estimate that moves daily would change the prompt daily. null where unknown. */
  readonly rows: number | null;
  readonly comment?: string;
  readonly columns: readonly DigestColumn[];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly {
    readonly columns: readonly string[];
    readonly table: string;
    readonly references: readonly string[];
  }[];
}

export interface DigestColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable?: true;
  readonly masked?: true;
  readonly values?: readonly string[];
  readonly range?: { readonly from: string; readonly to: string };
  readonly comment?: string;
}

export interface SchemaDigest {
  readonly version: string;
  /** Says what may be done with masked columns; absent where there are none. */
  readonly masked?: string;
  readonly tables: readonly DigestTable[];
  /** Says what is left out and how to get it; absent where nothing is. */
  readonly note?: string;
}

/**
 * The catalog in few words and always in the same order. Where it is too long, values go first, then the columns of the
 * smallest tables, which the note sends to fetch_schema. Comments are off unless asked for: they are somebody's text.
 */
export function schemaDigest(
  catalog: Catalog,
  { maxChars = 60_000, comments = false }: { maxChars?: number; comments?: boolean } = {},
): SchemaDigest {
  const ordered = catalog.tables.toSorted((a, b) => compare(tableName(a), tableName(b)));
  const digests = (values: boolean) =>
    ordered.map((table) => digestOf(table, { comments, values }));
  const isMasked = catalog.tables.some(({ columns }) => columns.some(({ masked }) => masked));
  const head = { version: catalog.version, ...(isMasked && { masked: maskedWords }) };
  const whole: SchemaDigest = { ...head, tables: digests(true) };
  if (lengthOf(whole) <= maxChars) return whole;
  const lean = digests(false);
  const withNote: SchemaDigest = { ...head, tables: lean, note: valuesLeftOut };
  return lengthOf(withNote) <= maxChars ? withNote : withoutColumns(head, lean, maxChars);
}

/** Keeps the columns of the largest tables, which questions are mostly about, as long as there is room. */
function withoutColumns(
  head: Omit<SchemaDigest, 'tables'>,
  tables: readonly DigestTable[],
  maxChars: number,
): SchemaDigest {
  const bare = new Map(
    tables.map((table) => [table.name, { ...table, columns: [], foreignKeys: [] }]),
  );
  let room = maxChars - lengthOf({ ...head, tables: [...bare.values()], note: columnsLeftOut });
  const kept = new Set<string>();
  for (const table of tables.toSorted((a, b) => (b.rows ?? 0) - (a.rows ?? 0))) {
    const extra = lengthOf(table) - lengthOf(bare.get(table.name));
    if (extra > room) continue;
    room -= extra;
    kept.add(table.name);
  }
  const shown = tables.flatMap((table) => {
    const short = bare.get(table.name);
    return kept.has(table.name) ? [table] : short === undefined ? [] : [short];
  });
  return { ...head, tables: shown, note: columnsLeftOut };
}

/** What of the catalog is shown beside names, types and keys. */
interface Shown {
  readonly comments: boolean;
  readonly values: boolean;
}

function digestOf(table: Table, shown: Shown): DigestTable {
  return {
    name: tableName(table),
    ...(table.kind !== 'table' && { kind: table.kind }),
    rows: rowsOf(table),
    ...(shown.comments && table.comment !== '' && { comment: told(table.comment) }),
    columns: table.columns.map((column) => columnOf(column, shown)),
    primaryKey: table.primaryKey,
    foreignKeys: table.foreignKeys,
  };
}

function rowsOf({ rowEstimate, rowSecurity }: Table): number | null {
  return rowEstimate === null || rowSecurity === true ? null : Number(rowEstimate.toPrecision(2));
}

function columnOf(column: TableColumn, shown: Shown): DigestColumn {
  return {
    name: column.name,
    type: shortType(column.type),
    ...(column.nullable && { nullable: true as const }),
    ...(column.masked && { masked: true as const }),
    ...(shown.values && column.values.length > 0 && { values: column.values }),
    ...(column.range !== null && { range: column.range }),
    ...(shown.comments && column.comment !== '' && { comment: told(column.comment) }),
  };
}

/** A comment may be a page, and may hold what nobody sees. */
function told(comment: string): string {
  return comment
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, longestComment);
}

const longestComment = 200;

/** As people write them: a third of the characters, the same meaning. */
function shortType(type: string): string {
  return type
    .replace(/^character varying/, 'varchar')
    .replace(/^character\b/, 'char')
    .replace(/^timestamp(\(\d\))? without time zone/, 'timestamp$1')
    .replace(/^timestamp(\(\d\))? with time zone/, 'timestamptz$1')
    .replace(/^time(\(\d\))? without time zone/, 'time$1')
    .replace(/^time(\(\d\))? with time zone/, 'timetz$1')
    .replace(/^double precision/, 'float8');
}

function lengthOf(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const maskedWords =
  'Columns with "masked" are personal: count them, test them for NULL, group by them, or select them as they are, which shows [masked]. Nothing else.';
const valuesLeftOut = 'Values of columns are left out: a fetch_schema step has them.';
const columnsLeftOut =
  'Values of columns, and the columns of tables with "columns": [], are left out: a fetch_schema step has them.';
