/** A cell to compare: numbers by value, all else by its text with its kind before it. */
export type Value = string | number | null;

type Columns = readonly (readonly Value[])[];

/** Whether two tables, given as columns in the same order, have the same rows: in any order, or in this one. */
export function sameRowSets(
  gold: Columns,
  given: Columns,
  { ordered, tolerance }: { readonly ordered: boolean; readonly tolerance: number },
): boolean {
  const [goldRows, givenRows] = [rowsOf(gold), rowsOf(given)];
  if (ordered) {
    return goldRows.every((row, index) => isSameRow(row, givenRows[index], tolerance));
  }
  const [goldGroups, givenGroups] = [grouped(goldRows), grouped(givenRows)];
  return [...goldGroups].every(([key, rows]) => {
    const others = givenGroups.get(key) ?? [];
    return others.length === rows.length && isSameGroup(rows, others, tolerance);
  });
}

export function sameNumber(a: number, b: number, tolerance: number): boolean {
  return a === b || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
}

/** What of a row is compared exactly, and its numbers. */
interface Row {
  readonly key: string;
  readonly numbers: readonly number[];
}

function rowsOf(columns: Columns): Row[] {
  return (columns[0] ?? []).map((_, row) => {
    const values = columns.map((column) => column[row] ?? null);
    return {
      key: JSON.stringify(values.map((value) => (typeof value === 'number' ? 0 : value))),
      numbers: values.filter((value) => typeof value === 'number'),
    };
  });
}

function isSameRow(a: Row, b: Row | undefined, tolerance: number): boolean {
  return b !== undefined && a.key === b.key && areSameNumbers(a, b, tolerance);
}

function areSameNumbers(a: Row, b: Row, tolerance: number): boolean {
  return a.numbers.every((number, index) => sameNumber(number, b.numbers[index] ?? 0, tolerance));
}

/** By what is compared exactly, each group by its numbers. */
function grouped(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.key);
    if (group === undefined) groups.set(row.key, [row]);
    else group.push(row);
  }
  for (const group of groups.values()) group.sort(byNumbers);
  return groups;
}

/** Each gold row takes the first row that is like it; both lists begin with the smallest number. */
function isSameGroup(gold: readonly Row[], given: readonly Row[], tolerance: number): boolean {
  const taken = new Set<number>();
  let first = 0;
  return gold.every((row) => {
    while (taken.has(first)) first += 1;
    for (let index = first; index < given.length; index += 1) {
      const other = given[index];
      if (other === undefined || isBeyond(row, other, tolerance)) return false;
      if (taken.has(index) || !areSameNumbers(row, other, tolerance)) continue;
      taken.add(index);
      return true;
    }
    return false;
  });
}

/** Whether that row, and so every later one, begins with too large a number. */
function isBeyond({ numbers: [a] }: Row, { numbers: [b] }: Row, tolerance: number): boolean {
  return a !== undefined && b !== undefined && b > a && !sameNumber(a, b, tolerance);
}

function byNumbers(a: Row, b: Row): number {
  const differing = a.numbers.findIndex((number, index) => number !== b.numbers[index]);
  return differing === -1 ? 0 : (a.numbers[differing] ?? 0) - (b.numbers[differing] ?? 0);
}
