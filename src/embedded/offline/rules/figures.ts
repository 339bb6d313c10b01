import type { FigureSpec } from '../../../domain/interpretation.js';

const nothing = {
  calc: 'none',
  step: '',
  column: '',
  row: -1,
  where: [],
  from: '',
  to: '',
} as const;

export function cell(name: string, step: string, column: string, row: number): FigureSpec {
  return { ...nothing, name, kind: 'cell', step, column, row };
}

export function columnSum(name: string, step: string, column: string): FigureSpec {
  return { ...nothing, name, kind: 'column', calc: 'sum', step, column };
}

/** From one figure to another: `pct_change` or `direction`. */
export function change(
  name: string,
  calc: 'pct_change' | 'direction',
  { from, to }: { readonly from: string; readonly to: string },
): FigureSpec {
  return { ...nothing, name, kind: 'derived', calc, from, to };
}
