import type { Node, SelectStmt } from 'libpg-query';
import { addDays } from '../../domain/day.js';
import type { Catalog, Table, TableColumn } from '../../ports.js';
import { dayOf, lastMonth, periodName, type Days } from '../../sql/help/calendar.js';
import { comparisonsOf, type Comparison } from '../../sql/help/comparison.js';
import { levelsOf, restricted } from '../../sql/help/levels.js';
import { parseExpression } from '../../sql/select/text.js';
import { quoted, tableName } from '../../sql/table-names.js';
import type { Asker, HelpContext } from './ask.js';
import { periodAsked } from './period-asked.js';

/** A smaller question in words, and the statement that would answer it. */
export interface Way {
  readonly suggestion: string;
  readonly select: SelectStmt;
}

/**
 * Ways to ask for less: the last month, or day, of a date column, and one value of a column with few. Columns of the
 * statement's own tables come first, largest table first, then those of the tables that these refer to; of each table
 * the dates come first.
 */
export async function narrowerWays(
  select: SelectStmt,
  asker: Asker,
  { catalog, params }: HelpContext,
): Promise<readonly Way[]> {
  const levels = levelsOf(select, catalog);
  const sources = levels.flatMap((level) => level.sources);
  const filters = levels.flatMap((level) =>
    level.conditions.flatMap((condition) => comparisonsOf(condition, level.sources)),
  );
  const ways: Way[] = [];
  for (const place of placesOf([...new Set(sources.map(({ table }) => table))], filters, catalog)) {
    if (ways.length >= mostWays) break;
    const on = filters.filter(({ column }) => column === place.column);
    const less = lessOf(place, on, await spanOf(place.column, on));
    if (less === undefined) continue;
    const conditions = new Map<string, Node>();
    for (const { table, alias } of sources) {
      if (table !== place.table) continue;
      conditions.set(alias, await parseExpression(conditionOn(alias, place, less.condition)));
    }
    const narrowed = restricted(select, catalog, ({ table, alias }) =>
      table === place.table ? conditions.get(alias) : undefined,
    );
    ways.push({ suggestion: less.suggestion, select: narrowed });
  }
  return ways;

  /** First and last day that the statement reads of a date column; undefined where nobody knows, or there is none. */
  async function spanOf(column: TableColumn, on: readonly Comparison[]): Promise<Days | undefined> {
    const [first, last] = [dayOf(column.range?.from ?? ''), dayOf(column.range?.to ?? '')];
    if (first === undefined || last === undefined) return undefined;
    const asked = await periodAsked(on, asker, params);
    const from = asked.from !== undefined && asked.from > first ? asked.from : first;
    const end = asked.to === undefined ? last : addDays(asked.to, -1);
    const to = end < last ? end : last;
    return from <= to ? { from, to } : undefined;
  }
}

/** A column to narrow by: of a table that the statement reads, or of one that this refers to. */
interface Place {
  readonly table: Table;
  readonly column: TableColumn;
  readonly via: { readonly table: Table; readonly key: string; readonly target: string } | null;
}

function placesOf(
  read: readonly Table[],
  filters: readonly Comparison[],
  { tables }: Catalog,
): readonly Place[] {
  const largestFirst = read.toSorted((a, b) => (b.rowEstimate ?? 0) - (a.rowEstimate ?? 0));
  const own = largestFirst.flatMap((table) =>
    datesFirst(table).map((column) => ({ table, column, via: null })),
  );
  const referred = largestFirst.flatMap((table) =>
    table.foreignKeys.flatMap(({ columns, table: name, references }) => {
      const [key, ...more] = columns;
      const [target] = references;
      const there = tables.find((each) => tableName(each) === name);
      const isPinned = filters.some(
        (each) => each.table === table && each.column.name === key && each.kind === 'equals',
      );
      if (key === undefined || more.length > 0 || target === undefined || isPinned) return [];
      if (there === undefined || read.includes(there)) return [];
      const via = { table: there, key, target };
      return datesFirst(there).map((column) => ({ table, column, via }));
    }),
  );
  return [...own, ...referred];
}

function datesFirst({ columns }: Table): readonly TableColumn[] {
  const isDate = ({ range }: TableColumn) => dayOf(range?.from ?? '') !== undefined;
  return [...columns.filter(isDate), ...columns.filter((column) => !isDate(column))];
}

interface Less {
  readonly suggestion: string;
  /** Of the column under that name. */
  readonly condition: (name: string) => string;
}

function lessOf(
  { table, column, via }: Place,
  on: readonly Comparison[],
  span: Days | undefined,
): Less | undefined {
  const [value] = column.values;
  if (
    value !== undefined &&
    column.values.length > 1 &&
    !on.some(({ kind }) => kind === 'equals')
  ) {
    return {
      suggestion: `One ${labelOf(via?.table ?? table, column)} at a time, such as ${value}.`,
      condition: (name) => `${name} = '${value.replaceAll("'", "''")}'`,
    };
  }
  if (span === undefined || span.from === span.to) return undefined;
  const month = lastMonth(span);
  const isLong = month.from > span.from;
  const { from, to } = isLong ? month : { from: span.to, to: addDays(span.to, 1) };
  const by = via === null ? column.name : `${column.name} of ${tableName(via.table)}`;
  return {
    suggestion: `Only the last ${isLong ? 'month' : 'day'}, ${periodName({ from, to })} (by ${by}).`,
    condition: (name) => `${name} >= '${from}' and ${name} < '${to}'`,
  };
}

function conditionOn(alias: string, { column, via }: Place, condition: Less['condition']): string {
  if (via === null) return condition(`${quoted(alias)}.${quoted(column.name)}`);
  const there = `${quoted(via.table.schema)}.${quoted(via.table.name)}`;
  const where = condition(`t.${quoted(column.name)}`);
  return `${quoted(alias)}.${quoted(via.key)} in (select t.${quoted(via.target)} from ${there} as t where ${where})`;
}

/** `name` of the table regions says little: that is a region. */
export function labelOf({ name: table }: Table, { name }: TableColumn): string {
  return name === 'name' ? table.replace(/ies$/, 'y').replace(/s$/, '') : name;
}

const mostWays = 12;
