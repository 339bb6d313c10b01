import type { A_Expr, FuncCall, Node, SelectStmt, TypeCast } from 'libpg-query';
import { charactersIn } from './copies/digits.js';
import { mostDigits } from './copies/most-digits.js';
import { everyNode, isObject, lastText } from './tree.js';

/** Whether a part of a statement may be longer than a cell of a table: Postgres's own work on it has no other bound. */
export interface Growth {
  /** No query in FROM, WITH or a set operation: columns are those of tables. */
  readonly isFlat: boolean;
  /** A constant or a parameter, also cast, or an array or range of such: as short as the statement writes it. */
  isShort(node: Node | undefined): boolean;
  /** Neither short nor a cell: made of many rows, put together again and again, or a long constant. */
  mayGrow(node: Node | undefined): boolean;
}

/** In a statement of one level, columns are those of tables; in any other, each may be what some level has made. */
export function growthIn(select: SelectStmt): Growth {
  const isFlat = isOneLevel(select);
  let grows: boolean | undefined;
  const grown = (node: Node | undefined) =>
    isFlat ? isGrown(node) : (grows ??= growsAnywhere(select));
  return {
    isFlat,
    isShort,
    mayGrow: (node) => !isShort(node) && grown(node),
  };
}

function isOneLevel(select: SelectStmt): boolean {
  return select.larg === undefined && levelsIn(select) === 0;
}

function isShort(node: Node | undefined): boolean {
  if (node === undefined) return false;
  if ('ParamRef' in node) return true;
  if ('A_Const' in node) return !isLong(node);
  if ('TypeCast' in node) return isShort(node.TypeCast.arg) && !isLongCast(node.TypeCast);
  if ('A_ArrayExpr' in node) return (node.A_ArrayExpr.elements ?? []).every(isShort);
  if ('FuncCall' in node) {
    const name = nameOf(node.FuncCall);
    const args = node.FuncCall.args ?? [];
    return ranges.has(name) || (escapes.has(name) && args.every(isShort));
  }
  return false;
}

export function isLong(node: Node): boolean {
  return 'A_Const' in node && charactersIn(node.A_Const) > longestConstant;
}

/** `'1e9000'::numeric`, and not `'1e9000'::text`. */
function isLongCast({ arg, typeName }: TypeCast): boolean {
  if (arg === undefined || !('A_Const' in arg)) return false;
  const isRead = !textTypes.has(lastText(typeName?.names) ?? '');
  return charactersIn(arg.A_Const, isRead) > longestConstant;
}

function growsAnywhere(select: SelectStmt): boolean {
  return isGrown({ SelectStmt: select }) || isRecursive(select) || levelsIn(select) > mostLevels;
}

function isGrown(value: unknown): boolean {
  let joints = 0;
  let has = false;
  everyNode([value], (kind, node) => {
    if (kind === 'FuncCall') has ||= makers.has(nameOf(node));
    if (kind === 'SubLink') has ||= node['subLinkType'] === 'ARRAY_SUBLINK';
    // Beside a number, or as an argument, any text may be read as one.
    if (kind === 'A_Const') has ||= charactersIn(node, true) > longestConstant;
    if (kind === 'A_ArrayExpr') has ||= longElements(node['elements']) > mostElements;
    if (kind === 'A_Expr' && isJoint(node)) joints += 1;
  });
  return has || joints > mostJoints || mostDigits(value) > longestConstant;
}

/** `a || b` of which neither is a constant: again and again it doubles. */
function isJoint({ name, lexpr, rexpr }: A_Expr): boolean {
  return lastText(name) === '||' && !isShort(lexpr) && !isShort(rexpr);
}

function longElements(elements: unknown): number {
  return Array.isArray(elements) ? elements.filter((node: Node) => !isShort(node)).length : 0;
}

function isRecursive(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isRecursive);
  if (!isObject(value)) return false;
  if (value['recursive'] === true) return true;
  for (const key in value) if (isRecursive(value[key])) return true;
  return false;
}

function levelsIn(select: SelectStmt): number {
  let levels = 0;
  everyNode(select, (kind) => {
    if (kind === 'SelectStmt' || kind === 'RangeFunction') levels += 1;
  });
  return levels;
}

export function nameOf({ funcname }: FuncCall): string {
  return lastText(funcname) ?? '';
}

export const longestConstant = 1_000;
const textTypes = new Set(['text', 'varchar', 'bpchar', 'char', 'name']);
/** Twice a cell, eight times over, is still no million of characters. */
const mostLevels = 8;
const mostJoints = 4;
const mostElements = 8;
const ranges = new Set(['daterange', 'tsrange', 'tstzrange', 'numrange', 'int4range', 'int8range']);
const escapes = new Set(['like_escape', 'similar_to_escape']);
/** They make one value of many rows, or may make it longer than what they were given; numbers are counted apart. */
const makers = new Set([
  ...['array_agg', 'string_agg', 'json_agg', 'jsonb_agg', 'json_object_agg', 'jsonb_object_agg'],
  ...['string_to_array', 'regexp_split_to_array', 'array_cat', 'array_append', 'array_prepend'],
  ...['array_replace', 'array_to_string', 'replace', 'regexp_replace', 'concat', 'concat_ws'],
  ...['overlay', 'row_to_json', 'to_json', 'to_jsonb', 'json_build_array', 'json_build_object'],
  ...['jsonb_build_array', 'jsonb_build_object', 'jsonb_path_query_array', 'quote_literal'],
  ...['encode', 'normalize', 'jsonb_path_query', 'jsonb_path_query_first'],
]);
