import { hasSqlDetails, loadModule, parseSync } from 'libpg-query';
import type { ParseResult } from 'libpg-query';
import type { SqlFinding } from './finding.js';

export type Parsed =
  | { readonly tree: ParseResult }
  | { readonly tree: null; readonly finding: SqlFinding };

/** Parses with Postgres's own grammar. Hostile text (NUL, very long, very deep) is refused before or while parsing. */
export async function parseSql(sql: string): Promise<Parsed> {
  const refused = beforeParsing(sql);
  if (refused !== undefined) return { tree: null, finding: refused };
  await loadModule();
  try {
    return { tree: parseSync(sql) };
  } catch (error) {
    return { tree: null, finding: whyNot(error) };
  }
}

/** The parser stops reading at a NUL without a word: what follows it would reach the server unseen. */
function beforeParsing(sql: string): SqlFinding | undefined {
  if (sql.includes('\0')) {
    return { code: 'nul_character', what: 'the SQL contains a NUL character', fix: 'Remove it.' };
  }
  if (Buffer.byteLength(sql) > longestSqlBytes) {
    return { code: 'sql_too_long', what: 'the SQL is longer than 64 KB', fix: 'Shorten it.' };
  }
  // Lone surrogates have no UTF-8: the parser and the server would see different text.
  if (Buffer.from(sql).toString() !== sql) {
    return {
      code: 'invalid_text',
      what: 'the SQL contains half a surrogate pair',
      fix: 'Remove it.',
    };
  }
  if (sql.trim() === '') {
    return { code: 'empty_sql', what: 'there is no SQL', fix: 'Write one SELECT.' };
  }
  return undefined;
}

function whyNot(error: unknown): SqlFinding {
  if (hasSqlDetails(error) && !error.message.startsWith('memory exhausted')) {
    const place = error.sqlDetails?.cursorPosition;
    return {
      code: 'syntax_error',
      what: `${error.message}${place === undefined ? '' : ` (at character ${place + 1})`}`,
      fix: 'Write one SELECT that Postgres can parse.',
    };
  }
  return tooDeep;
}

/** Also said where the recursion of the parser, the deparser or our own walk runs out of stack. */
export const tooDeep: SqlFinding = {
  code: 'sql_too_deep',
  what: 'the SQL is nested too deeply',
  fix: 'Use fewer nested expressions and subqueries.',
};

const longestSqlBytes = 64 * 1024;
