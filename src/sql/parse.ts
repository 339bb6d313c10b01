import { hasSqlDetails, loadModule, parseSync } from 'libpg-query';
import type { ParseResult } from 'libpg-query';
import { createMemory } from '../domain/memory.js';
import { placeAt, type SqlFinding } from './finding.js';
import { mayNestTooDeeply } from './nesting.js';

export type Parsed =
  | { readonly tree: ParseResult }
  | { readonly tree: null; readonly finding: SqlFinding };

/**
 * Parses with Postgres's own grammar. Hostile text (NUL, very long, very deep) is refused before or while parsing. A text
 * is read by guard, lints, shape and description, one after the other: its tree is remembered, and nobody changes it.
 */
export async function parseSql(sql: string): Promise<Parsed> {
  const known = parsedBefore.get(sql);
  if (known !== undefined) return known;
  await readyToParse();
  const parsed = parseAnew(sql);
  rememberParsed(sql, parsed);
  return parsed;
}

/** Once in a process, before the first `parseAnew`. */
export async function readyToParse(): Promise<void> {
  await loadModule();
}

/** Without memory, and without waiting. */
export function parseAnew(sql: string): Parsed {
  const refused = beforeParsing(sql);
  if (refused !== undefined) return { tree: null, finding: refused };
  try {
    return mayNestTooDeeply(sql) ? { tree: null, finding: tooDeep } : { tree: parseSync(sql) };
  } catch (error) {
    return { tree: null, finding: whyNot(sql, error) };
  }
}

/** For whoever has parsed a text anew that will be asked for again. */
export function rememberParsed(sql: string, parsed: Parsed): void {
  // How deep is too deep depends on the stack that is left.
  if (parsed.tree !== null || parsed.finding !== tooDeep) parsedBefore.set(sql, parsed);
}

/** The parser stops reading at a NUL without a word: what follows it would reach the server unseen. */
function beforeParsing(sql: string): SqlFinding | undefined {
  if (sql.includes('\0')) {
    return {
      ...whole,
      code: 'nul_character',
      what: 'the SQL contains a NUL character',
      fix: 'Remove it.',
      place: placeAt(sql, Array.from(sql).indexOf('\0')),
    };
  }
  if (Buffer.byteLength(sql) > longestSqlBytes) {
    return {
      ...whole,
      code: 'sql_too_long',
      what: 'the SQL is longer than 64 KB',
      fix: 'Shorten it.',
    };
  }
  // Lone surrogates have no UTF-8: the parser and the server would see different text.
  if (Buffer.from(sql).toString() !== sql) {
    return {
      ...whole,
      code: 'invalid_text',
      what: 'the SQL contains half a surrogate pair',
      fix: 'Remove it.',
    };
  }
  if (sql.trim() === '') {
    return { ...whole, code: 'empty_sql', what: 'there is no SQL', fix: 'Write one SELECT.' };
  }
  return undefined;
}

function whyNot(sql: string, error: unknown): SqlFinding {
  if (hasSqlDetails(error) && !error.message.startsWith('memory exhausted')) {
    const index = error.sqlDetails?.cursorPosition;
    return {
      ...whole,
      code: 'syntax_error',
      what: error.message,
      fix: 'Write one SELECT that Postgres can parse.',
      place: index === undefined || index < 0 ? null : placeAt(sql, index),
    };
  }
  return tooDeep;
}

/** Also said where the recursion of the parser, the deparser or our own walk runs out of stack. */
export const tooDeep: SqlFinding = {
  layer: 'tree',
  place: null,
  code: 'sql_too_deep',
  what: 'the SQL is nested too deeply',
  fix: 'Use fewer nested expressions and subqueries.',
};

const whole = { layer: 'tree', place: null } as const;

/** A tree takes some hundred times the memory of its text. */
const parsedBefore = createMemory<Parsed>({ mostEntries: 256, mostSize: 128 * 1024 });

const longestSqlBytes = 64 * 1024;
