import { escapeIdentifier, type Pool } from 'pg';
import { isTellable } from '../../domain/tellable.js';
import { statisticsSql, type ColumnRow, type StatisticsRow } from './catalog-sql.js';
import { readOnly } from './session.js';

/** What a column holds: all its values where they are few, or its oldest and newest day. */
export interface Example {
  readonly values: readonly string[];
  readonly range: { readonly from: string; readonly to: string } | null;
}

/** By `<table's oid>.<column>`. */
export type Examples = ReadonlyMap<string, Example>;

/**
 * Values and ranges: from the planner's statistics where they say it all, else asked for, one short statement a table.
 * Large tables without an index are not scanned; what takes too long is left out. Never fails: this is a help, no more.
 */
export async function readExamples(
  pool: Pool,
  columns: readonly ColumnRow[],
  schemas: readonly string[] | undefined,
): Promise<Examples> {
  if (columns.length === 0) return new Map();
  const statistics = await readStatistics(pool, schemas);
  const examples = new Map<string, Example>();
  const toAsk = new Map<number, ColumnRow[]>();
  for (const column of columns) {
    const known = statistics.get(`${column.schema}.${column.name}.${column.column}`);
    const example = fromStatistics(column, known);
    if (example !== undefined) examples.set(keyOf(column), example);
    if (isWorthAsking(column, known, example)) {
      toAsk.set(column.oid, [...(toAsk.get(column.oid) ?? []), column]);
    }
  }
  const deadline = Date.now() + allTablesMs;
  for (const asked of toAsk.values()) {
    if (Date.now() > deadline) break;
    for (const [key, example] of await askTable(pool, asked)) examples.set(key, example);
  }
  return examples;
}

async function readStatistics(
  pool: Pool,
  schemas: readonly string[] | undefined,
): Promise<ReadonlyMap<string, StatisticsRow>> {
  try {
    const { rows } = await readOnly(
      await pool.connect(),
      { ...bounds, timeoutMs: 5_000 },
      (client) => client.query<StatisticsRow>(statisticsSql, [schemas ?? null, mostValues]),
    );
    return new Map(rows.map((row) => [`${row.schema}.${row.table}.${row.column}`, row]));
  } catch {
    return new Map(); // Too many, or not for this role: the tables themselves are asked.
  }
}

function fromStatistics(column: ColumnRow, known: StatisticsRow | undefined): Example | undefined {
  if (known === undefined) return undefined;
  if (column.category === 'S' && known.complete && known.common !== null) {
    // All values or none: what is left of a list would pass for the whole.
    return { values: known.common.every(isTellable) ? known.common.toSorted() : [], range: null };
  }
  if (column.category !== 'D' || !isDated(column)) return undefined;
  const seen = [...(known.bounds ?? []), ...(known.common ?? [])].toSorted();
  const [from, to] = [seen[0], seen.at(-1)];
  return from === undefined || to === undefined ? undefined : { values: [], range: { from, to } };
}

function isWorthAsking(
  column: ColumnRow,
  known: StatisticsRow | undefined,
  example: Example | undefined,
): boolean {
  const here = column.kind !== 'view' && column.kind !== 'foreign_table';
  const small = here && column.bytes <= smallBytes;
  // An index answers at once; a small table is read whole. Statistics lag behind, so a date is asked for regardless.
  if (isDated(column)) return small || column.indexed;
  const maybeFew = known === undefined || known.distinct <= mostValues;
  return column.category === 'S' && example === undefined && small && maybeFew;
}

async function askTable(
  pool: Pool,
  columns: readonly ColumnRow[],
): Promise<readonly (readonly [string, Example])[]> {
  const [first] = columns;
  if (first === undefined) return [];
  const table = `${escapeIdentifier(first.schema)}.${escapeIdentifier(first.name)}`;
  const parts = columns.map((column) =>
    questionAbout(escapeIdentifier(column.column), column, table),
  );
  try {
    const { rows } = await readOnly(await pool.connect(), bounds, (client) =>
      client.query<(string[] | null)[]>({ text: `select ${parts.join(', ')}`, rowMode: 'array' }),
    );
    return columns.flatMap((column, i) => exampleFrom(column, rows[0]?.[i] ?? null));
  } catch {
    return []; // Too slow, or not readable after all: the planner does without.
  }
}

function questionAbout(name: string, column: ColumnRow, table: string): string {
  return isDated(column)
    ? `(select array[min(${name})::text, max(${name})::text] from ${table})`
    : `(select array_agg(v order by v) from (select distinct ${name}::text as v from ${table}
        where ${name} is not null limit ${mostValues + 1}) few)`;
}

function exampleFrom(
  column: ColumnRow,
  answer: readonly (string | null)[] | null,
): (readonly [string, Example])[] {
  const found = (answer ?? []).filter((value) => value !== null);
  const [from, to] = found;
  if (isDated(column)) {
    if (from === undefined || to === undefined) return [];
    return [[keyOf(column), { values: [], range: { from, to } }]];
  }
  if (found.length > mostValues || !found.every(isTellable)) return [];
  return [[keyOf(column), { values: found, range: null }]];
}

/** Times of day and intervals have no range worth telling. */
function isDated({ category, type }: ColumnRow): boolean {
  return category === 'D' && /^(?:date|timestamp)/.test(type);
}

function keyOf({ oid, column }: ColumnRow): string {
  return `${oid}.${column}`;
}

const mostValues = 20;
const smallBytes = 32 * 1024 * 1024;
const allTablesMs = 3_000;
const bounds = { timeoutMs: 500, timeZone: 'UTC', local: {} };
