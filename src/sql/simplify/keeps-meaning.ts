import type { JoinExpr, Node, SelectStmt } from 'libpg-query';
import type { Catalog } from '../../ports.js';
import { outputName } from '../output-name.js';
import {
  hasAggregate,
  hasRowFunction,
  isSelect,
  sameNode,
  someNode,
  wholeNumber,
} from '../select/nodes.js';
import { sourcesOf } from '../select/sources.js';
import { tableName } from '../table-names.js';
import { isObject } from '../tree.js';
import { columnNames, findsAtMostOne, readsColumns } from './drop-joins.js';
import { isSorted, seesOrder } from './drop-order.js';

/** What one statement has and the simpler one has not. */
export interface Dropped {
  /** Outputs of the whole statement, by their place from 0. */
  readonly places: readonly number[];
  readonly columns: readonly string[];
  readonly tables: readonly string[];
  readonly sorting: boolean;
}

interface Comparing {
  readonly catalog: Catalog;
  /** Something in the statement shows the order of rows that come from inside. */
  readonly orderIsSeen: boolean;
  readonly tables: string[];
  sorting: boolean;
}

/**
 * What somebody else's statement leaves out of ours, where it is ours but for outputs, ORDER BYs that nothing needs, and
 * LEFT JOINs that change no row. Undefined where it differs in anything else: WHERE, HAVING, ON, inner joins, GROUP BY,
 * DISTINCT and LIMIT are held to be the same, node by node.
 */
export function whatIsDropped(
  before: SelectStmt,
  after: SelectStmt,
  catalog: Catalog,
): Dropped | undefined {
  // A star would lose columns silently, and so would a NATURAL JOIN its condition.
  if (someNode([before, after], isBlurred)) return undefined;
  const orderIsSeen = someNode({ SelectStmt: before }, seesOrder);
  const at: Comparing = { catalog, orderIsSeen, tables: [], sorting: false };
  const places = droppedPlaces(before, after, at);
  if (places === undefined) return undefined;
  const names = outputsOf(firstArm(before)).map(({ name }) => name ?? '');
  const columns = places.map((place) => names[place] ?? '');
  return { places, columns, tables: at.tables, sorting: at.sorting };
}

function isBlurred(kind: string, fields: Readonly<Record<string, unknown>>): boolean {
  return kind === 'A_Star' || (kind === 'JoinExpr' && fields['isNatural'] === true);
}

/** The places of outputs that `after` lacks; undefined where it is another statement. */
function droppedPlaces(
  before: SelectStmt,
  after: SelectStmt,
  at: Comparing,
): readonly number[] | undefined {
  if (!keepsQueries(before, after, at) || !keepsOrder(before, after, at)) return undefined;
  if (before.larg !== undefined || after.larg !== undefined) return ofBothArms(before, after, at);
  if (untouched.some((field) => !sameNode(before[field] ?? null, after[field] ?? null))) {
    return undefined;
  }
  const places = placesLeftOut(before, after);
  if (places === undefined || !keepsFrom(before, after, at)) return undefined;
  if (!sameNode(keysOf(before), keysOf(after))) return undefined;
  if (places.length === 0) return places;
  const outputs = outputsOf(before);
  const isKey = (place: number) =>
    keysOf(before).some((key) => sameNode(key, outputs[place]?.expression));
  const changesRows =
    before.distinctClause !== undefined ||
    hasRowFunction(before.targetList) ||
    (before.groupClause === undefined &&
      hasAggregate(before.targetList) &&
      !hasAggregate(after.targetList)) ||
    places.some(isKey);
  return changesRows ? undefined : places;
}

const untouched = [
  'whereClause',
  'havingClause',
  'distinctClause',
  'limitCount',
  'limitOffset',
  'limitOption',
  'valuesLists',
  'lockingClause',
  'windowClause',
  'groupDistinct',
  'op',
  'all',
] as const;

