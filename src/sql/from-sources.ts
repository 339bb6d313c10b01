import type { Alias, JoinExpr, Node, RangeFunction, RangeVar } from 'libpg-query';
import type { Outputs } from './check-names.js';
import { isClosed, refuseWholeRow } from './closed-columns.js';
import { checkColumn, type Ctes, type Naming, type Scope, type Source } from './scope.js';
import { listed, nearest } from './suggest.js';
import { findTable, quoted, tableName } from './table-names.js';
import { texts } from './tree.js';

/** What FROM brings into sight, and the columns that `*` stands for; null where not all are known. */
export interface From {
  readonly sources: readonly Source[];
  readonly star: readonly string[] | null;
}

/** How subqueries and conditions inside FROM are looked at. */
export interface Queries {
  readonly naming: Naming;
  readonly ctes: Ctes;
  query(node: Node | undefined, around: Scope | null): Outputs;
  expressions(value: unknown, scope: Scope): void;
}

/** Resolves the items of a FROM from left to right; LATERAL ones see those before them. */
export function resolveFrom(
  items: readonly Node[],
  outer: Scope | null,
  queries: Queries,
  before: readonly Source[] = [],
): From {
  let sources: readonly Source[] = [];
  let star: readonly string[] | null = [];
  for (const item of items) {
    const from = resolveItem(item, outer, queries, [...before, ...sources]);
    sources = [...sources, ...from.sources];
    star = star === null || from.star === null ? null : [...star, ...from.star];
  }
  return { sources, star };
}

function resolveItem(
  item: Node,
  outer: Scope | null,
  queries: Queries,
  before: readonly Source[],
): From {
  const lateral: Scope = { sources: before, outputs: [], outer };
  if ('RangeVar' in item) return oneSource(resolveTable(item.RangeVar, queries));
  if ('RangeTableSample' in item) {
    const { relation, args, repeatable } = item.RangeTableSample;
    queries.expressions([args, repeatable], lateral);
    return relation === undefined ? nothing : resolveItem(relation, outer, queries, before);
  }
  if ('RangeSubselect' in item) {
    const { subquery, alias, lateral: seesOthers } = item.RangeSubselect;
    const outputs = queries.query(subquery, seesOthers ? lateral : outer);
    const columns = outputs?.map((name) => name ?? '?column?') ?? null;
    return oneSource(aliased({ alias: '', schema: null, columns }, alias));
  }
  if ('RangeFunction' in item) {
    queries.expressions(item.RangeFunction.functions, lateral);
    return oneSource(functionSource(item.RangeFunction));
  }
  if ('JoinExpr' in item) return resolveJoin(item.JoinExpr, outer, queries, before);
  return nothing;
}

function resolveTable(table: RangeVar, { naming, ctes }: Queries): Source {
  const { relname: name = '', schemaname: schema, alias, location } = table;
  const cte = schema === undefined ? ctes.get(name) : undefined;
  if (schema === undefined && ctes.has(name)) {
    return aliased({ alias: name, schema: null, columns: cte ?? null }, alias);
  }
  const { catalog, findings } = naming;
  if (findings.isFull)
    return aliased({ alias: name, schema: schema ?? null, columns: null }, alias);
  if (isSystems(schema, name)) {
    findings.add(
      {
        code: 'unknown_table',
        what: `${asWritten(schema, name)} is a table of the system, not of the data (42P01)`,
        fix: 'Use the tables of the schema digest.',
      },
      location,
    );
    return aliased({ alias: name, schema: schema ?? null, columns: null }, alias);
  }
  const found = catalog === undefined ? undefined : findTable(catalog, schema, name);
  if (found !== undefined) {
    const columns = found.columns.map((column) => column.name);
    const masked = found.columns.flatMap((column) => (column.masked ? [column.name] : []));
    const closed = { hidden: found.hidden ?? [], masked };
    const source = { alias: name, schema: found.schema, columns, ...closed };
    return aliased(source, alias, naming);
  }
  if (catalog !== undefined) {
    const wanted = asWritten(schema, name);
    const elsewhere = catalog.tables.filter((table) => table.name === name).map(tableName);
    const near = elsewhere.length > 0 ? elsewhere : nearest(wanted, namesOf(naming, ctes));
    const written = (names: readonly string[]) =>
      names.map((each) => each.split('.').map(quoted).join('.'));
    findings.add(
      {
        code: 'unknown_table',
        what: `the table ${wanted} does not exist (42P01)`,
        fix: [
          ...(near.length > 0 ? [`Use ${written(near).join(' or ')}.`] : []),
          `There are ${listed(written(catalog.tables.map(tableName)))}.`,
        ].join(' '),
      },
      location,
    );
  }
  return aliased({ alias: name, schema: schema ?? null, columns: null }, alias);
}

