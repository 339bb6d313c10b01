import type { Warning } from '../answer.js';
import { absolute, compare, fromInteger, isZero, multiply, parseDecimal } from '../decimal.js';
import type { Decimal } from '../decimal.js';
import { knownLocale } from '../figures/format.js';
import type { Check } from '../finding.js';
import type { Metric } from './metric.js';

/**
 * A metric ten times or a tenth of what its recent runs came to: a failed check with both figures. It warns and does
 * not refute, for the world may have changed, and another plan would read the same.
 */
export function checkHistory(
  stepId: string,
  { value }: Metric,
  recent: readonly string[],
  { additive, locale }: { readonly additive: boolean; readonly locale: string },
): { readonly checks: readonly Check[]; readonly warnings: readonly Warning[] } {
  const [now, before] = [parseDecimal(value), median(recent)];
  if (recent.length < fewest || now === undefined || before === undefined || isZero(before)) {
    return { checks: [], warnings: [] };
  }
  const isOff = isTenfold(now, before) || isTenfold(before, now);
  const name = `${stepId}: is like its recent runs`;
  if (!isOff) return { checks: [{ name, passed: true, detail: '' }], warnings: [] };
  const write = (number: Decimal) => short(number, locale);
  const what = `${additive ? 'A day comes to' : 'The rows are on average'} ${write(now)}; in the last ${recent.length} runs of the same metric it was ${write(before)}.`;
  return {
    checks: [{ name, passed: false, detail: what }],
    warnings: [{ code: 'unlike_recent_runs', message: `Step ${stepId}: ${what}` }],
  };
}

function isTenfold(more: Decimal, less: Decimal): boolean {
  return compare(absolute(more), multiply(absolute(less), fromInteger(10))) >= 0;
}

function median(recent: readonly string[]): Decimal | undefined {
  const numbers = recent.flatMap((text) => parseDecimal(text) ?? []).toSorted(compare);
  return numbers[Math.floor((numbers.length - 1) / 2)];
}

function short(number: Decimal, locale: string): string {
  const options: Intl.NumberFormatOptions = { maximumSignificantDigits: 4 };
  return new Intl.NumberFormat(knownLocale(locale), options).format(
    // Four digits of a double are exact enough for a sentence that compares magnitudes.
    Number(number.digits) / 10 ** number.scale,
  );
}

/** One earlier run is no habit. */
const fewest = 2;
