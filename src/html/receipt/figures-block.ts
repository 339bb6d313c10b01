import { calcWords, sourceWords } from '../../domain/receipt-words.js';
import type { Receipt, ReceiptFigure, ReceiptSource } from '../../domain/receipt.js';
import { html, type Markup } from '../markup.js';
import { figureId, sourceId, stepId } from './anchors.js';
import { cellText } from './formats.js';

/** Every figure of the text with its exact value, its cells, and the SQL that they came from. */
export function figuresBlock(receipt: Receipt): Markup | null {
  if (receipt.figures.length === 0) return null;
  return html`<h2>Figures</h2>
    <div class="scroll">
      <table>
        <caption>
          Each leads to the cells and the SQL behind it.
        </caption>
        <thead>
          <tr>
            <th scope="col">In the text</th>
            <th scope="col">Exactly</th>
            <th scope="col">How</th>
            <th scope="col">From</th>
            <th scope="col">SQL</th>
          </tr>
        </thead>
        <tbody>
          ${receipt.figures.map((figure, index) => row(receipt, figure, index))}
        </tbody>
      </table>
    </div>`;
}

function row(receipt: Receipt, figure: ReceiptFigure, index: number): Markup {
  const { name, display, value, unit, rung, interval, from } = figure;
  const steps = [...new Set(from.map(({ step }) => step))];
  return html`<tr id="${figureId(index)}">
    <th scope="row">${display}<br /><span class="soft">${name}</span></th>
    <td>
      ${value}${unit !== '' && html` ${unit}`}${interval !== null && html`<br /><span class="soft">95 %: ${interval.low} to ${interval.high}</span>`}
    </td>
    <td>
      ${calcWords(figure)}${rung !== 'live' && html`<br /><span class="doubt">${rung.replaceAll('_', ' ')}</span>`}
    </td>
    <td>${from.map((source) => html`<div>${place(receipt, source)}</div>`)}</td>
    <td>
      ${steps.map((step) => html`<div><a href="#${stepId(receipt, step)}">SQL of ${step}</a></div>`)}
    </td>
  </tr> `;
}

function place(receipt: Receipt, source: ReceiptSource): Markup {
  const words = sourceWords(source);
  if (!source.kept) return html`${words} <span class="soft">(rows no longer kept)</span>`;
  const link = html`<a href="#${sourceId(receipt, source)}">${words}</a>`;
  return source.row === null ? link : html`${link}: ${cellText(source.value)}`;
}
