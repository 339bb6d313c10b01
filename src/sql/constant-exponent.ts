import type { A_Const, A_Expr, Node } from 'libpg-query';
import { lastText } from './tree.js';

/** The absolute value of an exponent that the text shows: `2`, `0.5`, `-1`, `1.0 / 3`, `0.5::numeric`. */
export function constantExponent(node: Node | undefined): number | undefined {
  if (node === undefined) return undefined;
  if ('A_Const' in node) return constant(node.A_Const);
  if ('A_Expr' in node) return quotient(node.A_Expr);
  // `0.5::numeric(1000, 900)` would have 900 digits.
  if (!('TypeCast' in node) || node.TypeCast.typeName?.typmods !== undefined) return undefined;
  return constantExponent(node.TypeCast.arg);
}

function constant({ ival, fval }: A_Const): number | undefined {
  if (ival !== undefined) return Math.abs(ival.ival ?? 0);
  const text = fval?.fval ?? '';
  return short.test(text) ? Math.abs(Number(text)) : undefined;
}

function quotient({ kind, name, lexpr, rexpr }: A_Expr): number | undefined {
  const operator = kind === 'AEXPR_OP' ? lastText(name) : undefined;
  if (operator === '-' && lexpr === undefined) return constantExponent(rexpr);
  if (operator !== '/') return undefined;
  const [above, below] = [constantOnly(lexpr), constantOnly(rexpr)];
  return above === undefined || !below ? undefined : above / below;
}

/** No quotient of quotients: each division adds digits. */
function constantOnly(node: Node | undefined): number | undefined {
  return node !== undefined && 'A_Expr' in node ? undefined : constantExponent(node);
}

/** `1e-9000` is a small number of 9,000 digits. */
const short = /^-?(?=.{1,40}$)\d*\.?\d*$/;
