import type { Receipt, ReceiptSource } from '../../domain/receipt.js';

/** Ids of places on the page: made of numbers alone, since names are other people's. */
export function figureId(index: number): string {
  return `figure-${index + 1}`;
}

export function stepId({ steps }: Receipt, step: string): string {
  return `step-${steps.findIndex(({ id }) => id === step) + 1}`;
}

/** The place of a cell, or of a column's head where the figure is of the whole column. */
export function sourceId({ results }: Receipt, { step, row, column }: ReceiptSource): string {
  const at = results.findIndex((result) => result.step === step);
  const columns = results[at]?.columns ?? [];
  return cellId(
    at,
    row,
    columns.findIndex(({ name }) => name === column),
  );
}

export function cellId(result: number, row: number | null, column: number): string {
  return `cell-${result + 1}-${row === null ? 'all' : row + 1}-${column + 1}`;
}
