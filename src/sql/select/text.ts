import type { Node, SelectStmt } from 'libpg-query';
import { faithful, type Faithful } from '../faithful.js';
import { parseSql, readyToParse } from '../parse.js';
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
  await readyToParse();
  const written = faithful({ stmts: [{ stmt: { SelectStmt: renumbered } }] });
  return written && { sql: written.text, params };
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
  return (await expressionTexts([expression]))[0];
}

/** The same for many, each of which stands alone where they cannot be written together. */
export async function expressionTexts(
  expressions: readonly Node[],
): Promise<readonly (string | undefined)[]> {
  await readyToParse();
  const together = expressions.length > 1 ? outputsOf(expressions) : undefined;
  return together ?? expressions.map((expression) => outputsOf([expression])?.[0]);
}

/** What each is as an output of one SELECT: its text begins where the parser found it there. */
function outputsOf(expressions: readonly Node[]): readonly string[] | undefined {
  const select: SelectStmt = {
    targetList: expressions.map((val) => ({ ResTarget: { val } })),
    limitOption: 'LIMIT_OPTION_DEFAULT',
    op: 'SETOP_NONE',
  };
  const written = faithful({ stmts: [{ stmt: { SelectStmt: select } }] });
  if (written === undefined) return undefined;
  const text = Buffer.from(written.text);
  const starts = startsOf(written);
  return starts.map((start, i) => {
    const end = starts[i + 1];
    const own = text.subarray(start, end).toString();
    return inOneLine(end === undefined ? own : own.replace(/,\s*$/, ''));
  });
}

function startsOf({ tree }: Faithful): readonly number[] {
  const [first] = tree.stmts ?? [];
  const targets = isSelect(first?.stmt) ? (first.stmt.SelectStmt.targetList ?? []) : [];
  return targets.map((node) => ('ResTarget' in node ? (node.ResTarget.location ?? 0) : 0));
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('NULLIF (', 'NULLIF(').trim();
}

/** The tree of an expression written by us. */
export async function parseExpression(text: string): Promise<Node> {
  const [first] = (await readSelect(`select ${text}`))?.targetList ?? [];
  if (first === undefined || !('ResTarget' in first) || first.ResTarget.val === undefined) {
    throw new Error('An expression of our own does not parse.');
  }
  return first.ResTarget.val;
}
