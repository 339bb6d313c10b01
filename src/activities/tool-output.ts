import { z } from 'zod';
import { rememberedBy } from '../domain/remembered-by.js';
import type { Cell, ResultSet } from '../domain/result.js';

type Output = Readonly<Record<string, unknown>>;

/**
 * What a tool returned, as rows: a result set as it is, a list of flat objects row by row, one object as one row. Columns
 * that its schema names are there even where no row has them: a plan that reads them is right about an empty list, too.
 */
export function toResultSet(output: unknown, schema: z.ZodType): ResultSet {
  if (isResultSet(output)) {
    const { columns, rows, rowCount, truncated, intervals } = output;
    return { columns, rows, rowCount, truncated, ...(intervals && { intervals }) };
  }
  const objects = (Array.isArray(output) ? output : [output]).map(asObject);
  const named = namedTypes(schema);
  const names = [...new Set([...named.keys(), ...objects.flatMap((each) => Object.keys(each))])];
  return {
    columns: names.map((name) => ({
      name,
      type: typeOf(objects.map((object) => object[name])) ?? named.get(name) ?? 'text',
    })),
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

/** Undefined where no row has a value. */
function typeOf(values: readonly unknown[]): string | undefined {
  const known = values.filter((value) => value !== undefined && value !== null);
  if (known.length === 0) return undefined;
  if (known.every((value) => typeof value === 'number' || typeof value === 'bigint'))
    return 'numeric';
  if (known.every((value) => typeof value === 'boolean')) return 'boolean';
  if (known.every((value) => value instanceof Date)) return 'timestamp with time zone';
  return known.every((value) => typeof value === 'object') ? 'jsonb' : 'text';
}

/** As much of JSON Schema as says what a row has. */
interface Described {
  readonly type?: unknown;
  /** What may be null is one of these. */
  readonly anyOf?: readonly Described[];
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
}

/** The columns of an object's schema, or of a list's of them; none where it says less. */
const namedTypes = rememberedBy((schema: z.ZodType): ReadonlyMap<string, string> => {
  const whole = z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    // Without the ids that a user's schemas may have: a row would be a reference, and two of one name an error.
    metadata: z.registry(),
  }) as Described;
  const { properties = {} } = whole.items ?? whole;
  return new Map(Object.entries(properties).map(([name, field]) => [name, columnType(field)]));
});

function columnType({ type, anyOf = [] }: Described): string {
  const known = type ?? anyOf.find((each) => each.type !== 'null')?.type;
  if (known === 'number' || known === 'integer') return 'numeric';
  return known === 'boolean' ? 'boolean' : 'text';
}
