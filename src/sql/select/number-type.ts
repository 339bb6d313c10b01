import type { Node } from 'libpg-query';
import { texts } from '../tree.js';
import { functionName } from './nodes.js';
import { referenceOf, type Level } from './levels.js';

/** Whether an expression is a whole number by its type, so that dividing it drops the rest; undefined where unknown. */
export function isInteger(node: Node | undefined, level: Level): boolean | undefined {
  if (node === undefined) return undefined;
  if ('A_Const' in node) {
    const { ival, fval } = node.A_Const;
    return ival !== undefined ? true : fval !== undefined ? false : undefined;
  }
  if ('TypeCast' in node) return isIntegerType(texts(node.TypeCast.typeName?.names).at(-1) ?? '');
  if ('ColumnRef' in node) {
    const found = referenceOf(node, level);
    if (found === undefined) return undefined;
    const { table, renamed } = found.source;
    const column = renamed ? undefined : table?.columns.find(({ name }) => name === found.column);
    if (column === undefined) return undefined;
    return isIntegerType(column.type);
  }
  if ('A_Expr' in node) {
    const { kind, name, lexpr, rexpr } = node.A_Expr;
    if (kind === 'AEXPR_NULLIF') return isInteger(lexpr, level);
    if (kind !== 'AEXPR_OP' || !'+-*/%'.includes(texts(name).at(-1) ?? '?')) return undefined;
    return both(isInteger(lexpr, level), lexpr === undefined ? true : isInteger(rexpr, level));
  }
  if ('CoalesceExpr' in node) return all(node.CoalesceExpr.args ?? [], level);
  if ('MinMaxExpr' in node) return all(node.MinMaxExpr.args ?? [], level);
  if ('CaseExpr' in node) {
    const { args = [], defresult } = node.CaseExpr;
    const results = args.flatMap((arm) => ('CaseWhen' in arm ? (arm.CaseWhen.result ?? []) : []));
    return all(
      [...results, ...(defresult === undefined ? [] : [defresult])].filter(notNull),
      level,
    );
  }
  if (!('FuncCall' in node)) return undefined;
  const called = functionName(node.FuncCall);
  const [first] = node.FuncCall.args ?? [];
  if (wholeNumbers.has(called)) return true;
  if (/^(?:min|max|abs|mod)$/.test(called)) return isInteger(first, level);
  // The sum of bigints is numeric.
  return called === 'sum' ? isInteger(first, level) && !isBig(first, level) : undefined;
}

function all(nodes: readonly Node[], level: Level): boolean | undefined {
  return nodes.map((node) => isInteger(node, level)).reduce(both, true);
}

function both(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}

function notNull(node: Node): boolean {
  return !('A_Const' in node && node.A_Const.isnull === true);
}

function isBig(node: Node | undefined, level: Level): boolean {
  const found = referenceOf(node, level);
  const column = found?.source.table?.columns.find(({ name }) => name === found.column);
  return column?.type === 'bigint';
}

function isIntegerType(type: string): boolean {
  return /^(?:smallint|integer|bigint|int|int2|int4|int8)$/.test(type);
}

const wholeNumbers = new Set(['count', 'row_number', 'rank', 'dense_rank', 'ntile', 'length']);
