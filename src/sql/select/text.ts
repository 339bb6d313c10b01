import type { Node, SelectStmt } from 'libpg-query';
import { faithfulText } from '../guard.js';
import { parseSql } from '../parse.js';
import { everyNode } from '../tree.js';
import { isSelect, mapNodes } from './nodes.js';

/** A statement written from a changed tree. `params[i]` is the number that $i+1 had before: pass those values, in order. */
export interface Written {
  readonly sql: string;
  readonly params: readonly number[];
}

/** The tree of exactly one SELECT; undefined where the text is anything else. */
export async function readSelect(sql: string): Promise<SelectStmt | undefined> {
  const { tree } = await parseSql(sql);
  const [first, ...more] = tree?.stmts ?? [];
  return more.length === 0 && isSelect(first?.stmt) ? first.stmt.SelectStmt : undefined;
}

/**
 * Writes a tree as text that parses into that very tree; undefined where the deparser cannot. What the change left out
 * may have held parameters: those that remain are numbered anew, because Postgres takes no value that is not used.
 */
export async function writeSelect(select: SelectStmt): Promise<Written | undefined> {
  const params = parametersOf(select);
  const renumbered = mapNodes(select, (kind, fields) =>
    kind === 'ParamRef'
      ? { ParamRef: { number: params.indexOf(Number(fields['number'])) + 1 } }
      : undefined,
  );
  const sql = await faithfulText({ stmts: [{ stmt: { SelectStmt: renumbered } }] });
  return sql === undefined ? undefined : { sql, params };
}

/** The numbers of the parameters in a tree, in rising order. */
export function parametersOf(tree: unknown): number[] {
  const numbers = new Set<number>();
  everyNode(tree, (kind, fields) => {
    if (kind === 'ParamRef') numbers.add(Number(fields['number']));
  });
  return [...numbers].toSorted((a, b) => a - b);
}

/** An expression as people read it; undefined where it cannot be written. */
export async function expressionText(expression: Node): Promise<string | undefined> {
  const select: SelectStmt = {
    targetList: [{ ResTarget: { val: expression } }],
    limitOption: 'LIMIT_OPTION_DEFAULT',
    op: 'SETOP_NONE',
  };
  const sql = await faithfulText({ stmts: [{ stmt: { SelectStmt: select } }] });
  return sql
    ?.replace(/^\s*SELECT\s+/i, '')
    .replace(/\s+/g, ' ')
    .replaceAll('NULLIF (', 'NULLIF(')
    .trim();
}

/** The tree of an expression written by us. */
export async function parseExpression(text: string): Promise<Node> {
  const [first] = (await readSelect(`select ${text}`))?.targetList ?? [];
  if (first === undefined || !('ResTarget' in first) || first.ResTarget.val === undefined) {
    throw new Error('An expression of our own does not parse.');
  }
  return first.ResTarget.val;
}
