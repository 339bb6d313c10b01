import type { FuncCall, Node, SelectStmt } from 'libpg-query';
import { isKind, isObject, isSameTree, lastText, texts, type Json } from '../tree.js';

/** Whether two pieces of the tree are written alike, wherever they stand. */
export function sameNode(a: unknown, b: unknown): boolean {
  return isSameTree(a, b);
}

/** The tree with every node that `change` answers for replaced; what it returns is not looked into again. */
export function mapNodes<T>(value: T, change: (kind: string, fields: Json) => Node | undefined): T {
  return mapped(value, change) as T;
}

function mapped(value: unknown, change: (kind: string, fields: Json) => Node | undefined): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => mapped(item, change));
  if (!isObject(value)) return value;
  const [entry, ...more] = Object.entries(value);
  if (entry !== undefined && more.length === 0 && isKind(entry[0]) && isObject(entry[1])) {
    const changed = change(entry[0], entry[1]);
    if (changed !== undefined) return changed;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, mapped(child, change)]),
  );
}

/** Whether some node of this level is wanted; subqueries are looked into only where asked for. */
export function someNode(
  value: unknown,
  wanted: (kind: string, fields: Json) => boolean,
  { subqueries = true }: { readonly subqueries?: boolean } = {},
): boolean {
  return isSome(value, wanted, subqueries);
}

function isSome(
  value: unknown,
  wanted: (kind: string, fields: Json) => boolean,
  subqueries: boolean,
): boolean {
  if (Array.isArray(value)) {
    for (const item of value) if (isSome(item, wanted, subqueries)) return true;
    return false;
  }
  if (!isObject(value)) return false;
  for (const key in value) {
    const child = value[key];
    if (typeof child !== 'object' || (key === 'SelectStmt' && !subqueries)) continue;
    if (isKind(key) && isObject(child) && wanted(key, child)) return true;
    if (isSome(child, wanted, subqueries)) return true;
  }
  return false;
}

/** The name of a function without its schema. */
export function functionName(call: Pick<FuncCall, 'funcname'>): string {
  return lastText(call.funcname) ?? '';
}

/** An aggregate of this level of the query: one in a subquery belongs to that. */
export function hasAggregate(value: unknown): boolean {
  return isSome(value, isAggregate, false);
}

function isAggregate(kind: string, fields: Json): boolean {
  return (
    kind === 'FuncCall' && fields['over'] === undefined && isAggregateName(functionName(fields))
  );
}

export function isAggregateName(name: string): boolean {
  return aggregates.has(name);
}

export function hasWindow(value: unknown): boolean {
  return someNode(value, (kind, fields) => kind === 'FuncCall' && fields['over'] !== undefined, {
    subqueries: false,
  });
}

/** A function that returns rows: where it stands in the output, it multiplies them. */
export function hasRowFunction(value: unknown): boolean {
  return isSome(value, isRowFunction, false);
}

function isRowFunction(kind: string, fields: Json): boolean {
  return kind === 'FuncCall' && rowFunctions.test(functionName(fields));
}

export function isSelect(node: Node | undefined): node is { SelectStmt: SelectStmt } {
  return node !== undefined && 'SelectStmt' in node;
}

/** `column` or `alias.column` as written; [] for a star or anything else. */
export function columnParts(node: Node | undefined): readonly string[] {
  if (node === undefined || !('ColumnRef' in node)) return [];
  const { fields = [] } = node.ColumnRef;
  const parts = texts(fields);
  return parts.length === fields.length ? parts : [];
}

/** An expression without the casts around it. */
export function withoutCasts(node: Node): Node {
  return 'TypeCast' in node && node.TypeCast.arg !== undefined
    ? withoutCasts(node.TypeCast.arg)
    : node;
}

/** A whole number as the parser writes it: zero is left out. */
export function wholeNumber(node: Node | undefined): number | undefined {
  if (node === undefined || !('A_Const' in node)) return undefined;
  const { ival } = node.A_Const;
  return ival === undefined ? undefined : (ival.ival ?? 0);
}

const aggregates = new Set(
  (
    'avg count max min sum bool_and bool_or every bit_and bit_or array_agg string_agg json_agg jsonb_agg ' +
    'json_object_agg jsonb_object_agg corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 ' +
    'regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp variance var_pop var_samp mode ' +
    'percentile_cont percentile_disc any_value rank dense_rank percent_rank cume_dist'
  ).split(' '),
);
const rowFunctions =
  /^(?:unnest|generate_s.*|regexp_(?:matches|split_to_table)|string_to_table|jsonb?_(?:array_elements.*|each.*|object_keys|path_query))$/;
