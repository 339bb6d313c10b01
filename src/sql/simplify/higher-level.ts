import type { Node, SelectStmt } from 'libpg-query';
import type { QueryInput } from '../../domain/plan.js';
import type { Catalog } from '../../ports.js';
import { measureOf } from '../sample/measure.js';
import { outputMeant, readGrouped, type Grouped, type Output } from '../select/grouped.js';
import { hasAggregate, hasWindow, sameNode, someNode } from '../select/nodes.js';
import { sourcesOf } from '../select/sources.js';
import { withoutOutputs } from './drop-columns.js';
import { grainOf, type Grain } from './grain.js';

/** The same rows summed further up; `note` says how. */
export interface Higher {
  readonly select: SelectStmt;
  readonly input: QueryInput;
  readonly note: string;
}

/**
 * A coarser grain first, then fewer dimensions, the last one first. Only where every output is a key of GROUP BY or a
 * sum or count, so that the new rows are the old ones added up: no HAVING, LIMIT, DISTINCT, windows, or totals of totals.
 */
export function higherLevels(
  select: SelectStmt,
  input: QueryInput,
  catalog: Catalog,
  keep: ReadonlySet<string>,
): readonly Higher[] {
  const grouped = readGrouped(select, catalog);
  if (grouped === undefined || !addsUp(grouped, input, catalog)) return [];
  const grain = grainOf(grouped, input.grain, catalog);
  // A grain that is declared and not found may be any of the keys, the one to be dropped too.
  if (grain === undefined && input.grain !== '') return [];
  return [
    ...(grain === undefined ? [] : coarserGrains(grouped, input, grain)),
    ...fewerDimensions(grouped, input, grain, catalog, keep),
  ];
}

function addsUp(grouped: Grouped, { measure }: QueryInput, catalog: Catalog): boolean {
  const { select, outputs, keys } = grouped;
  const cut =
    select.havingClause ??
    select.limitCount ??
    select.limitOffset ??
    select.distinctClause ??
    select.windowClause;
  if (!measure.additive || keys.length === 0 || cut !== undefined) return false;
  if (hasWindow([select.targetList, select.sortClause])) return false;
  if (someNode([select.fromClause, select.withClause], isTotal)) return false;
  const sources = sourcesOf(select, catalog);
  const measures = outputs.filter(({ key }) => key === null);
  return (
    measures.some(({ name }) => name === measure.column) &&
    measures.every(({ expression }) => {
      const read = measureOf(expression, sources);
      return typeof read !== 'string' && read.kind === 'total';
    }) &&
    keys.every((key, i) => outputs.some((output) => output.key === i) && !isConstant(key)) &&
    (select.sortClause ?? []).every(
      (node) =>
        'SortBy' in node &&
        node.SortBy.node !== undefined &&
        outputMeant(node.SortBy.node, outputs) !== undefined,
    )
  );
}

/** A subquery that has totals of its own: a sum of its rows is no longer a sum of the data. */
function isTotal(kind: string, fields: Readonly<Record<string, unknown>>): boolean {
  if (kind !== 'SelectStmt') return false;
  const select = fields as SelectStmt;
  return (
    (select.groupClause ??
      select.limitCount ??
      select.distinctClause ??
      select.larg ??
      select.valuesLists) !== undefined || hasAggregate(select.targetList)
  );
}

function isConstant(node: Node): boolean {
  return 'A_Const' in node;
}

function coarserGrains(grouped: Grouped, input: QueryInput, grain: Grain): Higher[] {
  const units = coarserUnits[input.grain] ?? [];
  const enough = units.findIndex((unit) => isWithinOne(unit, input.period));
  return units.slice(0, enough < 0 ? units.length : enough + 1).map((unit) => {
    const { name } = grain.output;
    return {
      select: withKey(grouped, grain.output, grain.coarser(unit)),
      input: { ...input, grain: unit },
      note: `by ${unit} instead of by ${input.grain} (the column ${name} holds the first day of each ${unit})`,
    };
  });
}

/** The statement with one key written differently, wherever it stands. */
function withKey({ select, outputs, keys }: Grouped, output: Output, by: Node): SelectStmt {
  const { sortClause } = select;
  const sorted = sortClause?.map((node): Node => {
    if (!('SortBy' in node) || node.SortBy.node === undefined) return node;
    return sameNode(node.SortBy.node, output.expression)
      ? { SortBy: { ...node.SortBy, node: by } }
      : node;
  });
  return {
    ...select,
    targetList: outputs.map(({ name, expression }) => ({
      ResTarget: { name, val: sameNode(expression, output.expression) ? by : expression },
    })),
    groupClause: keys.map((key) => (sameNode(key, output.expression) ? by : key)),
    ...(sorted !== undefined && { sortClause: sorted }),
  };
}

/** Amounts of different currencies or units do not add up, whatever the declaration says: those dimensions stay. */
function fewerDimensions(
  grouped: Grouped,
  input: QueryInput,
  grain: Grain | undefined,
  catalog: Catalog,
  keep: ReadonlySet<string>,
): Higher[] {
  const name = input.dimensions.findLast(
    (dimension) =>
      dimension !== grain?.output.name &&
      !keep.has(dimension) &&
      !/currenc|unit/i.test(dimension) &&
      grouped.outputs.some((output) => output.name === dimension && output.key !== null),
  );
  const output = grouped.outputs.find((each) => each.name === name);
  if (name === undefined || output === undefined || grouped.keys.length < 2) return [];
  const select = withoutOutputs(grouped, new Set([output]));
  const rest: QueryInput = {
    ...input,
    dimensions: input.dimensions.filter((dimension) => dimension !== name),
    order: withoutTerm(input.order, name),
  };
  const next = readGrouped(select, catalog);
  const further = next === undefined ? [] : fewerDimensions(next, rest, grain, catalog, keep);
  return [
    { select, input: rest, note: `not split by ${name}` },
    ...further.map((each) => ({ ...each, note: `not split by ${name}, ${each.note}` })),
  ];
}

function withoutTerm(order: string, name: string): string {
  const terms = order.split(',').map((term) => term.trim());
  return terms.filter((term) => term.split(/\s+/)[0] !== name).join(', ');
}

/** Whether the period lies in one unit: what is coarser still would show the same single row. */
function isWithinOne(unit: string, { from, to }: QueryInput['period']): boolean {
  const [start, end] = [new Date(from), new Date(to)].map((day) => day.getTime());
  if (start === undefined || end === undefined || Number.isNaN(start + end)) return false;
  const last = new Date(end - 1);
  const of = (day: Date): number =>
    unit === 'year'
      ? day.getUTCFullYear()
      : day.getUTCFullYear() * 12 +
        (unit === 'month' ? day.getUTCMonth() : Math.floor(day.getUTCMonth() / 3) * 3);
  return of(new Date(start)) === of(last);
}

/** Weeks lie across months, so nothing is made of them. */
const coarserUnits: Readonly<Record<string, readonly string[]>> = {
  day: ['month', 'quarter', 'year'],
  month: ['quarter', 'year'],
  quarter: ['year'],
};
