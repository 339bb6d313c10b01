import type { Look } from './look.js';
import { textTable } from './text-table.js';
import { displayWidth } from './text.js';

interface Listed {
  /** Columns that are never clipped: names that another command takes. */
  readonly whole: readonly string[];
  /** Columns that give way to the last one where room is short, the first of these first. */
  readonly dispensable: readonly string[];
}

/** A list of ours as a table whose last column is a text; a column that says nothing takes no room from it. */
export function listed(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  { whole, dispensable, ...look }: Look & Listed,
): string[] {
  const told = columns.filter((_, column) => rows.some((row) => row[column] !== ''));
  const widthOf = (name: string) =>
    Math.max(name.length, ...rows.map((row) => displayWidth(row[columns.indexOf(name)] ?? '')));
  const needed = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + (name === columns.at(-1) ? 0 : widthOf(name) + 2), 0);
  const kept = dispensable.reduce(
    (left, least) =>
      needed(left) <= look.width - leastTextWidth ? left : left.filter((name) => name !== least),
    told,
  );
  const isKept = (_: unknown, column: number) => kept.includes(columns[column] ?? '');
  return textTable(
    kept,
    rows.map((row) => row.filter(isKept)),
    { ...look, whole },
  );
}

const leastTextWidth = 24;
