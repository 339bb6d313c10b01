import {
  absolute,
  compare,
  divide,
  fromInteger,
  isZero,
  multiply,
  parseDecimal,
  sign,
  subtract,
  trim,
} from '../decimal.js';
import type { Decimal } from '../decimal.js';
import type { FigureSpec } from '../interpretation.js';
import {
  divideIntervals,
  exactly,
  signOfInterval,
  subtractIntervals,
  type Interval,
} from './interval.js';
import { quotientScale } from './reduce.js';
import { plainNumber, sameUnit, unitName, type Unit } from './unit.js';
import { oldestAge, refused, resolved, worstRung, type Resolution, type Value } from './value.js';

/** A figure computed from two others: `from` is the base, `to` is what is compared with it. */
export function derive(spec: FigureSpec, from: Value, to: Value): Resolution {
  const inherited = {
    rung: worstRung([from.rung, to.rung]),
    ageSeconds: oldestAge([from.ageSeconds, to.ageSeconds]),
    from: unique([...from.from, ...to.from]),
    additive: false,
    complete: from.complete && to.complete,
  };
  const [base, other] = [asNumber(from), asNumber(to)];
  if (base === null || other === null) {
    const days = spec.calc === 'diff' ? daysBetween(from, to) : null;
    if (days === null) return refuseText(spec, base === null ? spec.from : spec.to);
    const content = {
      kind: 'number',
      number: days,
      unit: { kind: 'duration', of: 'day' },
    } as const;
    return resolved({ ...inherited, content: { ...content, signed: false, interval: null } });
  }
  const refusal = whyNot(spec, from, to, base, other);
  if (refusal !== null) return refusal;

  const change = subtract(other.number, base.number);
  const estimated = base.interval !== null || other.interval !== null;
  const within = estimated ? deriveInterval(spec, base, other) : null;
  if (within === undefined) {
    const what = `By its interval, "${spec.from}" may be zero, and nothing can be divided by it.`;
    return refused(spec, 'division_by_zero', what, 'Show both values, or their diff.');
  }
  if (spec.calc === 'direction') {
    const known = within === null ? sign(change) : signOfInterval(within);
    if (known !== null)
      return resolved({ ...inherited, content: { kind: 'direction', sign: known } });
    const what = `By its interval, the change from "${spec.from}" to "${spec.to}" may go either way.`;
    const fix = 'Show both values, and say that the sample does not tell which way it went.';
    return refused(spec, 'direction_uncertain', what, fix);
  }
  const number = spec.calc === 'diff' ? change : spec.calc === 'pct_change' ? change : other.number;
  const computed =
    spec.calc === 'diff' ? inPoints(number, base.unit) : quotient(number, base.number);
  const unit = unitOfDerived(spec, base.unit, other.unit, computed);
  const signed = spec.calc === 'diff' || spec.calc === 'pct_change';
  const content = { kind: 'number', number: computed, unit, signed, interval: within } as const;
  return resolved({ ...inherited, content });
}

/** Undefined where it would divide by what may be zero. */
function deriveInterval(spec: FigureSpec, base: Operand, other: Operand): Interval | undefined {
  const from = base.interval ?? exactly(base.number);
  const to = other.interval ?? exactly(other.number);
  if (spec.calc === 'direction') return subtractIntervals(to, from);
  if (spec.calc === 'diff') {
    const { low, high } = subtractIntervals(to, from);
    return { low: inPoints(low, base.unit), high: inPoints(high, base.unit) };
  }
  const ratio = divideIntervals(to, from, quotientScale);
  if (ratio === undefined || spec.calc !== 'pct_change') return ratio;
  return subtractIntervals(ratio, exactly(fromInteger(1)));
}

interface Operand {
  readonly number: Decimal;
  readonly unit: Unit;
  readonly interval: Interval | null;
}

