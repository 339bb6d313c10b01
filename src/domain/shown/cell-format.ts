import type { Cell, Column } from '../result.js';
import { columnKind } from '../column-kind.js';
import { parseDecimal, round } from '../decimal.js';

/** How to write the values of one column, decided by looking at all that will be shown. */
export function columnFormat(
  column: Column,
  values: readonly Cell[],
): (value: string | boolean) => string {
  switch (columnKind(column.type)) {
    case 'number':
      return numberFormat(column, values);
    case 'timestamp':
      return values.every((value) => value === null || isMidnight(value))
        ? (value) => String(value).slice(0, 10)
        : String;
    case 'boolean':
      return (value) => (value === true || value === 't' ? 'yes' : 'no');
    default:
      return String;
  }
}

/** Months and days cut from a timestamp are days to a reader. */
function isMidnight(value: string | boolean): boolean {
  return /^\d{4}-\d\d-\d\d 00:00:00(\+00)?$/.test(String(value));
}

/** Identifiers and years are numbers that nobody counts with: no thousands separators there. */
const label = /(^|_)(id|ids|year|yr|code|zip|no|number|key|isbn|sku)$/i;
const mostDecimals = 4;

function numberFormat(
  { name }: Column,
  values: readonly Cell[],
): (value: string | boolean) => string {
  const texts = values.filter((value) => typeof value === 'string');
  const decimals = texts.map((text) => text.split('.')[1]?.length ?? 0);
  const scale = Math.max(0, ...decimals);
  // An average comes with sixteen decimals.
  const shownScale = scale <= mostDecimals ? scale : texts.every(isLarge) ? 2 : mostDecimals;
  const grouped = !label.test(name) && !texts.every((text) => /^(19|20)\d\d$/.test(text));
  return (value) => {
    const parsed = parseDecimal(String(value));
    if (parsed === undefined) return String(value);
    const { digits, scale: own } = round(parsed, shownScale);
    const text = plainDecimal(digits, own, shownScale);
    return grouped ? withSeparators(text) : text;
  };
}

const isLarge = (text: string): boolean => Math.abs(Number(text)) >= 100;

function plainDecimal(digits: bigint, scale: number, shownScale: number): string {
  const sign = digits < 0n ? '-' : '';
  const all = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  const whole = all.slice(0, all.length - scale);
  const part = all.slice(all.length - scale).padEnd(shownScale, '0');
  return shownScale === 0 ? sign + whole : `${sign}${whole}.${part}`;
}

function withSeparators(text: string): string {
  const [whole = '', part] = text.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}
