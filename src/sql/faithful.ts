import type { ParseResult } from 'libpg-query';
import { deparseSync } from 'pgsql-deparser';
import { parseAnew } from './parse.js';
import { isSameTree } from './tree.js';

export interface Faithful {
  readonly text: string;
  /** That of the text: the same tree, with the places of its nodes in it. */
  readonly tree: ParseResult;
}

/**
 * Text that parses into the very same tree, so that what was checked is what the server reads. It is parsed anew,
 * whatever is remembered of it: the comparison rests on the parser alone. Some text was parsed before in this process.
 */
export function faithful(tree: ParseResult): Faithful | undefined {
  for (const pretty of [true, false]) {
    const text = deparsed(tree, pretty);
    if (text === undefined) continue;
    const again = parseAnew(text);
    if (again.tree !== null && isSameTree(again.tree.stmts, tree.stmts)) {
      return { text, tree: again.tree };
    }
  }
  return undefined;
}

function deparsed(tree: ParseResult, pretty: boolean): string | undefined {
  try {
    return deparseSync(tree, { pretty });
  } catch {
    return undefined; // It says so for nodes that it cannot write.
  }
}
