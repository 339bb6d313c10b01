import { absolute, compare, divide, fromInteger, isZero, multiply, trim } from '../decimal.js';
import type { Decimal } from '../decimal.js';
import { formatNumber, knownLocale } from './format.js';
import type { Unit } from './unit.js';

export interface Estimate {
  readonly value: Decimal;
  readonly halfWidth: Decimal;
  readonly unit: Unit;
  /** A change. */
  readonly signed: boolean;
}

/**
 * "about $1.23M ± 2.1%". A change, and what is less than its error, has the error in its own unit; a percentage has it
 * in points, for a percent of a percentage is easily misread. The error is rounded up.
 */
export function formatEstimate(
  { value, halfWidth, unit, signed }: Estimate,
  locale: string,
  { before }: { readonly before: string },
): string {
  const number = formatNumber(value, unit, locale);
  if (isZero(halfWidth)) return number;
  return `${aboutWord(before, locale)}${number} ± ${error()}`;

  function error(): string {
    if (unit.kind === 'fraction') return points(multiply(halfWidth, hundred));
    if (unit.kind === 'percent' || unit.kind === 'points') return points(halfWidth);
    if (signed || compare(halfWidth, absolute(value)) > 0 || isZero(value)) {
      const decimals = unit.kind === 'currency' || unit.kind === 'count' ? 2 : 1;
      return formatNumber(roundedUp(halfWidth, decimals), unit, locale);
    }
    const share = divide(multiply(halfWidth, hundred), absolute(value), shareScale);
    return formatNumber(roundedUp(share, 1), { kind: 'percent' }, locale);
  }

  function points(of: Decimal): string {
    return formatNumber(roundedUp(of, 1), { kind: 'points' }, locale);
  }
}

/** The word, unless the text itself says it right before the figure. */
function aboutWord(before: string, locale: string): string {
  if (aboutBefore.test(before)) return '';
  const word = aboutWords[new Intl.Locale(knownLocale(locale)).language] ?? 'about ';
  const startsSentence = /(?:^|[.!?\n])\s*$/.test(before);
  return startsSentence ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

/** To two significant digits, and to no more decimals than are shown where any are: never less than it was. */
function roundedUp(value: Decimal, decimals: number): Decimal {
  const { digits, scale } = value;
  const isShown = compare(value, { digits: 1n, scale: decimals }) >= 0;
  const excess = Math.max(digits.toString().length - 2, isShown ? scale - decimals : 0);
  if (excess <= 0) return value;
  const unit = 10n ** BigInt(excess);
  return trim({ digits: ((digits + unit - 1n) / unit) * unit, scale });
}

const hundred = fromInteger(100);
const shareScale = 20;

const aboutWords: Readonly<Record<string, string>> = {
  en: 'about ',
  de: 'etwa ',
  fr: 'environ ',
  es: 'aproximadamente ',
  ja: '約',
};
const aboutBefore =
  /(?:(?<!\p{L})(?:about|around|approximately|approx\.|roughly|some|an? estimated|estimated at|etwa|ungefähr|rund|circa|ca\.|schätzungsweise|environ|à peu près|unos|unas|alrededor de|aproximadamente)\s|(?:約|およそ|ほぼ)\s?|[≈~]\s?)$/iu;
