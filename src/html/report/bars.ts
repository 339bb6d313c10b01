import { display, shortened } from '../../domain/report/render/format.js';
import { html, type Markup } from '../markup.js';
import { chartWidth, type Drawn, type Series, type Shapes } from './drawn.js';

const barHeight = 14;
const pitch = barHeight + 2;
const between = 10;
const labelWidth = 190;
const valueWidth = 90;
const legendHeight = 24;

/** A bar for each label and series, from left to right. */
export function barShapes({ labels, series, unit, top }: Drawn): Shapes {
  const rowHeight = series.length * pitch + between;
  const above = series.length > 1 ? legendHeight : 0;
  const rows = labels.map((label, row) => {
    const y = above + row * rowHeight;
    return html`<text
        x="${labelWidth - 8}"
        y="${y + (series.length * pitch) / 2 + 4}"
        text-anchor="end"
      >
        ${shortened(label, 28)}
      </text>
      ${series.map(({ values }, index) => {
        const value = values[row] ?? null;
        const long = Math.round(((value ?? 0) / top) * (chartWidth - labelWidth - valueWidth));
        const at = y + index * pitch;
        return html`<rect
            class="series-${index + 1}"
            x="${labelWidth}"
            y="${at}"
            width="${long}"
            height="${barHeight}"
          />
          <text x="${labelWidth + long + 6}" y="${at + barHeight - 3}">
            ${value === null ? '–' : display(value, unit)}
          </text>`;
      })}`;
  });
  return {
    shapes: [...(series.length > 1 ? legend(series) : []), ...rows],
    height: above + labels.length * rowHeight,
  };
}

const legendPitch = 200;

function legend(series: readonly Series[]): Markup[] {
  return series.map(({ label }, index) => {
    const x = labelWidth + index * legendPitch;
    return html`<rect class="series-${index + 1}" x="${x}" y="2" width="12" height="12" />
      <text x="${x + 18}" y="12">${shortened(label, 26)}</text>`;
  });
}