function whyNot(
  spec: FigureSpec,
  from: Value,
  to: Value,
  base: Operand,
  other: Operand,
): Resolution | null {
  const typed = from.content.kind === 'typed' || to.content.kind === 'typed';
  if (spec.calc !== 'ratio' && !typed && !sameUnit(base.unit, other.unit)) {
    const what = `"${spec.from}" is in ${unitName(base.unit) || 'no unit'}, "${spec.to}" in ${unitName(other.unit) || 'no unit'}.`;
    return refused(spec, 'unit_mismatch', what, `A ${spec.calc} needs two figures of one unit.`);
  }
  if (spec.calc === 'diff' || spec.calc === 'direction') return null;
  if (isZero(base.number)) {
    const what = `"${spec.from}" is zero, and nothing can be divided by it.`;
    return refused(spec, 'division_by_zero', what, 'Show both values, or their diff.');
  }
  if (spec.calc === 'pct_change' && sign(base.number) < 0) {
    const what = `"${spec.from}" is negative, so a change in percent of it has no clear meaning.`;
    return refused(spec, 'negative_base', what, 'Show both values, or their diff.');
  }
  if (spec.calc !== 'share') return null;
  if (!from.additive || !to.additive) {
    const what = `"${from.additive ? spec.to : spec.from}" is not of an additive measure, so it is no part or whole.`;
    return refused(spec, 'not_additive', what, 'Use ratio, or show both values.');
  }
  if (!from.complete) {
    const what = `"${spec.from}" comes from a result that is cut short, so it is not the whole.`;
    return refused(spec, 'incomplete_result', what, 'Take the whole from a step without LIMIT.');
  }
  const part = quotient(other.number, base.number);
  if (sign(part) >= 0 && compare(part, fromInteger(1)) <= 0) return null;
  const what = `"${spec.to}" is not a part of "${spec.from}": the share would not lie between 0 and 1.`;
  return refused(
    spec,
    'share_out_of_range',
    what,
    '"from" is the whole and "to" its part; else use ratio.',
  );
}

function unitOfDerived(spec: FigureSpec, base: Unit, other: Unit, value: Decimal): Unit {
  if (spec.calc === 'diff') {
    if (isPercentage(base)) return { kind: 'points' };
    return base.kind === 'label' ? plainNumber : base;
  }
  if (spec.calc === 'pct_change' || spec.calc === 'share') return { kind: 'fraction' };
  if (sameUnit(base, other)) {
    // From ten times up "12.3×" reads better than "1,230%".
    const isMultiple = compare(absolute(value), fromInteger(10)) >= 0;
    return { kind: isMultiple ? 'multiple' : 'fraction' };
  }
  return base.kind === 'count' ? other : plainNumber;
}

/** Percentages and fractions differ by points, and points count in hundredths. */
function inPoints(change: Decimal, unit: Unit): Decimal {
  return unit.kind === 'fraction' ? trim(multiply(change, fromInteger(100))) : change;
}

function isPercentage(unit: Unit): boolean {
  return unit.kind === 'percent' || unit.kind === 'fraction' || unit.kind === 'points';
}

function quotient(a: Decimal, b: Decimal): Decimal {
  return trim(divide(a, b, quotientScale));
}

function asNumber({ content }: Value): Operand | null {
  if (content.kind === 'number') return content;
  return content.kind === 'typed'
    ? { number: content.number, unit: plainNumber, interval: null }
    : null;
}

function daysBetween(from: Value, to: Value): Decimal | null {
  const [a, b] = [dayOf(from), dayOf(to)];
  return a === null || b === null ? null : (parseDecimal(String((b - a) / 86_400_000)) ?? null);
}

function dayOf({ content }: Value): number | null {
  if (content.kind !== 'text' || content.type !== 'date') return null;
  const time = Date.parse(`${content.text}T00:00:00Z`);
  return Number.isNaN(time) ? null : time;
}

function refuseText(spec: FigureSpec, name: string): Resolution {
  const what = `"${name}" is no number, so ${spec.calc} cannot be computed from it.`;
  return refused(spec, 'not_a_number', what, 'Use figures that are numbers.');
}

function unique(sources: Value['from']): Value['from'] {
  const seen = new Map(sources.map((source) => [JSON.stringify(source), source]));
  return [...seen.values()];
}