/** Only UNION ALL may lose columns, and the same ones in both arms. */
function ofBothArms(
  before: SelectStmt,
  after: SelectStmt,
  at: Comparing,
): readonly number[] | undefined {
  const { larg, rarg, op, all } = before;
  if (untouched.some((field) => !sameNode(before[field] ?? null, after[field] ?? null))) {
    return undefined;
  }
  if (larg === undefined || rarg === undefined) return undefined;
  if (after.larg === undefined || after.rarg === undefined) return undefined;
  const left = droppedPlaces(larg, after.larg, at);
  const right = droppedPlaces(rarg, after.rarg, at);
  if (left === undefined || right === undefined || left.join() !== right.join()) return undefined;
  return left.length === 0 || (op === 'SETOP_UNION' && all === true) ? left : undefined;
}

/** WITH queries may be missing, for who reads one that is gone is refused by the guard; the others are as they were. */
function keepsQueries(before: SelectStmt, after: SelectStmt, at: Comparing): boolean {
  if (after.withClause === undefined) return true;
  if ((before.withClause?.recursive ?? false) !== (after.withClause.recursive ?? false)) {
    return false;
  }
  const known = before.withClause?.ctes ?? [];
  return (after.withClause.ctes ?? []).every((node) => {
    if (!('CommonTableExpr' in node)) return false;
    const mine = node.CommonTableExpr;
    const its = known.find(
      (each) => 'CommonTableExpr' in each && each.CommonTableExpr.ctename === mine.ctename,
    );
    if (its === undefined || !('CommonTableExpr' in its)) return false;
    const { ctequery, ...rest } = mine;
    const { ctequery: query, ...others } = its.CommonTableExpr;
    return sameNode(rest, others) && isSimplerQuery(query, ctequery, at);
  });
}

function isSimplerQuery(before: Node | undefined, after: Node | undefined, at: Comparing): boolean {
  if (sameNode(before ?? null, after ?? null)) return true;
  return (
    isSelect(before) &&
    isSelect(after) &&
    droppedPlaces(before.SelectStmt, after.SelectStmt, at) !== undefined
  );
}

function keepsFrom(before: SelectStmt, after: SelectStmt, at: Comparing): boolean {
  const [mine, its] = [before.fromClause ?? [], after.fromClause ?? []];
  return (
    mine.length === its.length &&
    mine.every((item, i) => keepsItem(item, its[i], { before, after, at }))
  );
}

interface Around {
  readonly before: SelectStmt;
  readonly after: SelectStmt;
  readonly at: Comparing;
}

function keepsItem(before: Node, after: Node | undefined, around: Around): boolean {
  if (after === undefined) return false;
  if (sameNode(before, after)) return true;
  if ('RangeSubselect' in before && 'RangeSubselect' in after) {
    const { subquery, ...rest } = before.RangeSubselect;
    const { subquery: its, ...others } = after.RangeSubselect;
    const renamed = before.RangeSubselect.alias?.colnames !== undefined;
    return !renamed && sameNode(rest, others) && isSimplerQuery(subquery, its, around.at);
  }
  if (!('JoinExpr' in before)) return false;
  const { larg, rarg, ...join } = before.JoinExpr;
  if (larg === undefined || rarg === undefined) return false;
  const { tables } = around.at;
  const soFar = tables.length;
  if ('JoinExpr' in after) {
    const { larg: left, rarg: right, ...its } = after.JoinExpr;
    if (sameNode(join, its) && keepsItem(larg, left, around) && keepsItem(rarg, right, around))
      return true;
    tables.length = soFar;
  }
  const gone = changesNoRow(before.JoinExpr, rarg, around);
  if (gone === undefined || !keepsItem(larg, after, around)) return false;
  tables.push(gone);
  return true;
}

