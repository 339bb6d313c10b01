import type { FuncCall, Node } from 'libpg-query';
import { functionName, someNode, wholeNumber, withoutCasts } from '../select/nodes.js';
import { columnMeant, type FromSource } from '../select/sources.js';
import { texts } from '../tree.js';

/**
 * A measure as what one page of the table contributes to it: a total adds up over pages, a ratio is one total over
 * another. `seen` counts the rows it rests on.
 */
export type Measure =
  | { readonly kind: 'total'; readonly value: Node; readonly seen: Node }
  | {
      readonly kind: 'ratio';
      readonly top: Node;
      readonly bottom: Node;
      readonly seen: Node;
    };

/** Takes an output's expression apart; a text says why it cannot be scaled. */
export function measureOf(expression: Node, sources: readonly FromSource[]): Measure | string {
  const reason = cannotScale(expression);
  if (reason !== undefined) return reason;
  return decomposed(expression, sources) ?? 'it is computed in a way that a sample cannot follow';
}

/** How many digits the query itself rounds to: an estimate is not given more. */
export function digitsOf(expression: Node, { kind }: Measure): number {
  const inner = withoutCasts(expression);
  const unsaid = kind === 'total' ? totalDigits : ratioDigits;
  if (!('FuncCall' in inner) || functionName(inner.FuncCall) !== 'round') {
    return onlyCounts(inner) ? 0 : unsaid;
  }
  const [, digits] = inner.FuncCall.args ?? [];
  return digits === undefined ? 0 : (wholeNumber(digits) ?? unsaid);
}

function cannotScale(expression: Node): string | undefined {
  let reason: string | undefined;
  someNode(
    expression,
    (kind, fields) => {
      if (kind === 'SubLink') reason ??= 'it holds a subquery';
      if (kind !== 'FuncCall') return false;
      const name = functionName(fields);
      if (fields['over'] !== undefined) reason ??= 'a window function needs every row';
      else if (fields['agg_distinct']) reason ??= 'different values cannot be counted in a sample';
      else if (name === 'min' || name === 'max') {
        reason ??= 'the least and the greatest value may lie outside a sample';
      } else if (name.startsWith('percentile') || name === 'mode') {
        reason ??= 'percentiles of a sample of pages have no known error';
      }
      return false;
    },
    { subqueries: false },
  );
  return reason;
}

function decomposed(node: Node, sources: readonly FromSource[]): Measure | undefined {
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) {
    const type = texts(node.TypeCast.typeName?.names).at(-1) ?? '';
    return numericTypes.has(type) ? decomposed(node.TypeCast.arg, sources) : undefined;
  }
  if ('CoalesceExpr' in node) {
    const [first, second, ...more] = node.CoalesceExpr.args ?? [];
    const zero = second !== undefined && Number(constantOf(second)) === 0;
    return first !== undefined && zero && more.length === 0
      ? decomposed(first, sources)
      : undefined;
  }
  if ('FuncCall' in node) return ofCall(node.FuncCall, sources);
  return 'A_Expr' in node ? ofOperator(node, sources) : undefined;
}

function ofCall(call: FuncCall, sources: readonly FromSource[]): Measure | undefined {
  const [argument] = call.args ?? [];
  const name = functionName(call);
  if (call.agg_order !== undefined || call.agg_within_group) return undefined;
  if (name === 'round' && argument !== undefined) return decomposed(argument, sources);
  const count: Node = { FuncCall: { ...call, funcname: [{ String: { sval: 'count' } }] } };
  if (name === 'count') return { kind: 'total', value: count, seen: count };
  const sum: Node = { FuncCall: { ...call, funcname: [{ String: { sval: 'sum' } }] } };
  if (name === 'sum') return { kind: 'total', value: orZero(sum), seen: count };
  if (name === 'avg') return { kind: 'ratio', top: orZero(sum), bottom: count, seen: count };
  return undefined;
}

