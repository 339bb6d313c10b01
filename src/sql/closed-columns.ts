import type { Naming, Scope, Source } from './scope.js';
import { listed } from './suggest.js';
import { quoted } from './table-names.js';

/**
 * What stands in the way of a reference that Postgres would resolve: `hidden`, a column that does not exist for us; `row`,
 * a whole row that has hidden or masked columns; `masked`, one whose values nobody reads.
 */
export type Closed =
  | { readonly why: 'hidden' | 'masked'; readonly source: Source }
  | { readonly why: 'row'; readonly source: Source };

/** Resolves as Postgres does, from the inside out, hidden columns included: they win over visible ones further out. */
export function closedReference(parts: readonly string[], scope: Scope): Closed | undefined {
  const name = parts.at(-1) ?? '';
  for (let level: Scope | null = scope; level !== null; level = level.outer) {
    const sources = parts.length === 1 ? level.sources : sourcesCalled(parts.slice(0, -1), level);
    const hidden = sources.find((source) => source.hidden?.includes(name));
    if (hidden !== undefined) return { why: 'hidden', source: hidden };
    const owner = sources.find(({ columns }) => columns?.includes(name));
    if (owner !== undefined) {
      return owner.masked?.includes(name) ? { why: 'masked', source: owner } : undefined;
    }
    if (parts.length > 1) {
      if (sources.length > 0) return undefined;
      continue;
    }
    if (level.outputs.includes(name)) return undefined;
    const row = level.sources.find(({ alias }) => alias === name);
    if (row !== undefined) return isClosed(row) ? { why: 'row', source: row } : undefined;
  }
  return undefined;
}

/** Whether a star, bare or behind its qualifier, stands for a column that may not be read. */
export function closedStar(qualifier: readonly string[], scope: Scope): Closed | undefined {
  for (let level: Scope | null = scope; level !== null; level = level.outer) {
    const sources = qualifier.length === 0 ? level.sources : sourcesCalled(qualifier, level);
    const source = sources.find(isClosed);
    if (source !== undefined) return { why: 'row', source };
    if (sources.length > 0 || qualifier.length === 0) return undefined;
  }
  return undefined;
}

export function isClosed({ hidden = [], masked = [] }: Source): boolean {
  return hidden.length + masked.length > 0;
}

/** Positions, common columns and whole rows would reach what has no name here. */
export function refuseWholeRow(
  { alias, columns, masked = [] }: Source,
  { findings }: Pick<Naming, 'findings'>,
  location?: number,
): void {
  const readable = (columns ?? []).filter((name) => !masked.includes(name));
  findings.add(
    {
      code: 'whole_row',
      what: `not every column of ${alias} may be read, so none may be reached by *, as a whole row, by NATURAL or by position`,
      fix: `Name the columns: ${alias} has ${listed(readable.map(quoted))}.`,
    },
    location,
  );
}

export function refuseMasked(
  column: string,
  { findings }: Pick<Naming, 'findings'>,
  location?: number,
): void {
  findings.add(
    {
      code: 'masked_column',
      what: `the values of ${column} are personal and may not be read, compared, ordered or computed with`,
      fix: `Count ${column}, test it for NULL, group by it under its own name, or select it in the outermost SELECT, without DISTINCT or UNION, where it reads [masked].`,
    },
    location,
  );
}

function sourcesCalled(qualifier: readonly string[], { sources }: Scope): readonly Source[] {
  const name = qualifier.at(-1);
  const schema = qualifier.at(-2);
  return sources.filter(
    ({ alias, schema: its }) => alias === name && (schema === undefined || its === schema),
  );
}