/** What a LEFT JOIN brings in, where it finds at most one row a row and nothing reads it any more. */
function changesNoRow(
  join: JoinExpr,
  rarg: Node,
  { before, after, at }: Around,
): string | undefined {
  if (join.jointype !== 'JOIN_LEFT' || join.alias !== undefined) return undefined;
  const source = sourcesOf(before, at.catalog).find(({ node }) => node === rarg);
  if (source === undefined || source.renamed) return undefined;
  const { alias, table } = source;
  const inner = 'RangeSubselect' in rarg ? rarg.RangeSubselect.subquery : undefined;
  const known =
    table !== null
      ? { keys: table.uniqueKeys, names: columnNames(table) }
      : isSelect(inner)
        ? groupOf(inner.SelectStmt)
        : undefined;
  if (known === undefined || !findsAtMostOne(join, alias, known.keys)) return undefined;
  const merged = (join.usingClause ?? []).flatMap((node) =>
    'String' in node ? [node.String.sval ?? ''] : [],
  );
  if (readsColumns(after, alias, known.names, merged)) return undefined;
  return table === null ? alias : tableName(table);
}

/** The names of a grouped subquery, whose keys are unique in it. */
function groupOf(select: SelectStmt) {
  if (select.larg !== undefined || hasRowFunction(select.targetList)) return undefined;
  const outputs = outputsOf(select);
  const keys = keysOf(select).map(
    (key) => outputs.find(({ expression }) => sameNode(key, expression))?.name,
  );
  if (keys.length === 0 || keys.includes(undefined)) return undefined;
  const named = (name: string | undefined): string[] => (name === undefined ? [] : [name]);
  return { keys: [keys.flatMap(named)], names: outputs.flatMap(({ name }) => named(name)) };
}

/** The same outputs in the same order, some left out. */
function placesLeftOut(before: SelectStmt, after: SelectStmt): readonly number[] | undefined {
  const mine = outputsOf(before);
  const places: number[] = [];
  let place = 0;
  for (const wanted of outputsOf(after)) {
    while (place < mine.length && !sameNode(mine[place], wanted)) places.push(place++);
    if (place === mine.length) return undefined;
    place += 1;
  }
  for (; place < mine.length; place += 1) places.push(place);
  return places;
}

/** GROUP BY with its numbers put in place. */
function keysOf(select: SelectStmt): readonly Node[] {
  return (select.groupClause ?? []).map((node) => byPlace(node, select));
}

function byPlace(node: Node, select: SelectStmt): Node {
  const place = wholeNumber(node);
  return place === undefined ? node : (outputsOf(select)[place - 1]?.expression ?? node);
}

/** An ORDER BY that is gone was not needed; one that is there is the same, whatever numbers its outputs have now. */
function keepsOrder(before: SelectStmt, after: SelectStmt, at: Comparing): boolean {
  if (after.sortClause === undefined) {
    if (before.sortClause === undefined) return true;
    if (at.orderIsSeen || !isSorted(before)) return false;
    at.sorting = true;
    return true;
  }
  return sameNode(termsOf(before), termsOf(after));
}

function termsOf(select: SelectStmt): readonly unknown[] {
  return (select.sortClause ?? []).map((node) => {
    if (!('SortBy' in node) || node.SortBy.node === undefined) return node;
    return { ...node.SortBy, node: byPlace(node.SortBy.node, firstArm(select)) };
  });
}

interface NamedOutput {
  readonly name: string | undefined;
  readonly expression: Node | undefined;
}

function outputsOf(select: SelectStmt): readonly NamedOutput[] {
  return (select.targetList ?? []).map((node) => {
    const { name, val } = 'ResTarget' in node ? node.ResTarget : {};
    return { name: name ?? (isObject(val) ? outputName(val) : undefined), expression: val };
  });
}

/** The names of a set operation are those of its first arm. */
function firstArm(select: SelectStmt): SelectStmt {
  return select.larg === undefined ? select : firstArm(select.larg);
}
