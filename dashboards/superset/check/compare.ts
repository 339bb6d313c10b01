/** A row by its columns. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * One line for each way in which what a chart shows differs from what SQL gives; none if they agree. Rows are the same
 * where their keys are: the columns that a chart groups by.
 */
export function differences(
  keys: readonly string[],
  shown: readonly Row[],
  expected: readonly Row[],
): readonly string[] {
  const problems: string[] = [];
  if (saysNothing(keys, expected)) return ['SQL gives no values either: nothing is compared'];
  const left = new Map(shown.map((row) => [keyOf(keys, row), row]));
  if (left.size < shown.length) problems.push('Superset shows a group twice');
  for (const row of expected) {
    const key = keyOf(keys, row);
    const other = left.get(key);
    left.delete(key);
    if (other === undefined) problems.push(`${key}: only by SQL`);
    else problems.push(...cellsThatDiffer(key, other, row));
  }
  return [...problems, ...[...left.keys()].map((key) => `${key}: only in Superset`)];
}

function cellsThatDiffer(key: string, shown: Row, expected: Row): readonly string[] {
  const names = new Set([...Object.keys(shown), ...Object.keys(expected)]);
  return [...names]
    .filter((name) => !isSame(plain(shown[name]), plain(expected[name])))
    .map((name) => {
      const [ours, sql] = [textOf(shown[name]), textOf(expected[name])];
      return `${key}: ${name} is ${ours} in Superset and ${sql} by SQL`;
    });
}

function saysNothing(keys: readonly string[], rows: readonly Row[]): boolean {
  return rows.every((row) =>
    Object.entries(row).every(([name, value]) => keys.includes(name) || value === null),
  );
}

function keyOf(keys: readonly string[], row: Row): string {
  return keys.map((name) => `${name} ${textOf(row[name])}`).join(', ') || 'in all';
}

/** Sums of floating-point numbers depend on the order of what is added, in the last digits. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

/** Times as Superset has them, in epoch milliseconds, and exact numbers of Postgres, which come as text. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  return value ?? null;
}

function textOf(value: unknown): string {
  const known = plain(value);
  // Nothing that is counted or measured here is as large as a time of ours.
  const isTime = typeof known === 'number' && known > 1e12;
  return isTime ? new Date(known).toISOString() : String(known);
}
