import { columnKind } from '../column-kind.js';
import { absolute, compare, fromInteger, isInteger, multiply, sign, toText } from '../decimal.js';
import type { Decimal } from '../decimal.js';
import { remembered } from '../remembered.js';
import { withoutInvisible } from './evidence.js';
import type { Unit } from './unit.js';

/** A locale that Intl knows; English where it knows none. */
export function knownLocale(locale: string): string {
  return locales(locale, () => {
    try {
      return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en-US';
    } catch {
      return 'en-US';
    }
  });
}

/** The language of a locale, `de` of `de-CH`. */
export function languageOf(locale: string): string {
  return languages(locale, () => new Intl.Locale(knownLocale(locale)).language);
}

/** A number as the text shows it. Intl rounds decimal strings exactly, half away from zero. */
export function formatNumber(value: Decimal, unit: Unit, locale: string): string {
  const known = knownLocale(locale);
  const write = (options: Intl.NumberFormatOptions, number: Decimal = value) =>
    numberFormat(known, options).format(toText(number));
  switch (unit.kind) {
    case 'currency':
      return write({
        style: 'currency',
        currency: unit.code,
        ...moneyDigits(value, unit.code, known),
      });
    case 'percent':
      return write({ style: 'percent', ...decimals(value, 1) }, hundredth(value));
    case 'fraction':
      return write({ style: 'percent', ...decimals(multiply(value, hundred), 1) });
    case 'multiple':
      return `${write({ maximumFractionDigits: 1 })}×`;
    case 'points':
      return `${write(decimals(value, 1))} ${pointWords[languageOf(locale)] ?? 'pp'}`;
    case 'duration':
      return write({ style: 'unit', unit: unit.of, unitDisplay: 'long', ...decimals(value, 1) });
    case 'label':
      return write({ useGrouping: false, maximumFractionDigits: 20 });
    default:
      return write(isInteger(value) ? {} : decimals(value, 2));
  }
}

/** A cell that is no number: dates by locale, everything else as it is, on one line and of bearable length. */
export function formatText(text: string, type: string, column: string, locale: string): string {
  const kind = columnKind(type);
  const date = kind === 'date' || kind === 'timestamp' ? formatDate(text, column, locale) : null;
  if (date !== null) return date;
  const line = withoutInvisible(text.replaceAll(/\s+/gu, ' ')).trim();
  const characters = Array.from(line);
  return characters.length <= longestText ? line : `${characters.slice(0, longestText).join('')}…`;
}

/** The word for a sign. */
export function formatDirection(direction: -1 | 0 | 1, locale: string): string {
  const words = directionWords[languageOf(locale)] ?? english;
  return words[direction + 1] ?? '';
}

/** The wall clock that Postgres wrote in the run's time zone; null where it is no common date (infinity, BC). */
function formatDate(text: string, column: string, locale: string): string | null {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-][\d:]+)?)?$/.exec(
      text,
    );
  if (match === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute));
  if (date.getUTCMonth() !== month - 1) return null;
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(knownLocale(locale), { timeZone: 'UTC', ...options }).format(date);
  const midnight = hour + minute + second === 0;
  if (midnight && day === 1) {
    if (/(^|_)month$/i.test(column)) return write({ month: 'long', year: 'numeric' });
    if (/(^|_)quarter$/i.test(column) && month % 3 === 1) return `Q${(month + 2) / 3} ${year}`;
    if (/(^|_)year$/i.test(column) && month === 1) return String(year);
  }
  return write(midnight ? { dateStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' });
}

/** Compact from ten thousand up; below, cents. A currency without minor units has none here either. */
function moneyDigits(value: Decimal, code: string, locale: string): Intl.NumberFormatOptions {
  if (compare(absolute(value), fromInteger(10_000)) >= 0) {
    return { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 2 };
  }
  const { maximumFractionDigits: minor = 2 } = numberFormat(locale, {
    style: 'currency',
    currency: code,
  }).resolvedOptions();
  if (isInteger(value)) return { minimumFractionDigits: 0, maximumFractionDigits: 0 };
  return decimals(value, minor, minor);
}

/** At most that many decimals, but never so few that something becomes nothing. */
function decimals(value: Decimal, most: number, least = 0): Intl.NumberFormatOptions {
  const smallest: Decimal = { digits: 1n, scale: most };
  return sign(value) !== 0 && compare(absolute(value), smallest) < 0
    ? { maximumSignificantDigits: 2 }
    : { minimumFractionDigits: least, maximumFractionDigits: most };
}

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([locale, options]);
  return formats(key, () => new Intl.NumberFormat(locale, options));
}

function hundredth({ digits, scale }: Decimal): Decimal {
  return { digits, scale: scale + 2 };
}

const locales = remembered<string>();
const languages = remembered<string>();
const formats = remembered<Intl.NumberFormat>();

const longestText = 200;
const hundred = fromInteger(100);

const pointWords: Readonly<Record<string, string>> = {
  en: 'pp',
  de: 'Prozentpunkte',
  fr: 'points',
  es: 'puntos porcentuales',
  ja: 'ポイント',
};

const english = ['down', 'unchanged', 'up'] as const;
const directionWords: Readonly<Record<string, readonly [string, string, string]>> = {
  en: english,
  de: ['niedriger', 'unverändert', 'höher'],
  fr: ['en baisse', 'stable', 'en hausse'],
  es: ['a la baja', 'sin cambios', 'al alza'],
  ja: ['減少', '横ばい', '増加'],
};
