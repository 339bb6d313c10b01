import { add, compare, divide, fromInteger, parseDecimal, trim, zero } from '../decimal.js';
import type { Decimal } from '../decimal.js';
import { columnKind } from '../column-kind.js';
import type { FigureSpec } from '../interpretation.js';
import type { Cell } from '../result.js';
import { cellText, type EvidenceResult } from './evidence.js';
import { extremeIsTrue, indexOf } from './rows.js';
import { isSample, rungOf, sumInterval } from './sampled.js';
import { isNumeric, isWhole, measureOf, plainNumber, unitOf } from './unit.js';
import { refused, resolved, type Resolution } from './value.js';

/** Decimals of an average or a quotient that does not come out even. */
export const quotientScale = 20;

/** A whole column as one number. Nulls are left out, as SQL does. */
export function reduceColumn(spec: FigureSpec, result: EvidenceResult): Resolution {
  const at = indexOf(result, spec.column);
  const type = result.columns[at]?.type ?? '';
  const refusal = whyNot(spec, result, type);
  if (refusal !== null) return refusal;

  const texts = result.rows.map((cells) => cells[at] ?? null).filter((cell) => cell !== null);
  const complete = isComplete(result);
  const day = isDate(type) ? extremeDay(spec.calc, texts) : undefined;
  const source = {
    rung: rungOf(result),
    ageSeconds: result.ageSeconds,
    from: [{ step: spec.step, row: null, column: spec.column }],
    complete,
  };
  if (spec.calc === 'count') {
    const number = fromInteger(texts.length);
    const unit = plainNumber;
    const content = { kind: 'number', number, unit, signed: false, interval: null } as const;
    return resolved({ ...source, content, additive: true });
  }

  if (day !== undefined) {
    const content = { kind: 'text', text: day, type, column: spec.column } as const;
    return resolved({ ...source, content, additive: false });
  }
  const numbers = texts.map((cell) => parseDecimal(cellText(cell)));
  const known = numbers.filter((number) => number !== undefined);
  if (known.length < numbers.length) {
    const what = `Column "${spec.column}" of step ${spec.step} holds values that are no finite numbers.`;
    return refused(spec, 'not_a_number', what, 'Name single cells instead.');
  }
  const number = reductions[spec.calc]?.(known);
  if (number === undefined) {
    const what = `Column "${spec.column}" of step ${spec.step} has no value.`;
    return refused(spec, 'no_values', what, 'Say that there is no data.');
  }
  const content = {
    kind: 'number',
    number,
    unit: unitOf(result, spec.column),
    signed: false,
    interval: isSample(result) ? sumInterval(result, spec.column) : null,
  } as const;
  // The greatest and the least are parts too; an average or a median is not.
  const isPart = spec.calc === 'max' || spec.calc === 'min';
  const additive =
    spec.calc === 'sum' || (isPart && measureOf(result, spec.column)?.additive === true);
  return resolved({ ...source, content, additive });
}

/** Neither cut by a LIMIT nor by our own row cap. */
export function isComplete(result: EvidenceResult): boolean {
  return !result.truncated && result.limit === null;
}

/** The first or last of ISO days and moments, which sort as text. */
function extremeDay(calc: FigureSpec['calc'], cells: readonly Cell[]): string | undefined {
  const days = cells.map(String).toSorted();
  return calc === 'max' ? days.at(-1) : calc === 'min' ? days[0] : undefined;
}

function isDate(type: string): boolean {
  return columnKind(type) === 'date' || columnKind(type) === 'timestamp';
}

function whyNot(spec: FigureSpec, result: EvidenceResult, type: string): Resolution | null {
  const { calc, column, step } = spec;
  const extreme = calc === 'max' || calc === 'min';
  if (isSample(result) && calc !== 'sum') {
    const what = `Step ${step} read a sample: which groups there are, and their ${calc}, it does not tell.`;
    return refused(spec, 'sample_without_interval', what, 'Name single cells, or their sum.');
  }
  if (calc !== 'count' && reductions[calc] === undefined) {
    const what = `"${calc}" does not reduce a column.`;
    return refused(spec, 'unknown_calc', what, 'Use sum, avg, min, max, count or median.');
  }
  if (calc !== 'count' && !isNumeric(type) && !(extreme && isDate(type))) {
    const what = `Column "${column}" of step ${step} is not numeric.`;
    return refused(spec, 'not_a_number', what, 'Use a numeric column, or count.');
  }
  const measure = measureOf(result, column);
  const mustAdd = calc === 'sum' || calc === 'avg' || (calc === 'count' && measure !== null);
  if (mustAdd && (measure?.additive !== true || isWhole(result, column))) {
    const what = `Column "${column}" of step ${step} is not declared as an additive measure.`;
    return refused(spec, 'not_additive', what, 'Name single cells, or min, max or median.');
  }
  const whole = extreme ? extremeIsTrue(result, column, calc === 'max') : isComplete(result);
  if (!whole) {
    const what = `The result of step ${step} is cut short, so its ${calc} is not the ${calc} of everything.`;
    const fix = 'Name single cells, or take the value from a step without LIMIT.';
    return refused(spec, 'incomplete_result', what, fix);
  }
  return null;
}

const reductions: Readonly<Record<string, (numbers: readonly Decimal[]) => Decimal | undefined>> = {
  sum: (numbers) => (numbers.length === 0 ? undefined : numbers.reduce(add, zero)),
  avg: (numbers) => (numbers.length === 0 ? undefined : mean(numbers)),
  min: (numbers) => sorted(numbers)[0],
  max: (numbers) => sorted(numbers).at(-1),
  median(numbers) {
    const ordered = sorted(numbers);
    const middle = ordered.slice(
      Math.ceil(ordered.length / 2) - 1,
      Math.floor(ordered.length / 2) + 1,
    );
    return middle.length === 1 ? middle[0] : middle.length === 2 ? mean(middle) : undefined;
  },
};

function mean(numbers: readonly Decimal[]): Decimal {
  return trim(divide(numbers.reduce(add, zero), fromInteger(numbers.length), quotientScale));
}

function sorted(numbers: readonly Decimal[]): Decimal[] {
  return numbers.toSorted(compare);
}
