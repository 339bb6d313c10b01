import { display } from '../../domain/report/render/format.js';
import { html } from '../markup.js';
import { chartWidth, type Drawn, type Shapes } from './drawn.js';

const height = 190;
const left = 70;
const right = chartWidth - 20;
const ceiling = 12;
const floor = height - 30;

/** A line from the first label to the last, over an axis that begins at zero. */
export function lineShapes({ labels, series, unit, top }: Drawn): Shapes {
  const steps = Math.max(labels.length - 1, 1);
  const x = (index: number) => Math.round(left + (index * (right - left)) / steps);
  const y = (value: number) => Math.round(floor - (value / top) * (floor - ceiling));
  const axis = [0, top].map(
    (value) =>
      html`<line class="axis" x1="${left}" x2="${right}" y1="${y(value)}" y2="${y(value)}" />
        <text x="${left - 8}" y="${y(value) + 4}" text-anchor="end">${display(value, unit)}</text>`,
  );
  const ends = html`<text x="${left}" y="${height - 8}">${labels[0]}</text>
    <text x="${right}" y="${height - 8}" text-anchor="end">${labels.at(-1)}</text>`;
  const lines = series.map(({ values }) => {
    const points = values.flatMap((value, index) =>
      value === null ? [] : [{ cx: x(index), cy: y(value) }],
    );
    return html`<polyline points="${points.map(({ cx, cy }) => `${cx},${cy}`).join(' ')}" />
      ${points.map(({ cx, cy }) => html`<circle class="series-1" cx="${cx}" cy="${cy}" r="3" />`)}`;
  });
  return { shapes: [...axis, ends, ...lines], height };
}
