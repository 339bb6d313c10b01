import type { CommonTableExpr, JoinExpr, Node, RangeVar, SelectStmt } from 'libpg-query';
import { outputName } from '../output-name.js';
import { lastText } from '../tree.js';
import {
  columnsCalled,
  columnsOf,
  greatest,
  renamed,
  sourceOf,
  table,
  widest,
  type Scope,
  type Sized,
  type Source,
} from './scope.js';
import { cell, endless, together, type Size } from './size.js';
import { sizeOfValue, type At, type Longest } from './size-of-value.js';

/** How often each WITH query is named: from twice on, Postgres computes it on its own. */
export type Uses = Map<CommonTableExpr, number>;

export interface Around {
  readonly ctes: ReadonlyMap<string, Cte>;
  readonly outer: Scope | null;
  readonly uses: Uses;
  /** Whether this pass learns the uses, or goes by them. */
  readonly counts: boolean;
  readonly longest: Longest;
}

interface Cte {
  readonly cte: CommonTableExpr;
  readonly sized: Sized;
}

export function sizeOfSelect(select: SelectStmt, outside: Around): Sized {
  const { ctes, kept } = withQueries(select, outside);
  const around = { ...outside, ctes };
  const { larg, rarg, valuesLists } = select;
  if (larg !== undefined && rarg !== undefined) {
    const [left, right] = [sizeOfSelect(larg, around), sizeOfSelect(rarg, around)];
    const columns = left.columns.map(({ name, size }, i) => ({
      name,
      size: together([size, right.columns[i]?.size ?? widest(right)]),
    }));
    const isWhole = left.isWhole && right.isWhole;
    const other = greatest([left.other, right.other]);
    return { columns, other, isWhole, parts: kept + left.parts + right.parts };
  }
  const from = fromOf(select.fromClause ?? [], around, []);
  const at = within({ sources: from.sources, outer: outside.outer }, around);
  if (valuesLists !== undefined) {
    const { columns, parts } = valuesOf(valuesLists, at);
    return { columns, other: cell, isWhole: true, parts: kept + parts };
  }
  const outputs = (select.targetList ?? []).map((target) => outputOf(target, at));
  const columns = outputs.flatMap((output) => output.columns);
  const rest = [
    ...[select.whereClause, select.havingClause, select.groupClause, select.sortClause],
    ...[select.windowClause, select.distinctClause, select.limitCount, select.limitOffset],
  ];
  const written = together([
    ...columns.map(({ size }) => size),
    ...[...from.conditions, ...rest].map((part) => sizeOfValue(part, at)),
  ]);
  const groups = groupingParts(select.groupClause ?? []);
  const isWhole = outputs.every((output) => output.isWhole);
  const other = isWhole ? cell : greatest(from.sources.map((source) => source.other));
  return { columns, other, isWhole, parts: kept + from.parts + written.parts + groups + 1 };
}

export function within(scope: Scope, around: Around): At {
  return {
    scope,
    longest: around.longest,
    query(select, outer) {
      const sized = sizeOfSelect(select, { ...around, outer });
      return { parts: sized.parts, digits: widest(sized).digits };
    },
  };
}

/** What is computed on its own is written once, and read as a column. */
function withQueries({ withClause }: SelectStmt, outside: Around) {
  const ctes = new Map(outside.ctes);
  let kept = 0;
  for (const node of withClause?.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue;
    const cte = node.CommonTableExpr;
    const { ctename = '', ctequery, ctematerialized, aliascolnames } = cte;
    if (ctequery === undefined || !('SelectStmt' in ctequery)) continue;
    const inSight = withClause?.recursive
      ? new Map(ctes).set(ctename, { cte, sized: itself })
      : ctes;
    const around = { ...outside, ctes: inSight };
    const own = renamed(sizeOfSelect(ctequery.SelectStmt, around), aliascolnames);
    const isKept =
      ctematerialized === 'CTEMaterializeAlways' ||
      (ctematerialized !== 'CTEMaterializeNever' && (outside.uses.get(cte) ?? 0) > 1);
    if (isKept) kept += own.parts;
    ctes.set(ctename, { cte, sized: isKept ? asTable(own) : own });
  }
  return { ctes, kept };
}

function asTable({ columns, other, ...more }: Sized): Sized {
  const read = (size: Size) => ({ ...size, parts: 1 });
  const all = columns.map(({ name, size }) => ({ name, size: read(size) }));
  return { ...more, columns: all, other: read(other), parts: 1 };
}

interface From {
  readonly sources: readonly Source[];
  readonly conditions: readonly unknown[];
  readonly parts: number;
}

function fromOf(items: readonly Node[], around: Around, before: readonly Source[]): From {
  let from = nothing;
  for (const item of items) {
    const next = itemOf(item, around, [...before, ...from.sources]);
    from = {
      sources: [...from.sources, ...next.sources],
      conditions: [...from.conditions, ...next.conditions],
      parts: from.parts + next.parts,
    };
  }
  return from;
}

