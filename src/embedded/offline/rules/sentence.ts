import type { FigureSpec } from '../../../domain/interpretation.js';
import type { Data } from './data.js';
import { cell } from './figures.js';

/** A sentence and what its figures stand for: it can be left out whole. */
export interface Sentence {
  readonly text: string;
  readonly figures: readonly FigureSpec[];
}

export function plain(text: string): Sentence {
  return { text, figures: [] };
}

export function mention({ name }: FigureSpec): string {
  return `{{${name}}}`;
}

/** A row by its dimensions and its measure. */
export function namedRow(
  data: Data,
  {
    name,
    row,
    dimensions,
    measure,
  }: {
    readonly name: string;
    readonly row: number;
    readonly dimensions: readonly string[];
    readonly measure: string;
  },
): { readonly label: string; readonly value: string; readonly figures: readonly FigureSpec[] } {
  const labels = dimensions.map((dimension) =>
    cell(dimensions.length === 1 ? name : `${name}_${dimension}`, data.step, dimension, row),
  );
  const value = cell(`${name}_value`, data.step, measure, row);
  return {
    label: labels.map(mention).join(', '),
    value: mention(value),
    figures: [...labels, value],
  };
}
