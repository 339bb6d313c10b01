import type { Cell, ResultSet } from '../domain/result.js';

type Output = Readonly<Record<string, unknown>>;

/** What a tool returned, as rows: a result set as it is, a list of flat objects row by row, one object as one row. */
export function toResultSet(output: unknown): ResultSet {
  if (isResultSet(output)) {
    const { columns, rows, rowCount, truncated, intervals } = output;
    return { columns, rows, rowCount, truncated, ...(intervals && { intervals }) };
  }
  const objects = (Array.isArray(output) ? output : [output]).map(asObject);
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  return {
    columns: names.map((name) => ({ name, type: typeOf(objects.map((object) => object[name])) })),
    rows: objects.map((object) => names.map((name) => cellOf(object[name]))),
    rowCount: objects.length,
    truncated: false,
  };
}

/** The chart in a presenting tool's output; null in any other. */
export function chartIn(output: unknown): Output | null {
  const chart = asObject(output)['chart'];
  return typeof chart === 'object' && chart !== null ? (chart as Output) : null;
}

function isResultSet(output: unknown): output is ResultSet {
  const { columns, rows, rowCount } = asObject(output);
  return Array.isArray(columns) && Array.isArray(rows) && typeof rowCount === 'number';
}

function asObject(value: unknown): Output {
  return typeof value === 'object' && value !== null ? (value as Output) : { value };
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : `${value as number | bigint}`;
}

function typeOf(values: readonly unknown[]): string {
  const known = values.filter((value) => value !== undefined && value !== null);
  if (known.length === 0) return 'text';
  if (known.every((value) => typeof value === 'number' || typeof value === 'bigint'))
    return 'numeric';
  if (known.every((value) => typeof value === 'boolean')) return 'boolean';
  if (known.every((value) => value instanceof Date)) return 'timestamp with time zone';
  return known.every((value) => typeof value === 'object') ? 'jsonb' : 'text';
}
