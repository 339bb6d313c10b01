import type { A_Expr, FuncCall, Node } from 'libpg-query';
import { constantExponent } from './constant-exponent.js';
import { isObject, lastText } from './tree.js';

/**
 * How many times as many digits as a cell a number may have by the powers in a statement: `x ^ 2` has twice as many.
 * Powers one in the other multiply, side by side they do not; each query may read what any other has made.
 */
export function powersIn(value: unknown): number {
  let all = 1;
  const own = (part: unknown): number => {
    if (Array.isArray(part))
      return part.reduce<number>((most, item) => Math.max(most, own(item)), 1);
    if (!isObject(part)) return 1;
    let most = 1;
    for (const key in part) {
      const child = part[key];
      const inside = own(child);
      if (key === 'SelectStmt') all *= inside;
      else most = Math.max(most, inside * (isObject(child) ? powerOf(key, child) : 1));
    }
    return most;
  };
  // Not `all *= own(value)`: that would read `all` before the queries inside have changed it.
  const outermost = own(value);
  return all * outermost;
}

function powerOf(kind: string, node: object): number {
  if (kind === 'A_Expr') {
    const { name, rexpr }: A_Expr = node;
    return lastText(name) === '^' ? timesOf(rexpr) : 1;
  }
  if (kind !== 'FuncCall') return 1;
  const { funcname, args }: FuncCall = node;
  return powers.has(lastText(funcname) ?? '') ? timesOf(args?.[1]) : 1;
}

function timesOf(exponent: Node | undefined): number {
  return Math.max(1, constantExponent(exponent) ?? Infinity);
}

/** Functions that raise what they are given, to the power of their second argument where they have one. */
export const powers: ReadonlySet<string> = new Set(['power', 'pow', 'factorial']);
