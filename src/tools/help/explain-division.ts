import type { Node } from 'libpg-query';
import { functionName, withoutCasts } from '../../sql/select/nodes.js';
import { expressionText, readSelect } from '../../sql/select/text.js';
import { everyNode, texts } from '../../sql/tree.js';
import type { Help } from './ask.js';

/** Which divisions may divide by zero, and how to write them so that they do not. Undefined where none may. */
export async function explainDivision(sql: string): Promise<Help | undefined> {
  const select = await readSelect(sql);
  const found: { readonly whole: Node; readonly divisor: Node; readonly safe: Node }[] = [];
  everyNode(select, (kind, fields) => {
    const division =
      kind === 'A_Expr' || kind === 'FuncCall' ? divisionOf(kind, fields) : undefined;
    if (division !== undefined) found.push(division);
  });
  const written = await Promise.all(
    found.map(async ({ whole, divisor, safe }) => ({
      whole: await expressionText(whole),
      divisor: await expressionText(divisor),
      safe: await expressionText(safe),
    })),
  );
  const known = written.filter(({ whole, safe }) => whole !== undefined && safe !== undefined);
  if (known.length === 0) return undefined;
  return {
    message: `${known.map(({ whole, divisor }) => `In ${whole}, ${divisor} is zero somewhere`).join(', or: ')}.`,
    suggestions: known.map(
      ({ safe }) => `Write ${safe}: it is null where there is nothing to divide by.`,
    ),
  };
}

function divisionOf(kind: string, fields: Readonly<Record<string, unknown>>) {
  const whole = { [kind]: fields } as unknown as Node;
  if ('A_Expr' in whole) {
    const { name, lexpr, rexpr } = whole.A_Expr;
    if (!['/', '%'].includes(texts(name).at(-1) ?? '') || rexpr === undefined) return undefined;
    if (lexpr === undefined || !mayBeZero(rexpr)) return undefined;
    return { whole, divisor: rexpr, safe: { A_Expr: { ...whole.A_Expr, rexpr: orNull(rexpr) } } };
  }
  if (!('FuncCall' in whole) || !['mod', 'div'].includes(functionName(whole.FuncCall))) {
    return undefined;
  }
  const [first, divisor] = whole.FuncCall.args ?? [];
  if (first === undefined || divisor === undefined || !mayBeZero(divisor)) return undefined;
  return {
    whole,
    divisor,
    safe: { FuncCall: { ...whole.FuncCall, args: [first, orNull(divisor)] } },
  };
}

function mayBeZero(divisor: Node): boolean {
  const inner = withoutCasts(divisor);
  if ('A_Const' in inner) {
    const { ival, fval } = inner.A_Const;
    return Number(fval?.fval ?? ival?.ival ?? 0) === 0;
  }
  return !('A_Expr' in inner && inner.A_Expr.kind === 'AEXPR_NULLIF');
}

function orNull(lexpr: Node): Node {
  return {
    A_Expr: {
      kind: 'AEXPR_NULLIF',
      name: [{ String: { sval: '=' } }],
      lexpr,
      rexpr: { A_Const: { ival: {} } },
    },
  };
}
