import { readJson } from '../domain/read-json.js';
import type { SqlFinding } from '../sql/finding.js';

/** What one line of a corpus holds. `id` is kept as it was written, null where there is none. */
export type Line =
  | { readonly id: unknown; readonly sql: string }
  | { readonly id: unknown; readonly finding: LineFinding };

/** About the line, not about the SQL. */
type LineFinding = Omit<SqlFinding, 'layer'> & { readonly layer: 'usage' };

export function readStatement(line: string): Line {
  const value = readJson(line);
  if (value === undefined) return { id: null, finding: unreadable('the line is not JSON') };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { id: null, finding: unreadable('the line is not an object') };
  }
  const { id = null, sql } = value as { readonly id?: unknown; readonly sql?: unknown };
  if (id === null) return { id, finding: unreadable('the object has no id') };
  if (typeof sql !== 'string') return { id, finding: unreadable('its sql is not a text') };
  return { id, sql };
}

function unreadable(what: string): LineFinding {
  const fix = 'Write one object such as { "id": "q1", "sql": "select 1 as a" } a line.';
  return { code: 'invalid_line', layer: 'usage', place: null, what, fix };
}
