import { columnKind } from '../column-kind.js';
import type { Measure } from '../plan.js';
import type { EvidenceResult } from './evidence.js';

/** How a number is to be read and written. */
export type Unit =
  | { readonly kind: 'currency'; readonly code: string }
  /** The number is in percent: 12.5 is 12.5 %. */
  | { readonly kind: 'percent' }
  /** A difference of two percentages, in percentage points. */
  | { readonly kind: 'points' }
  /** The number is a fraction: 0.125 is 12.5 %. */
  | { readonly kind: 'fraction' }
  /** How many times over: 12.3 is 12.3×. */
  | { readonly kind: 'multiple' }
  | { readonly kind: 'duration'; readonly of: string }
  /** A bare number; `name` is what it counts, where that is known. */
  | { readonly kind: 'count'; readonly name: string }
  /** A year or a key: a number that is not grouped. */
  | { readonly kind: 'label' };

export const plainNumber: Unit = { kind: 'count', name: '' };

/**
 * The measure that a column carries: the declared one, the same for another period (`revenue_q3`), of everything
 * (`all_revenue`), or what it was meant to be (`target`).
 */
export function measureOf(result: EvidenceResult, column: string): Measure | null {
  const { measure } = result;
  if (measure === null) return null;
  if (measure.column === column) return measure;
  const names = [measure.column, measure.name.toLowerCase().replaceAll(/\W+/g, '_')];
  const isTheSame = names.some((name) => {
    if (name === '' || !`_${column}_`.includes(`_${name}_`)) return false;
    const rest = `_${column}_`.replace(`_${name}_`, '_').split('_').filter(Boolean);
    const says = [periodToken, wholeToken, targetToken];
    return rest.length > 0 && rest.every((token) => says.some((known) => known.test(token)));
  });
  const isMeant = isTheSame || targetToken.test(column) || isOtherPeriod(measure.column, column);
  return isMeant ? measure : null;
}

/** `revenue_2024` beside the measure's `revenue_2025`, `q2` beside its `q3`. */
function isOtherPeriod(measured: string, column: string): boolean {
  const [own, other] = [measured, column].map((name) => {
    const tokens = name.split('_');
    const rest = tokens.filter((token) => !periodToken.test(token));
    return { rest: rest.join('_'), isOfPeriod: rest.length < tokens.length };
  });
  return (
    own?.isOfPeriod === true &&
    other?.isOfPeriod === true &&
    own.rest === other.rest &&
    !labelColumn.test(column)
  );
}

/** Whether a column repeats the whole beside each part, so that it may be a share's base and never be summed. */
export function isWhole({ measure }: EvidenceResult, column: string): boolean {
  return measure?.column !== column && column.split('_').some((token) => wholeToken.test(token));
}

/** The unit of a numeric column: the declared measure's, or a bare number's. Never the interpreter's. */
export function unitOf(result: EvidenceResult, column: string): Unit {
  const measure = measureOf(result, column);
  if (measure !== null) return unitNamed(measure.unit);
  return labelColumn.test(column) ? { kind: 'label' } : plainNumber;
}

/** How the unit is named in the answer. */
export function unitName(unit: Unit): string {
  switch (unit.kind) {
    case 'currency':
      return unit.code;
    case 'duration':
      return `${unit.of}s`;
    case 'count':
      return unit.name;
    case 'label':
      return '';
    default:
      return unit.kind;
  }
}

/** Whether two numbers may be compared, subtracted or divided into a share. */
export function sameUnit(a: Unit, b: Unit): boolean {
  if (a.kind === 'count' && b.kind === 'count') return a.name === b.name || !a.name || !b.name;
  return a.kind === b.kind && unitName(a) === unitName(b);
}

export function isNumeric(type: string): boolean {
  return columnKind(type) === 'number';
}

function unitNamed(written: string): Unit {
  const name = written.trim().toLowerCase();
  const code = currencyNames[name] ?? (written === name ? '' : name.toUpperCase());
  if (currencies.has(code)) return { kind: 'currency', code };
  if (/^(%|percent|percentage|pct)$/.test(name)) return { kind: 'percent' };
  if (/^(pp|points|percentage[ _]points)$/.test(name)) return { kind: 'points' };
  if (/^(fraction|ratio|share|rate)$/.test(name)) return { kind: 'fraction' };
  const duration = /^(millisecond|second|minute|hour|day|week|month|year)s?$/.exec(name)?.[1];
  if (duration !== undefined) return { kind: 'duration', of: duration };
  return { kind: 'count', name: written.trim() };
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

const currencyNames: Readonly<Record<string, string>> = {
  $: 'USD',
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  gbp: 'GBP',
  '¥': 'JPY',
  jpy: 'JPY',
  yen: 'JPY',
  chf: 'CHF',
};

const wholeToken = /^(?:all|total|overall|grand)$/;
const targetToken =
  /^(?:target|goal|plan|planned|budget|forecast|quota|ziel|soll|objectif|objetivo|meta|presupuesto|mokuhyo)$/i;
const labelColumn = /(^|_)(id|year|yr|quarter|month|week|zip|code|key)$/i;
const periodToken =
  /^(\d{2,4}|f?y\d{2,4}|q[1-4]|h[12]|m\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|prev|previous|prior|last|current|this|base|before|ago|year|quarter|month|week|ly|ty|yago|compare|comparison|period)$/;
