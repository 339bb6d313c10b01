import type { Unit } from '../../domain/report/report.js';
import type { Markup } from '../markup.js';

export interface Series {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** What a picture shows: a value, or none, by label and series. */
export interface Drawn {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly unit: Unit;
  /** Where the axis ends that begins at zero. */
  readonly top: number;
}

export interface Shapes {
  readonly shapes: readonly Markup[];
  readonly height: number;
}

export const chartWidth = 640;