function itemOf(item: Node, around: Around, before: readonly Source[]): From {
  if ('RangeVar' in item) return tableOf(item.RangeVar, around);
  if ('RangeSubselect' in item) {
    const { subquery, alias } = item.RangeSubselect;
    if (subquery === undefined || !('SelectStmt' in subquery)) return nothing;
    const outer = { sources: before, outer: around.outer };
    const sized = sizeOfSelect(subquery.SelectStmt, { ...around, outer });
    return one(sourceOf(alias?.aliasname ?? '', sized, alias?.colnames), sized.parts);
  }
  if ('JoinExpr' in item) return joinOf(item.JoinExpr, around, before);
  if ('RangeTableSample' in item) {
    const { relation } = item.RangeTableSample;
    return relation === undefined ? nothing : itemOf(relation, around, before);
  }
  if (!('RangeFunction' in item)) return nothing;
  const { functions, alias } = item.RangeFunction;
  return { ...one(sourceOf(alias?.aliasname ?? '', table), 1), conditions: [functions] };
}

function tableOf({ relname = '', schemaname, alias }: RangeVar, around: Around): From {
  const known = schemaname === undefined ? around.ctes.get(relname) : undefined;
  if (known !== undefined && around.counts) {
    around.uses.set(known.cte, (around.uses.get(known.cte) ?? 0) + 1);
  }
  const sized = known?.sized ?? table;
  return one(sourceOf(alias?.aliasname ?? relname, sized, alias?.colnames), sized.parts);
}

function joinOf(join: JoinExpr, around: Around, before: readonly Source[]): From {
  const { larg, rarg, quals, alias } = join;
  const sides = [larg, rarg].filter((side) => side !== undefined);
  const { sources, ...from } = fromOf(sides, around, before);
  const joined = { ...from, conditions: [...from.conditions, quals] };
  if (alias === undefined) return { ...joined, sources };
  const other = greatest(sources.map((source) => source.other));
  const sized = { columns: columnsOf(sources), other, isWhole: false, parts: 0 };
  // Inside the conditions of a join with a name of its own, its sides have theirs.
  return {
    ...joined,
    sources: [sourceOf(alias.aliasname ?? '', sized, alias.colnames), ...sources],
  };
}

/** Each value is looked at once, as the arguments of a call are. */
function valuesOf(lists: readonly Node[], at: At): Pick<Sized, 'columns' | 'parts'> {
  const rows = lists.map((row) =>
    ('List' in row ? (row.List.items ?? []) : []).map((item) => sizeOfValue(item, at)),
  );
  const columns = (rows[0] ?? []).map((_, i) => ({
    name: `column${i + 1}`,
    size: greatest(rows.flatMap((row) => row[i] ?? [])),
  }));
  return { columns, parts: rows.length + together(rows.flat()).parts };
}

function outputOf(target: Node, at: At): Pick<Sized, 'columns' | 'isWhole'> {
  const { name, val } = 'ResTarget' in target ? target.ResTarget : {};
  const fields = val !== undefined && 'ColumnRef' in val ? (val.ColumnRef.fields ?? []) : [];
  const last = fields.at(-1);
  if (last !== undefined && 'A_Star' in last) {
    return { columns: columnsCalled(lastText(fields), at.scope), isWhole: false };
  }
  return {
    columns: [{ name: name ?? outputName(val), size: sizeOfValue(val, at) }],
    isWhole: true,
  };
}

/** CUBE of twelve has 4,096 sets of them, and planning them takes a second. */
function groupingParts(clause: readonly Node[]): number {
  let [sets, members] = [1, 0];
  for (const node of clause) {
    if (!('GroupingSet' in node)) continue;
    const grouping = groupingOf(node);
    sets *= grouping.sets;
    members += grouping.members;
  }
  return Math.min(sets, mostSets) * members;
}

/** GROUPING SETS has all the sets of what stands in it, one beside the other: also those of CUBE and ROLLUP. */
function groupingOf(node: Node): { readonly sets: number; readonly members: number } {
  if (!('GroupingSet' in node)) return { sets: 1, members: 1 };
  const { kind, content = [] } = node.GroupingSet;
  const count = content.length;
  if (kind === 'GROUPING_SET_CUBE') return { sets: 2 ** count, members: count };
  if (kind === 'GROUPING_SET_ROLLUP') return { sets: count + 1, members: count };
  let [sets, members] = [0, 0];
  for (const inner of content) {
    const grouping = groupingOf(inner);
    sets += grouping.sets;
    members += grouping.members;
  }
  return { sets: Math.max(1, sets), members };
}

function one(source: Source, parts: number): From {
  return { sources: [source], conditions: [], parts };
}

const nothing: From = { sources: [], conditions: [], parts: 0 };
/** A recursive query as it sees itself: it may multiply what it had before. */
const itself: Sized = { ...table, other: { parts: 1, digits: endless } };
/** Postgres refuses more. */
const mostSets = 4_096;
