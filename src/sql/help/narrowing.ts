import type { Catalog, Table, TableColumn } from '../../ports.js';
import { tablesOf } from '../facts.js';
import { tableName } from '../table-names.js';
import { dayOf } from './calendar.js';

export interface Narrowing {
  readonly suggestion: string;
  /** The columns that it names, `orders.ordered_at`. */
  readonly alternatives: readonly string[];
}

/** How a slow statement may read less: date columns of its tables, with what they span, and columns of few values. */
export async function narrowing(sql: string, catalog: Catalog): Promise<Narrowing> {
  const names = new Set(await tablesOf(sql));
  const tables = catalog.tables
    .filter((table) => names.has(tableName(table)))
    .toSorted((a, b) => (b.rowEstimate ?? 0) - (a.rowEstimate ?? 0))
    .flatMap((table) => {
      const columns = narrowingColumns(table);
      return columns.length === 0 ? [] : [{ name: tableName(table), columns }];
    })
    .slice(0, mostTables);
  if (tables.length === 0) return { suggestion: 'Ask for fewer rows at once.', alternatives: [] };
  const ways = tables.map(
    ({ name, columns }) => `${name} by ${columns.map(inWords).join(' or by ')}`,
  );
  return {
    suggestion: `Filter ${ways.join(', or ')}.`,
    alternatives: tables.flatMap(({ name, columns }) =>
      columns.map((each) => `${name}.${each.name}`),
    ),
  };
}

function narrowingColumns({ columns }: Table): TableColumn[] {
  const dates = columns.filter(({ range }) => range !== null);
  const kinds = columns.filter(({ values }) => values.length > 1);
  return [...dates.slice(0, mostDates), ...kinds.slice(0, mostKinds)];
}

function inWords({ name, range }: TableColumn): string {
  if (range === null) return name;
  return `${name} (${dayOf(range.from) ?? range.from} to ${dayOf(range.to) ?? range.to})`;
}

const mostTables = 2;
const mostDates = 1;
const mostKinds = 2;
