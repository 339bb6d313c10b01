import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Catalog, ForeignKey, Table, TableColumn } from '../../ports.js';
import { tableName } from '../../sql/table-names.js';
import { columnsSql, keysSql, type ColumnRow, type KeyRow } from './catalog-sql.js';
import { readExamples, type Examples } from './catalog-examples.js';
import { readOnly } from './session.js';

/** Reads all that the role may select from: names, types and keys, then values and ranges within a few seconds. */
export async function readCatalog(
  pool: Pool,
  schemas: readonly string[] | undefined,
): Promise<Catalog> {
  const [columns, keys] = await readOnly(await pool.connect(), bounds, async (client) => {
    const parameters = [schemas ?? null];
    const columns = await client.query<ColumnRow>(columnsSql, parameters);
    const keys = await client.query<KeyRow>(keysSql, parameters);
    return [columns.rows, keys.rows] as const;
  });
  const examples = await readExamples(pool, columns, schemas);
  const tables = [...groupBy(columns, ({ oid }) => oid).values()].map((rows) =>
    tableOf(rows, keys, examples),
  );
  return { version: versionOf(tables), tables };
}

function tableOf(
  rows: readonly ColumnRow[],
  allKeys: readonly KeyRow[],
  examples: Examples,
): Table {
  const [first] = rows;
  if (first === undefined) throw new Error('A table without columns cannot be here.');
  const keys = allKeys.filter(({ oid }) => oid === first.oid);
  return {
    schema: first.schema,
    name: first.name,
    kind: first.kind,
    rowEstimate: first.rows,
    comment: first.comment,
    columns: rows.map((row) => columnOf(row, examples)),
    primaryKey: keys.find(({ kind }) => kind === 'p')?.columns ?? [],
    uniqueKeys: keys.filter(({ kind }) => kind === 'u').map(({ columns }) => columns),
    foreignKeys: keys.flatMap(foreignKeyOf),
  };
}

function columnOf(row: ColumnRow, examples: Examples): TableColumn {
  const example = examples.get(`${row.oid}.${row.column}`);
  return {
    name: row.column,
    type: row.type,
    nullable: row.nullable,
    comment: row.column_comment,
    values: row.labels ?? example?.values ?? [],
    range: example?.range ?? null,
  };
}

function foreignKeyOf({ kind, schema, table, columns, references }: KeyRow): ForeignKey[] {
  if (kind !== 'f' || schema === null || table === null) return [];
  return [{ columns, table: tableName({ schema, name: table }), references: references ?? [] }];
}

/** Of what SQL depends on alone: values, ranges, comments and estimates change daily and change no plan's meaning. */
function versionOf(tables: readonly Table[]): string {
  const meant = tables.map((table) => [
    table.schema,
    table.name,
    table.kind,
    table.columns.map(({ name, type, nullable }) => [name, type, nullable]),
    table.primaryKey,
    table.uniqueKeys,
    table.foreignKeys,
  ]);
  return createHash('sha256').update(JSON.stringify(meant)).digest('hex');
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

const bounds = { timeoutMs: 10_000, timeZone: 'UTC', tenant: '' };
