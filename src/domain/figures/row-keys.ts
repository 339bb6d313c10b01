import { columnKind } from '../column-kind.js';
import { cellText, type Evidence, type EvidenceResult } from './evidence.js';
import { folded } from './masked-text.js';
import type { Value } from './value.js';

/** What names a row: the texts of its columns that are no numbers, by column. */
export type RowKeys = ReadonlyMap<string, ReadonlySet<string>>;

/** The names of all rows that a value was read from, folded and lowered. Whole columns name none. */
export function keysOf({ from }: Value, { results }: Evidence): RowKeys {
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

/** Columns of texts: what a sentence calls a row by. */
export function keyColumns({ columns }: EvidenceResult): { column: string; at: number }[] {
  return columns.flatMap(({ name, type }, at) =>
    columnKind(type) === 'text' ? [{ column: name, at }] : [],
  );
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
