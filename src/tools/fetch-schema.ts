import { z } from 'zod';
import { ToolFailure } from '../domain/failure.js';
import type { Cell, ResultSet } from '../domain/result.js';
import type { Catalog, Table, TableColumn } from '../ports.js';
import { nearest } from '../sql/suggest.js';
import { tableName } from '../sql/table-names.js';
import { defineTool } from './define-tool.js';
import { ResultSetSchema } from './query-schemas.js';

/** Describes tables, one row a column: for what the planner's schema block leaves out. */
export const fetchSchema = defineTool({
  name: 'fetch_schema',
  description:
    'Lists columns of tables with type, keys, and known values or date range. Only for what the <schema> block leaves out.',
  input: z.strictObject({
    tables: z.array(z.string()).describe('Names as in the schema block; [] for all tables'),
  }),
  output: ResultSetSchema,
  readsCatalog: true,
  check: async (input, { catalog }) => ({
    input,
    findings: input.tables.flatMap((name) => unknownTable(name, catalog)),
    facts: null,
    summary:
      `schema of ${input.tables.length === 0 ? 'all tables' : input.tables.join(', ')}`.slice(
        0,
        120,
      ),
  }),
  async run({ tables }, { warehouse, signal }): Promise<ResultSet> {
    const catalog = await warehouse.catalog(signal);
    const [missing] = tables.flatMap((name) => unknownTable(name, catalog));
    if (missing !== undefined) {
      const { code: error, what, fix: suggestion } = missing;
      throw new ToolFailure({ error, class: 'permanent', message: `${what}.`, suggestion });
    }
    const rows = catalog.tables
      .filter((table) => tables.length === 0 || tables.includes(tableName(table)))
      .flatMap((table) => table.columns.map((column) => rowOf(table, column)));
    return { columns, rows, rowCount: rows.length, truncated: false };
  },
});

function unknownTable(name: string, { tables }: Catalog) {
  const names = tables.map(tableName);
  if (names.includes(name)) return [];
  const near = nearest(name, names);
  const fix = near.length > 0 ? `Use ${near.join(' or ')}.` : 'Use a table of the schema block.';
  return [{ code: 'unknown_table', what: `the table ${name} does not exist`, fix }];
}

function rowOf(table: Table, column: TableColumn): Cell[] {
  const { name, type, nullable, values, range } = column;
  return [tableName(table), name, type, nullable, keyOf(table, name), valuesOf(values, range)];
}

function keyOf(table: Table, column: string): string {
  const foreign = table.foreignKeys
    .filter(({ columns }) => columns.includes(column))
    .map(({ columns, table, references }) => {
      return `references ${table}.${references[columns.indexOf(column)] ?? ''}`;
    });
  return [...(table.primaryKey.includes(column) ? ['primary'] : []), ...foreign].join(', ');
}

function valuesOf(values: TableColumn['values'], range: TableColumn['range']): string | null {
  if (range !== null) return `${range.from} to ${range.to}`;
  return values.length > 0 ? values.join(' | ') : null;
}

const columns = [
  { name: 'table', type: 'text' },
  { name: 'column', type: 'text' },
  { name: 'type', type: 'text' },
  { name: 'nullable', type: 'boolean' },
  { name: 'key', type: 'text' },
  { name: 'values', type: 'text' },
];
