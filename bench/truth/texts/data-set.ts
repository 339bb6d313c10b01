import type { FigureSpec } from '../../../src/domain/interpretation.js';
import type { Measure } from '../../../src/domain/plan.js';
import type { Cell, CellInterval, Rung } from '../../../src/domain/result.js';

/** What queries returned, and the figures that an interpreter may ask for over it. */
export interface DataSet {
  readonly steps: Readonly<Record<string, StepData>>;
  readonly figures: Readonly<Record<string, Omit<FigureSpec, 'name'>>>;
}

/** A statement, its declaration and its rows. Its facts are read from the statement, as compile does. */
export interface StepData {
  readonly sql: string;
  readonly measure: Measure;
  readonly period: readonly [from: string, to: string];
  readonly grain?: string;
  readonly dimensions?: readonly string[];
  readonly limit?: number;
  readonly order?: string;
  /** Name and type, in order. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly (readonly Cell[])[];
  readonly truncated?: boolean;
  readonly rung?: Rung;
  readonly intervals?: readonly CellInterval[];
}

/** A question over a data set, and texts that an honest interpreter may write for it. */
export interface TextSet {
  readonly data: DataSet;
  readonly question: string;
  /** BCP 47. */
  readonly locale: string;
  readonly texts: readonly string[];
}

export function sumOf(name: string, unit: string): Measure {
  return { name, column: name, aggregation: 'sum', additive: true, unit };
}

export function countOf(name: string, unit = ''): Measure {
  return { name, column: name, aggregation: 'count', additive: true, unit };
}

export function averageOf(name: string, unit: string): Measure {
  return { name, column: name, aggregation: 'avg', additive: false, unit };
}

type Figure = Omit<FigureSpec, 'name'>;

const empty: Figure = {
  kind: 'cell',
  calc: 'none',
  step: '',
  column: '',
  row: -1,
  where: [],
  from: '',
  to: '',
};

/** The cell of a column in the row that `where` picks. */
export function cell(
  step: string,
  column: string,
  where: Readonly<Record<string, string>>,
): Figure {
  const picks = Object.entries(where).map(([column, equals]) => ({ column, equals }));
  return { ...empty, step, column, where: picks };
}

export function row(step: string, column: string, at: number): Figure {
  return { ...empty, step, column, row: at };
}

export function best(step: string, column: string, by: string): Figure {
  return { ...empty, calc: 'argmax', step, column, where: [{ column: by, equals: '' }] };
}

export function worst(step: string, column: string, by: string): Figure {
  return { ...empty, calc: 'argmin', step, column, where: [{ column: by, equals: '' }] };
}

export function column(calc: FigureSpec['calc'], step: string, column: string): Figure {
  return { ...empty, kind: 'column', calc, step, column };
}

export function derived(calc: FigureSpec['calc'], from: string, to: string): Figure {
  return { ...empty, kind: 'derived', calc, from, to };
}

export function typed(from: string): Figure {
  return { ...empty, kind: 'question', from };
}
