import type { Figure, Query, Table, TableColumn, Unit, Chart } from './report.js';

/** What one query gave. */
export interface Facts<Row extends object> {
  readonly query: Query;
  readonly rows: readonly Row[];
}

/** The columns of a row that are numbers, or null. */
export type NumberColumn<Row> = {
  readonly [Name in keyof Row]: Row[Name] extends number | null ? Name : never;
}[keyof Row] &
  string;

/** One cell as a figure. @throws where the cell is empty: ask `row[column] === null` before */
export function figure<Row extends object>(
  { query, rows }: Facts<Row>,
  row: Row,
  column: NumberColumn<Row>,
  unit: Unit = 'count',
): Figure {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`${query.name}.${column} is no number.`);
  return { value, unit, query: query.name, row: rows.indexOf(row), column };
}

/** The facts as a table of some columns and, where `rows` is given, some rows. */
export function tableOf<Row extends object>(
  facts: Facts<Row>,
  title: string,
  columns: readonly (TableColumn & { readonly column: keyof Row & string })[],
  options: {
    readonly rows?: readonly Row[];
    readonly chart?:
      | (Chart & {
          readonly labels: keyof Row & string;
          readonly values: readonly NumberColumn<Row>[];
        })
      | null;
  } = {},
): Table {
  const { rows = facts.rows, chart = null } = options;
  return {
    title,
    query: facts.query.name,
    columns,
    rows: rows.map((row) => ({
      row: facts.rows.indexOf(row),
      cells: columns.map(({ column }) => cellOf(row[column])),
    })),
    chart,
  };
}

/** The column that says which warehouse, where rows tell several apart. */
export function warehouseColumn(
  rows: readonly { readonly warehouse: string | null }[],
): readonly (TableColumn & { readonly column: 'warehouse' })[] {
  const isTold = rows.some(({ warehouse }) => warehouse !== null);
  return isTold ? [{ label: 'warehouse', column: 'warehouse', unit: null }] : [];
}

function cellOf(value: unknown): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
