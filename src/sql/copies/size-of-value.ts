import type { A_Expr, FuncCall, Node, SelectStmt, TypeCast } from 'libpg-query';
import { constantExponent } from '../constant-exponent.js';
import { isKind, isObject, lastText, type Json } from '../tree.js';
import { addsNoDigits, castDigits, constantDigits, isNumber } from './digits.js';
import { columnSize, type Scope } from './scope.js';
import { cell, endless, plusParts, times, together, type Size } from './size.js';

/** Of an expression in a query. */
export function sizeOfValue(value: unknown, at: At): Size {
  if (Array.isArray(value)) return together(value.map((item) => sizeOfValue(item, at)));
  if (!isObject(value)) return nothing;
  const sizes: Size[] = [];
  for (const key in value) {
    const child = value[key];
    if (!isObject(child)) sizes.push(sizeOfValue(child, at));
    else if (key in sizesOf) sizes.push(sizesOf[key]?.(child, at) ?? nothing);
    else sizes.push(plusParts(sizeOfValue(child, at), isKind(key) ? 1 : 0));
  }
  return together(sizes);
}

export interface At {
  readonly scope: Scope;
  /** Of a query inside the expression. */
  query(select: SelectStmt, scope: Scope): Size;
  readonly longest: Longest;
}

/** The most digits of any number so far, also of one that is only compared. */
export interface Longest {
  digits: number;
}

const sizesOf: Readonly<Record<string, (node: Json, at: At) => Size>> = {
  ColumnRef: ({ fields }, { scope }) => columnSize(Array.isArray(fields) ? fields : [], scope),
  SelectStmt: (select, at) => at.query(select, at.scope),
  A_Const: (node) => ({ parts: 1, digits: constantDigits(node) }),
  ParamRef: () => cell,
  A_Expr: expressionSize,
  FuncCall: callSize,
  TypeCast: castSize,
};

/** A comparison is true or false, whatever the texts that it compares may be read as. */
function expressionSize(expression: A_Expr, at: At): Size {
  const { parts, digits } = operationSize(expression, at);
  const { kind = 'AEXPR_OP', name } = expression;
  const isValue = kind === 'AEXPR_NULLIF' || kind === 'AEXPR_OP';
  const isCompared = !isValue || (kind === 'AEXPR_OP' && comparisons.has(lastText(name) ?? ''));
  return { parts, digits: isCompared ? 1 : digits };
}

function operationSize({ kind, name, lexpr, rexpr }: A_Expr, at: At): Size {
  const left = sizeOfValue(lexpr, at);
  const right = sizeOfValue(rexpr, at);
  if (kind === 'AEXPR_BETWEEN' || kind === 'AEXPR_NOT_BETWEEN') {
    return together([times(left, 2), right]);
  }
  if (kind === 'AEXPR_BETWEEN_SYM' || kind === 'AEXPR_NOT_BETWEEN_SYM') {
    return together([times(left, 4), times(right, 2)]);
  }
  if (kind === 'AEXPR_IN') {
    const items = rexpr !== undefined && 'List' in rexpr ? (rexpr.List.items ?? []) : [];
    const isRow = lexpr !== undefined && 'RowExpr' in lexpr;
    // Constants together are one array.
    const apart = isRow ? items : items.filter((item) => !('A_Const' in item));
    const copies = apart.length + (apart.length < items.length ? 1 : 0);
    return together([times(left, copies), right]);
  }
  const both = plusParts(together([left, right]), 1);
  const operator = lastText(name) ?? '';
  if (operator === '^') return noted(powerOf(both, left, rexpr), at);
  if (operator === '||') return { ...both, digits: endless };
  if (!products.has(operator)) return both;
  return noted(productOf(both, left, right), at);
}

function noted(size: Size, { longest }: At): Size {
  longest.digits = Math.max(longest.digits, size.digits);
  return size;
}

/** Two numbers of 65,000 digits each take 0.2 s, and nothing ends a row of such products. */
function productOf(both: Size, left: Size, right: Size): Size {
  const digits = Math.min(endless, left.digits + right.digits);
  const pairs = left.digits * right.digits;
  return { parts: both.parts + Math.floor(pairs / pairsOfAPart), digits };
}