function ofOperator(
  node: Extract<Node, { A_Expr: unknown }>,
  sources: readonly FromSource[],
): Measure | undefined {
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  const operator = texts(name).at(-1);
  if (kind === 'AEXPR_NULLIF') {
    return lexpr !== undefined && rexpr !== undefined && Number(constantOf(rexpr)) === 0
      ? decomposed(lexpr, sources)
      : undefined;
  }
  if (kind !== 'AEXPR_OP' || lexpr === undefined || rexpr === undefined) return undefined;
  const byConstant = (inner: Node, left: boolean): Measure | undefined => {
    const measure = decomposed(inner, sources);
    if (measure === undefined) return undefined;
    const scaled = (value: Node): Node => ({
      A_Expr: {
        kind: 'AEXPR_OP',
        name: [{ String: { sval: operator ?? '*' } }],
        lexpr: left ? lexpr : asNumeric(value),
        rexpr: left ? asNumeric(value) : rexpr,
      },
    });
    return measure.kind === 'total'
      ? { ...measure, value: scaled(measure.value) }
      : { ...measure, top: scaled(measure.top) };
  };
  if (operator === '*' && constantOf(lexpr) !== undefined) return byConstant(rexpr, true);
  if (operator === '*' && constantOf(rexpr) !== undefined) return byConstant(lexpr, false);
  if (operator === '/' && constantOf(rexpr) !== undefined) {
    return isFractional(node, sources) ? byConstant(lexpr, false) : undefined;
  }
  const [left, right] = [decomposed(lexpr, sources), decomposed(rexpr, sources)];
  if (left?.kind !== 'total' || right?.kind !== 'total') return undefined;
  const seen = operation('+', left.seen, right.seen);
  if (operator === '+' || operator === '-') {
    return { kind: 'total', value: operation(operator, left.value, right.value), seen };
  }
  // Whole numbers divide to whole numbers in Postgres: what is cut off there has no place in an estimate.
  if (operator !== '/' || !isFractional(node, sources)) return undefined;
  return { kind: 'ratio', top: left.value, bottom: right.value, seen: right.seen };
}

/** Whether an expression is surely no whole number; false where the types are not known. */
function isFractional(node: Node, sources: readonly FromSource[]): boolean {
  if ('A_Const' in node) return node.A_Const.fval !== undefined;
  if ('TypeCast' in node) {
    return fractionalTypes.has(texts(node.TypeCast.typeName?.names).at(-1) ?? '');
  }
  if ('CoalesceExpr' in node) {
    return (node.CoalesceExpr.args ?? []).some((each) => isFractional(each, sources));
  }
  if ('A_Expr' in node) {
    const { lexpr, rexpr, kind } = node.A_Expr;
    const parts = kind === 'AEXPR_NULLIF' ? [lexpr] : [lexpr, rexpr];
    return parts.some((part) => part !== undefined && isFractional(part, sources));
  }
  if ('FuncCall' in node) {
    const name = functionName(node.FuncCall);
    const [first, second] = node.FuncCall.args ?? [];
    if (name === 'avg' || (name === 'round' && second !== undefined)) return true;
    if (name !== 'sum' || first === undefined) return false;
    // The sum of bigint is numeric.
    return isFractional(first, sources) || columnMeant(first, sources)?.column.type === 'bigint';
  }
  const type = columnMeant(node, sources)?.column.type ?? '';
  return /^(?:numeric|decimal|real|double precision)/.test(type);
}

function onlyCounts(node: Node): boolean {
  return 'FuncCall' in node && functionName(node.FuncCall) === 'count';
}

/** A constant number as written; undefined for anything else. */
function constantOf(node: Node): string | undefined {
  const inner = withoutCasts(node);
  if (!('A_Const' in inner)) return undefined;
  return inner.A_Const.fval?.fval ?? wholeNumber(inner)?.toString();
}

function operation(operator: string, lexpr: Node, rexpr: Node): Node {
  return { A_Expr: { kind: 'AEXPR_OP', name: [{ String: { sval: operator } }], lexpr, rexpr } };
}

function orZero(node: Node): Node {
  return { CoalesceExpr: { args: [node, { A_Const: { ival: {} } }] } };
}

/** So that a page's total times or over a whole number keeps its fraction. */
function asNumeric(arg: Node): Node {
  const names = [{ String: { sval: 'float8' } }];
  return { TypeCast: { arg, typeName: { names, typemod: -1 } } };
}

const fractionalTypes = new Set(['numeric', 'decimal', 'float4', 'float8', 'real']);
const numericTypes = new Set([...fractionalTypes, 'int2', 'int4', 'int8', 'int', 'bigint']);
const totalDigits = 2;
const ratioDigits = 6;
