import type { AnswerFigure } from '../answer.js';
import type { Decimal } from '../decimal.js';
import type { Finding } from '../finding.js';
import type { FigureSpec } from '../interpretation.js';
import type { Rung } from '../result.js';
import type { Interval } from './interval.js';
import type { Unit } from './unit.js';

/** What a figure stands for, before it is written. */
export interface Value {
  readonly content: NumberContent | TextContent | DirectionContent | TypedContent;
  readonly rung: Rung;
  readonly ageSeconds: number | null;
  readonly from: AnswerFigure['from'];
  /** Part or whole of something that may be summed: what a share needs. */
  readonly additive: boolean;
  /** From a result with neither LIMIT nor truncation. */
  readonly complete: boolean;
}

interface NumberContent {
  readonly kind: 'number';
  readonly number: Decimal;
  readonly unit: Unit;
  /** A change, whose sign the words around it must not contradict. */
  readonly signed: boolean;
  /** Of an estimate; null where the number is exact. */
  readonly interval: Interval | null;
}

interface TextContent {
  readonly kind: 'text';
  readonly text: string;
  readonly type: string;
  readonly column: string;
}

interface DirectionContent {
  readonly kind: 'direction';
  readonly sign: -1 | 0 | 1;
}

/** A number of the user's own, shown as they typed it. */
interface TypedContent {
  readonly kind: 'typed';
  readonly text: string;
  readonly number: Decimal;
}

/** A value, or why there is none. */
export type Resolution =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly finding: Finding };

export function resolved(value: Value): Resolution {
  return { ok: true, value };
}

export function refused(
  spec: Pick<FigureSpec, 'name'>,
  code: string,
  what: string,
  fix: string,
): Resolution {
  return { ok: false, finding: { code, where: `figure ${spec.name}`, what, fix } };
}

/** The worst of the inputs' rungs. */
export function worstRung(rungs: readonly Rung[]): Rung {
  return rungs.reduce((a, b) => (rungOrder.indexOf(b) > rungOrder.indexOf(a) ? b : a), 'live');
}

/** The oldest of the inputs' ages. */
export function oldestAge(ages: readonly (number | null)[]): number | null {
  return ages.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
}

const rungOrder: readonly Rung[] = ['live', 'cache', 'stale_cache', 'simplified', 'sample'];
