import type { Answer } from '../domain/answer.js';
import { renderChart } from './chart.js';
import type { Style } from './render/style.js';

const mostWidth = 80;

/** The answer's chart over its rows; nothing where it has none, or where the rows are not those it was drawn for. */
export function drawChart({ chart, data }: Answer, width: number, style: Style): readonly string[] {
  if (chart === null || data === null) return [];
  const color = style.bold('x') !== 'x';
  return renderChart(chart, data, { width: Math.min(width, mostWidth), color });
}
