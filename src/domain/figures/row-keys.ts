import { columnKind } from '../column-kind.js';
import { cellText, type Evidence, type EvidenceResult } from './evidence.js';
import { folded } from './masked-text.js';
import { standsAlone } from './names.js';
import type { Value } from './value.js';

/** What names a row: the texts of its columns that are no numbers, by column. */
export type RowKeys = ReadonlyMap<string, ReadonlySet<string>>;

/** The names of all rows that a value was read from, folded and lowered. Whole columns name none. */
export function keysOf({ from }: Pick<Value, 'from'>, { results }: Evidence): RowKeys {
  const keys = new Map<string, Set<string>>();
  for (const { step, row } of from) {
    const result = results.get(step);
    if (result === undefined || row === null) continue;
    for (const { column, at } of keyColumns(result)) {
      const known = keys.get(column) ?? new Set<string>();
      keys.set(column, known.add(nameIn(result, row, at)));
    }
  }
  return keys;
}

/** Every name in one column, of all steps that have it. */
export function namesIn(column: string, { results }: Evidence): ReadonlySet<string> {
  const names = [...results.values()].flatMap((result) =>
    keyColumns(result)
      .filter((key) => key.column === column)
      .flatMap(({ at }) => result.rows.map((_, row) => nameIn(result, row, at))),
  );
  return new Set(names.filter((name) => name.length > 1 && name.length <= longestName));
}

/** Where each name of a column stands, in all steps that have it. */
export function rowsNamed(
  column: string,
  { results }: Evidence,
): ReadonlyMap<string, readonly NamedRow[]> {
  const rows = new Map<string, NamedRow[]>();
  for (const result of results.values()) {
    const key = keyColumns(result).find((known) => known.column === column);
    if (key === undefined) continue;
    for (const row of result.rows.keys()) {
      const name = nameIn(result, row, key.at);
      if (name.length <= 1 || name.length > longestName) continue;
      rows.set(name, [...(rows.get(name) ?? []), { result, row }]);
    }
  }
  return rows;
}

export interface NamedRow {
  readonly result: EvidenceResult;
  readonly row: number;
}

/** Columns of texts: what a sentence calls a row by. */
export function keyColumns({ columns }: EvidenceResult): { column: string; at: number }[] {
  return columns.flatMap(({ name, type }, at) =>
    columnKind(type) === 'text' ? [{ column: name, at }] : [],
  );
}

/** Whether a row has a name: "(unknown)" and "(none)" stand for rows that have none. */
export function isNamed(result: EvidenceResult, row: number): boolean {
  return keyColumns(result).every(({ at }) => {
    const text = cellText(result.rows[row]?.[at]);
    return text !== '' && !/^\(.*\)$/.test(text);
  });
}

/** Where names stand in a text, the longest first: "North America" is not "America". */
export function namesInText(
  text: string,
  names: ReadonlySet<string>,
): { readonly name: string; readonly at: number }[] {
  const taken: { readonly start: number; readonly end: number }[] = [];
  return [...names]
    .filter((name) => text.includes(name))
    .toSorted((a, b) => b.length - a.length)
    .flatMap((name) => {
      const found: { name: string; at: number }[] = [];
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
        const end = at + name.length;
        if (!standsAlone(text, at, end)) continue;
        if (taken.some((other) => at < other.end && other.start < end)) continue;
        taken.push({ start: at, end });
        found.push({ name, at });
      }
      return found;
    });
}

function nameIn({ rows }: EvidenceResult, row: number, at: number): string {
  return lowered(folded(cellText(rows[row]?.[at])));
}

/** In lower case, where that keeps every letter in its place. */
export function lowered(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}

const longestName = 100;
