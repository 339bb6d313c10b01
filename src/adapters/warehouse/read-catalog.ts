import { createHash } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { isTellable } from '../../domain/tellable.js';
import { isListed } from '../../domain/table-list.js';
import type { Catalog, ForeignKey, Table, TableColumn } from '../../ports.js';
import { tableName } from '../../sql/table-names.js';
import { columnsSql, keysSql, type ColumnRow, type KeyRow } from './catalog-sql.js';
import { readExamples, type Examples } from './catalog-examples.js';
import { heldTables } from './held-tables.js';
import { isOpen, withoutClosed, type Listing } from './in-scope.js';
import { checkTags, personalAs, viewsOfPersonalData } from './personal-data.js';
import { readOwnNames } from './own-names.js';
import { readOnly } from './session.js';
import { nobodysSetting, type Tenancy } from './tenancy.js';

/** What of the warehouse there is for us, of all that the role may read. */
export interface CatalogScope extends Listing {
  /** All schemas where absent. */
  readonly schemas?: readonly string[];
  readonly tenancy: Tenancy;
  /** False where no value of the data goes into it; enums keep their labels. */
  readonly examples?: boolean;
}

/** Reads all that is in scope: names, types and keys, then values and ranges within a few seconds. */
export async function readCatalog(pool: Pool, scope: CatalogScope): Promise<Catalog> {
  const { schemas, tenancy, personal, examples: mayTell = true } = scope;
  const bounds = { timeoutMs: 10_000, timeZone: 'UTC', local: nobodysSetting(tenancy) };
  const { all, open, own } = await readOnly(await pool.connect(), bounds, async (client) => {
    const parameters = [schemas ?? null];
    const { rows: columns } = await client.query<ColumnRow>(columnsSql, parameters);
    const { rows: keys } = await client.query<KeyRow>(keysSql, parameters);
    const isThere = await tablesThere(client, columns, scope);
    return {
      own: await readOwnNames(client, schemas ?? null),
      all: groupBy(columns, ({ oid }) => oid),
      open: withoutClosed({ columns, keys }, (row) => isThere(row.oid) && isOpen(scope, row)),
    };
  });
  const isMasked = (row: ColumnRow) => personalAs(personal, row) === 'masked';
  const tellable = open.columns.filter((row) => mayTell && !row.row_security && !isMasked(row));
  const examples = await readExamples(pool, tellable, schemas);
  const tables = [...groupBy(open.columns, ({ oid }) => oid)].map(([oid, rows]): Table => {
    const hidden = (all.get(oid) ?? []).filter((row) => !rows.includes(row));
    return {
      ...tableOf(rows, open.keys),
      columns: rows.map((row) => columnOf(row, examples, isMasked(row))),
      ...(hidden.length > 0 && { hidden: hidden.map(({ column }) => column) }),
    };
  });
  const { shadowed = [] } = own;
  const version = versionOf(tables, { policies: policiesOf(open.columns), tenancy, shadowed });
  return { version, tables, ...own };
}

/** Which tables exist at all, by id: those that keep tenants apart, and no view that renames personal data. */
async function tablesThere(
  client: Pick<ClientBase, 'query'>,
  columns: readonly ColumnRow[],
  { tables, tenancy, personal }: CatalogScope,
): Promise<(oid: number) => boolean> {
  checkTags(personal, columns);
  const held = tenancy.required ? await heldTables(client, tenancy) : undefined;
  const tagged = columns.filter((row) => personalAs(personal, row) !== undefined);
  const reading = await viewsOfPersonalData(client, tagged);
  const named = new Set(
    columns.flatMap((row) =>
      tagged.includes(row) || isListed(tables ?? [], row) ? [row.oid] : [],
    ),
  );
  return (oid) => (held === undefined || held.has(oid)) && (!reading.has(oid) || named.has(oid));
}

function tableOf(rows: readonly ColumnRow[], allKeys: readonly KeyRow[]): Omit<Table, 'columns'> {
  const [first] = rows;
  if (first === undefined) throw new Error('A table without columns cannot be here.');
  const keys = allKeys.filter(({ oid }) => oid === first.oid);
  return {
    schema: first.schema,
    name: first.name,
    kind: first.kind,
    ...(first.row_security && { rowSecurity: true }),
    rowEstimate: first.rows,
    comment: first.comment,
    primaryKey: keys.find(({ kind }) => kind === 'p')?.columns ?? [],
    uniqueKeys: keys.filter(({ kind }) => kind === 'u').map(({ columns }) => columns),
    foreignKeys: keys.flatMap(foreignKeyOf),
  };
}

function columnOf(row: ColumnRow, examples: Examples, masked: boolean): TableColumn {
  const example = masked ? undefined : examples.get(`${row.oid}.${row.column}`);
  return {
    name: row.column,
    type: row.type,
    nullable: row.nullable,
    ...(masked && { masked }),
    comment: row.column_comment,
    values: labelsOf(row, masked) ?? example?.values ?? [],
    range: example?.range ?? null,
  };
}

function labelsOf({ labels }: ColumnRow, masked: boolean): readonly string[] | null {
  return masked || labels?.every(isTellable) === false ? null : labels;
}

function foreignKeyOf({ kind, schema, table, columns, references }: KeyRow): ForeignKey[] {
  if (kind !== 'f' || schema === null || table === null) return [];
  return [{ columns, table: tableName({ schema, name: table }), references: references ?? [] }];
}

/**
 * Of what SQL and its rows depend on alone: values, ranges, comments and estimates change daily and change no plan's
 * meaning. Policies do: no result from before they changed is found again.
 */
function versionOf(
  tables: readonly Table[],
  { policies, tenancy: { setting, value }, shadowed }: Meaning,
): string {
  const meant = tables.map((table) => [
    table.schema,
    table.name,
    table.kind,
    table.columns.map(({ name, type, nullable, masked }) => [name, type, nullable, masked]),
    table.hidden,
    table.primaryKey,
    table.uniqueKeys,
    table.foreignKeys,
  ]);
  const rows = policies.length > 0 && { policies, setting, value };
  return createHash('sha256')
    .update(JSON.stringify([meant, rows, ...(shadowed.length > 0 ? [shadowed] : [])]))
    .digest('hex');
}

interface Meaning {
  readonly policies: readonly (readonly (string | null)[])[];
  readonly tenancy: Tenancy;
  readonly shadowed: readonly string[];
}

/** By table; none where no policy decides about rows. */
function policiesOf(columns: readonly ColumnRow[]): (readonly (string | null)[])[] {
  const tables = groupBy(columns, ({ oid }) => oid).values();
  return [...tables].flatMap(([first]) =>
    first?.row_security ? [[first.schema, first.name, first.policies]] : [],
  );
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
