import {
  absolute,
  compare,
  divide,
  fromInteger,
  isZero,
  multiply,
  subtract,
  trim,
} from '../decimal.js';
import type { Decimal } from '../decimal.js';
import { formatNumber, languageOf } from './format.js';
import { halfWidth, type Interval } from './interval.js';
import type { Unit } from './unit.js';

export interface Estimate {
  readonly value: Decimal;
  readonly interval: Interval;
  readonly unit: Unit;
  /** A change. */
  readonly signed: boolean;
}

/**
 * "about $1.23M ± 2.1%", or "about 16.7% (0.3% – 35.9%)" where one end is farther away, as in quotients. A change, and
 * what is less than its error, has the error in its own unit; a percentage has it in points, for a percent of a
 * percentage is easily misread. Errors are rounded up, ends outwards, and no value has digits far below its error.
 */
export function formatEstimate(
  estimate: Estimate,
  locale: string,
  { before }: { readonly before: string },
): string {
  const { value, interval, unit, signed } = inPercent(estimate);
  const half = halfWidth(value, interval);
  if (isZero(half)) return formatNumber(value, unit, locale);
  const isPercentage = unit.kind === 'percent' || unit.kind === 'points';
  const rounded = isPercentage ? value : toStep(value, stepOf(half, 2, unit), 'near');
  const about = `${aboutWord(before, locale)}${formatNumber(rounded, unit, locale)}`;
  if (isLopsided(value, interval)) {
    const step = stepOf(half, 3, unit);
    const low = formatNumber(toStep(interval.low, step, 'down'), unit, locale);
    return `${about} (${low} – ${formatNumber(toStep(interval.high, step, 'up'), unit, locale)})`;
  }
  const inUnit = isPercentage || signed || compare(half, absolute(value)) > 0 || isZero(value);
  const errorUnit: Unit = isPercentage ? { kind: 'points' } : inUnit ? unit : { kind: 'percent' };
  const error = inUnit ? half : divide(multiply(half, hundred), absolute(value), shareScale);
  return `${about} ± ${formatNumber(toStep(error, stepOf(error, 2, errorUnit), 'up'), errorUnit, locale)}`;
}

function inPercent({ value, interval, unit, signed }: Estimate): Estimate {
  if (unit.kind !== 'fraction') return { value, interval, unit, signed };
  const [low, high] = [multiply(interval.low, hundred), multiply(interval.high, hundred)];
  return {
    value: multiply(value, hundred),
    interval: { low, high },
    unit: { kind: 'percent' },
    signed,
  };
}

/** Whether its ends differ in their distance by more than a tenth of the longer one. */
function isLopsided(value: Decimal, { low, high }: Interval): boolean {
  const [down, up] = [subtract(value, low), subtract(high, value)];
  return (
    compare(
      multiply(absolute(subtract(up, down)), fromInteger(10)),
      halfWidth(value, { low, high }),
    ) > 0
  );
}

/** The word, unless the text itself says it right before the figure. */
function aboutWord(before: string, locale: string): string {
  if (aboutBefore.test(before)) return '';
  const word = aboutWords[languageOf(locale)] ?? 'about ';
  const startsSentence = /(?:^|[.!?\n])\s*$/.test(before);
  return startsSentence ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

/** What a number with that many significant digits counts in, and no finer than its unit is written. */
function stepOf({ digits, scale }: Decimal, significant: number, unit: Unit): Decimal {
  const written = unit.kind === 'currency' || unit.kind === 'count' ? 2 : 1;
  const excess = digits.toString().length - significant;
  const least = { digits: 1n, scale: written };
  // What is too small to be written so is written with two digits.
  const isWritten = compare({ digits, scale }, least) >= 0;
  const step = excess <= 0 ? { digits: 1n, scale } : { digits: 10n ** BigInt(excess), scale };
  return isWritten && compare(step, least) < 0 ? least : step;
}

function toStep(value: Decimal, step: Decimal, way: 'down' | 'near' | 'up'): Decimal {
  const scale = Math.max(value.scale, step.scale);
  const [whole, part] = [value, step].map((one) => one.digits * 10n ** BigInt(scale - one.scale));
  if (whole === undefined || part === undefined) return value;
  const rest = ((whole % part) + part) % part;
  const floor = whole - rest;
  const isUp = way === 'up' ? rest > 0n : way === 'near' && 2n * rest >= part;
  return trim({ digits: isUp ? floor + part : floor, scale });
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
