import { ToolFailure } from '../domain/failure.js';
import type { Catalog } from '../ports.js';
import type { SqlFinding } from '../sql/finding.js';
import { samePlace } from '../sql/same-place.js';
import type { HelpContext } from './help/ask.js';
import { explainStatement } from './help/query-failed.js';

/** What was asked about: the text as it was sent, and as Claude or a person wrote it. */
export interface Explained extends Pick<HelpContext, 'texts'> {
  readonly sent: string;
  readonly written: string;
}

/**
 * What Postgres says against a statement when it plans it, as a finding. @throws the error where it says nothing about
 * the SQL, such as that Postgres cannot be asked
 */
export async function explainFinding(
  error: unknown,
  { sent, written, texts = [] }: Explained,
  catalog: Catalog,
): Promise<SqlFinding> {
  if (!(error instanceof ToolFailure) || !aboutTheSql(error)) throw error;
  const { error: code, message, suggestion } = error.toolError;
  const position = positionOf(error.cause);
  const place = position === undefined ? null : await samePlace(position, { sent, written });
  const what = message.replace(/, at character \d+ of the SQL/, '');
  const help = await explainStatement(sent, code, { catalog, texts });
  return {
    code,
    layer: 'explain',
    place,
    what: help === undefined ? what : `${what} ${help.message}`,
    fix: help?.suggestions.join(' ') ?? (suggestion || 'Correct the SQL.'),
  };
}

/** An engine that is away says nothing about the SQL. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof ToolFailure)) return false;
  const { class: kind } = error.toolError;
  return kind === 'transient' || kind === 'timeout' || kind === 'unknown';
}

function aboutTheSql({ toolError: { class: kind, code } }: ToolFailure): boolean {
  return /^(?:0A|2[12]|42|54)/.test(code ?? '') && (kind === 'permanent' || kind === 'user_error');
}

/** The driver's error has it as text, counted in characters from 1. */
function positionOf(cause: unknown): number | undefined {
  if (!(cause instanceof Error) || !('position' in cause)) return undefined;
  const position = Number(cause.position);
  return position > 0 ? position : undefined;
}
