import { display } from '../../domain/report/render/format.js';
import type { Chart, Table } from '../../domain/report/report.js';
import { html, type Markup } from '../markup.js';
import { barShapes } from './bars.js';
import { chartWidth, type Drawn } from './drawn.js';
import { lineShapes } from './lines.js';

/** More than these would be too small to read: the table has them all. */
const mostBars = 12;

/** A table's picture, with its title and, for those who cannot see it, what it shows. The table stands beneath. */
export function chartOf(table: Table, chart: Chart, id: string): Markup {
  const drawn = drawnOf(table, chart);
  const { shapes, height } = chart.kind === 'bars' ? barShapes(drawn) : lineShapes(drawn);
  return html`<svg
    viewBox="0 0 ${chartWidth} ${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-words"
  >
    <title id="${id}-title">${table.title}</title>
    <desc id="${id}-words">${description(drawn)}</desc>
    ${shapes}
  </svg>`;
}

function drawnOf({ columns, rows }: Table, { kind, labels, values }: Chart): Drawn {
  const shown = kind === 'bars' ? rows.slice(0, mostBars) : rows;
  const placeOf = (name: string) => columns.findIndex(({ column }) => column === name);
  const cellsOf = (name: string) => shown.map(({ cells }) => cells[placeOf(name)] ?? null);
  const series = values.map((name) => ({
    label: labelOf(columns[placeOf(name)]?.label ?? name),
    values: cellsOf(name).map((cell) => (typeof cell === 'number' ? cell : null)),
  }));
  const unit = columns[placeOf(values[0] ?? '')]?.unit ?? 'number';
  const most = Math.max(0, ...series.flatMap((each) => each.values.map((value) => value ?? 0)));
  const top = unit === 'share' && most > 0.5 ? 1 : most === 0 ? 1 : most;
  return { labels: cellsOf(labels).map(String), series, unit, top };
}

function labelOf(label: string): string {
  return label === 'before' ? 'the period before' : label;
}

function description({ labels, series, unit }: Drawn): string {
  const said = labels.map((label, index) => {
    const values = series.map((each) => each.values[index] ?? null);
    const words = values.map((value) => (value === null ? 'none' : display(value, unit)));
    return `${label}: ${words.join(' and ')}`;
  });
  return `${series.map(({ label }) => label).join(' and ')}. ${said.join('; ')}.`;
}
