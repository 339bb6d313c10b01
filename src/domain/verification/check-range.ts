import { compare, fromInteger, parseDecimal, sign, type Decimal } from '../decimal.js';
import type { QueryInput } from '../plan.js';
import type { ResultSet } from '../result.js';
import { refute, warn } from './check-expectation.js';
import type { Outcome } from './verify-result.js';

/** A share lies between nothing and all; a rate beyond that, and less than nothing sold, are worth a word. */
export function checkRange({ measure, filters }: QueryInput, result: ResultSet): Outcome[] {
  const at = result.columns.findIndex(({ name }) => name === measure.column);
  if (at < 0) return [];
  const what = `${measure.name} ${measure.column}`.replaceAll('_', ' ');
  const most = changeWords.test(what) ? undefined : wholes[measure.unit.toLowerCase()];
  const isShare = shareWords.test(what);
  const numbers = result.rows.map((cells) => parseDecimal(String(cells[at] ?? '')));
  if (most !== undefined && (isShare || rateWords.test(what))) {
    const row = numbers.findIndex((number) => number && isOutside(number, most));
    return [{ name: 'lies between nothing and all', problem: beyond(row) }];
  }
  if (countWords.test(what) && !signedWords.test(`${what} ${filters.join(' ')}`)) {
    const row = numbers.findIndex((number) => number && sign(number) < 0);
    const problem =
      row < 0 ? null : warn('negative_measure', `"${measure.column}" is negative in row ${row}.`);
    return [{ name: 'is not negative', problem }];
  }
  return [];

  function beyond(row: number): Outcome['problem'] {
    if (row < 0) return null;
    const value = String(result.rows[row]?.[at]).slice(0, 40);
    const says = `"${measure.column}" is ${value} in row ${row}, in ${measure.unit}.`;
    return isShare
      ? refute(
          'share_out_of_range',
          says,
          'Divide the part by the whole it is a part of, and declare the unit the column is in.',
        )
      : warn('rate_out_of_range', says);
  }
}

function isOutside(number: Decimal, most: Decimal): boolean {
  return sign(number) < 0 || compare(number, most) > 0;
}

const wholes: Readonly<Record<string, Decimal | undefined>> = {
  '%': fromInteger(100),
  percent: fromInteger(100),
  percentage: fromInteger(100),
  fraction: fromInteger(1),
  share: fromInteger(1),
};
const shareWords =
  /\b(?:share|portion|percent(?:age)? of|pct of|anteil|part de|proporción|cuota de)\b/i;
const rateWords = /\b(?:rate|quote|taux|tasa)\b/i;
const changeWords =
  /\b(?:growth|change|increase|decrease|diff|delta|yoy|mom|qoq|vs|veränderung|wachstum|évolution|variación)\b/i;
const countWords =
  /\b(?:revenue|sales|orders?|units?|quantity|customers?|users?|visits?|signups?|umsatz|bestellungen|kunden|chiffre d'affaires|ventes|commandes|ventas|ingresos|pedidos)\b/i;
const signedWords =
  /\b(?:net|refund\w*|return\w*|cancel\w*|adjust\w*|margin|profit|storno|netto)\b/i;
