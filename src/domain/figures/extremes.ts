import { compare, parseDecimal, type Decimal } from '../decimal.js';
import { cellText, type EvidenceResult } from './evidence.js';
import { keyColumns } from './row-keys.js';

/**
 * Whether a cell is the greatest or least of its column: among all rows, among those that have a name, or among those
 * that share a name with it ("EMEA's best month"). Null where there is nothing to compare.
 */
export function isExtreme(
  result: EvidenceResult,
  { row, column }: { readonly row: number; readonly column: string },
  which: 'highest' | 'lowest',
): boolean | null {
  const at = result.columns.findIndex(({ name }) => name === column);
  const numbers = result.rows.map((cells) => parseDecimal(cellText(cells[at])));
  const own = numbers[row];
  if (own === undefined) return null;
  const rows = numbers.flatMap((number, other) => (number === undefined ? [] : [other]));
  const keys = keyColumns(result);
  const named = rows.filter((other) =>
    keys.every((key) => isName(cellText(result.rows[other]?.[key.at]))),
  );
  const alike = keys.map((key) =>
    rows.filter((other) => result.rows[other]?.[key.at] === result.rows[row]?.[key.at]),
  );
  if (rows.length < 2) return null;
  const groups = [rows, named, ...alike.filter((group) => group.length > 1)].filter((group) =>
    group.includes(row),
  );
  return groups.some((group) => group.every((other) => !isBeyond(numbers[other], own, which)));
}

/** "(unknown)" and "(none)" stand for rows that have no name. */
function isName(text: string): boolean {
  return text !== '' && !/^\(.*\)$/.test(text);
}

function isBeyond(other: Decimal | undefined, own: Decimal, which: 'highest' | 'lowest'): boolean {
  if (other === undefined) return false;
  return which === 'highest' ? compare(other, own) > 0 : compare(other, own) < 0;
}