/** `x ^ 100000` takes 0.6 s; to a small power it is a few products, and to a fraction one logarithm. */
function powerOf(both: Size, base: Size, exponent: Node | undefined): Size {
  const constant = constantExponent(exponent) ?? endless;
  const most = constant * base.digits;
  const isCheap = Number.isInteger(constant)
    ? most <= manyDigits
    : constant <= mostFraction && base.digits <= preciseDigits;
  if (isCheap) return { ...both, digits: Math.max(both.digits, Math.ceil(most)) };
  return { parts: both.parts + longPower, digits: endless };
}

function callSize(call: FuncCall, at: At): Size {
  // Each once: twice would be 2^n times in n calls one in the other, and count a WITH query as named twice.
  const each = (call.args ?? []).map((arg) => sizeOfValue(arg, at));
  const args = together(each);
  const rest = [call.agg_filter, call.agg_order, call.over].map((part) => sizeOfValue(part, at));
  const all = plusParts(together([args, ...rest]), 1);
  const name = lastText(call.funcname) ?? '';
  if (powers.has(name)) return noted(powerOf(all, each[0] ?? nothing, call.args?.[1]), at);
  if (name === 'exp') return noted(seriesOf({ ...all, digits: expDigits }, args), at);
  if (series.has(name)) return seriesOf(all, args);
  if (counts.has(name)) return { ...all, digits: countDigits };
  if (ranks.has(name)) return plusParts(all, longRank);
  if (addsNoDigits(name, call.args)) return { ...all, digits: each[0]?.digits ?? 0 };
  if (texts.has(name)) return { ...all, digits: endless };
  return products.has(name) ? noted(productOf(all, args, args), at) : all;
}

function seriesOf(all: Size, { digits }: Size): Size {
  return plusParts(all, digits > preciseDigits ? longSeries : 0);
}

function castSize(cast: TypeCast, at: At): Size {
  const { parts, digits } = sizeOfValue(cast.arg, at);
  const size = { parts: parts + 1, digits: castDigits(cast, digits) };
  return isNumber(cast) ? noted(size, at) : size;
}

const nothing: Size = { parts: 0, digits: 0 };
const manyDigits = 2_000;
const pairsOfAPart = 1_000_000;
const longPower = 2_000;
const mostFraction = 10;
/** `exp` of a number with 900 digits takes 40 ms. */
const preciseDigits = 300;
const longSeries = 5_000;
/** Postgres ends `exp` at 6,000, which has 2,606 digits and up to 1,000 after the point. */
const expDigits = 3_700;
const countDigits = 20;
/** Of two dozen words that occur often: 0.3 s. */
const longRank = 5_000;
const comparisons = new Set(['=', '<>', '!=', '<', '>', '<=', '>=']);
/** A variance is made of squares. */
const products = new Set([
  ...['*', '/', '%', 'mod', 'div', 'lcm', 'stddev', 'stddev_pop', 'stddev_samp'],
  ...['variance', 'var_pop', 'var_samp'],
]);
/** Functions that raise what they are given, to the power of their second argument where they have one. */
const powers = new Set(['power', 'pow', 'factorial']);
const series = new Set(['ln', 'log', 'log10', 'sqrt']);
/** Whatever they are given, what they say of it is a short number. */
const counts = new Set(['count', 'length', 'char_length', 'strpos', 'position', 'cardinality']);
const ranks = new Set(['ts_rank', 'ts_rank_cd']);
/** They make a text that may be read as a number of any length, as `reverse('00056e1')` does. */
const texts = new Set([
  ...['concat', 'concat_ws', 'string_agg', 'lpad', 'rpad', 'replace', 'regexp_replace', 'overlay'],
  ...['translate', 'array_to_string', 'reverse', 'to_char', 'to_hex', 'md5', 'encode', 'unistr'],
  ...['convert_from', 'normalize', 'jsonb_path_query', 'jsonb_path_query_first'],
  'jsonb_path_query_array',
]);