/** Unqualified, pg_… means a system table even where a table of the user's has that name. Known without a catalog. */
function isSystems(schema: string | undefined, name: string): boolean {
  return (
    /^pg_|^information_schema$/.test(schema ?? '') ||
    (schema === undefined && name.startsWith('pg_'))
  );
}

function asWritten(schema: string | undefined, name: string): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

function namesOf({ catalog }: Naming, ctes: Ctes): string[] {
  return [...ctes.keys(), ...(catalog?.tables ?? []).map(tableName)];
}

function resolveJoin(
  join: JoinExpr,
  outer: Scope | null,
  queries: Queries,
  before: readonly Source[],
): From {
  const left = resolveFrom(join.larg === undefined ? [] : [join.larg], outer, queries, before);
  const seen = [...before, ...left.sources];
  const right = resolveFrom(join.rarg === undefined ? [] : [join.rarg], outer, queries, seen);
  const sources = [...left.sources, ...right.sources];
  checkMerged(join, left, right, queries.naming);
  queries.expressions(join.quals, { sources, outputs: [], outer });

  const merged = join.isNatural
    ? (left.star ?? []).filter((name) => right.star?.includes(name))
    : texts(join.usingClause);
  const rest = (star: readonly string[]) =>
    merged.length === 0 ? star : star.filter((name) => !merged.includes(name));
  const star =
    left.star === null || right.star === null
      ? null
      : [...merged, ...rest(left.star), ...rest(right.star)];
  if (join.alias !== undefined) {
    const closed = {
      hidden: sources.flatMap(({ hidden = [] }) => hidden),
      masked: sources.flatMap(({ masked = [] }) => masked),
    };
    const joined = { alias: '', schema: null, columns: star, ...closed };
    return oneSource(aliased(joined, join.alias, queries.naming));
  }
  const using = join.join_using_alias?.aliasname;
  const extra = using === undefined ? [] : [{ alias: using, schema: null, columns: merged }];
  return { sources: [...sources, ...extra], star };
}

/** The columns that two sides are joined by: both have them, and their values may be compared. */
function checkMerged(join: JoinExpr, left: From, right: From, naming: Naming): void {
  const sides = [left.sources, right.sources];
  const closed = join.isNatural ? sides.flat().find(isClosed) : undefined;
  if (closed !== undefined) refuseWholeRow(closed, naming);
  for (const name of texts(join.usingClause)) {
    for (const sources of sides) {
      checkColumn([name], { sources, outputs: [], outer: null }, naming, {});
    }
  }
}

/** A function in FROM: columns from its AS list, else what it is known to return, else one named like it. */
function functionSource({ functions = [], alias, coldeflist, ordinality }: RangeFunction): Source {
  const columns: string[] = [];
  let name = '';
  for (const node of functions) {
    const [call, definitions] = 'List' in node ? (node.List.items ?? []) : [];
    if (call === undefined || !('FuncCall' in call)) continue;
    const called = texts(call.FuncCall.funcname).at(-1) ?? '';
    name ||= called;
    const defined = definedColumns(
      definitions !== undefined && 'List' in definitions ? definitions.List.items : undefined,
    );
    const own = functions.length === 1 ? (alias?.aliasname ?? called) : called;
    if (defined.length > 0) columns.push(...defined);
    else if (rowFunctions[called] !== undefined) columns.push(...rowFunctions[called]);
    else if (called === 'unnest' && (call.FuncCall.args?.length ?? 0) > 1) {
      columns.push(...(call.FuncCall.args ?? []).map(() => called));
    } else columns.push(own);
  }
  const defined = definedColumns(coldeflist);
  const all = [...(defined.length > 0 ? defined : columns), ...(ordinality ? ['ordinality'] : [])];
  return aliased({ alias: name, schema: null, columns: all }, alias);
}

function definedColumns(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) =>
    'ColumnDef' in node ? [node.ColumnDef.colname ?? ''] : [],
  );
}

function aliased(source: Source, alias: Alias | undefined, naming?: Naming): Source {
  if (alias === undefined) return source;
  const renamed = texts(alias.colnames);
  // By position, and what has no name here has one too.
  if (renamed.length > 0 && naming !== undefined && isClosed(source)) {
    refuseWholeRow({ ...source, alias: alias.aliasname ?? '' }, naming);
  }
  const columns = source.columns?.map((name, i) => renamed[i] ?? name) ?? null;
  return { ...source, alias: alias.aliasname ?? '', schema: null, columns };
}

function oneSource(source: Source): From {
  return { sources: [source], star: source.columns };
}

const nothing: From = { sources: [], star: [] };

const rowFunctions: Readonly<Record<string, readonly string[]>> = {
  json_each: ['key', 'value'],
  json_each_text: ['key', 'value'],
  jsonb_each: ['key', 'value'],
  jsonb_each_text: ['key', 'value'],
  json_array_elements: ['value'],
  json_array_elements_text: ['value'],
  jsonb_array_elements: ['value'],
  jsonb_array_elements_text: ['value'],
};
