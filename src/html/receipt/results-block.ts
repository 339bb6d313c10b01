import { columnKind } from '../../domain/column-kind.js';
import type { Receipt, ReceiptResult } from '../../domain/receipt.js';
import type { Cell } from '../../domain/result.js';
import { html, type Markup } from '../markup.js';
import { cellId } from './anchors.js';
import { cellText, rows as counted } from './formats.js';

/** The rows behind the figures, as they were read. */
export function resultsBlock({ results, steps }: Receipt): Markup | null {
  const read = steps.filter(
    ({ resultId, tool, status }) =>
      resultId !== null && tool !== 'format_results' && status === 'succeeded',
  );
  const gone = read.filter(({ id }) => !results.some(({ step }) => step === id));
  if (results.length + gone.length === 0) return null;
  return html`<h2>Rows</h2>
    ${results.map(table)}${gone.map(
      ({ id, rowCount }) =>
        html`<p>
          ${id}: ${counted(rowCount ?? 0)}, no longer kept. The SQL below reads them again.
        </p>`,
    )}`;
}

function table(result: ReceiptResult, at: number): Markup {
  const { step, columns, rows, rowCount, truncated, readAt } = result;
  const left = rowCount - rows.length;
  const words = [
    `${counted(rowCount)}, read ${readAt}`,
    ...(left > 0 ? [`${left} of them left out here`] : []),
    ...(truncated ? ['the warehouse has more'] : []),
  ];
  return html`<h3>${step}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Rows of ${step}">
      <table>
        <caption>
          ${words.join('; ')}.
        </caption>
        <thead>
          <tr>
            <th scope="col" class="row-number">#</th>
            ${columns.map(
              ({ name, type }, column) =>
                html`<th scope="col" id="${cellId(at, null, column)}" ${numeric(type)}>
                  ${name}
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ index, cells }) =>
              html`<tr>
                <th scope="row" class="row-number">${index + 1}</th>
                ${cells.map((cell, column) => cellOf(result, cell, { at, row: index, column }))}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>`;
}

function cellOf(
  { columns, intervals = [] }: ReceiptResult,
  cell: Cell,
  { at, row, column }: { readonly at: number; readonly row: number; readonly column: number },
): Markup {
  const { name = '', type = 'text' } = columns[column] ?? {};
  const interval = intervals.find((each) => each.row === row && each.column === name);
  return html`<td id="${cellId(at, row, column)}" ${numeric(type)}>
    ${cellText(cell)}${interval !== undefined && html` <span class="soft">(${interval.low} to ${interval.high})</span>`}
  </td>`;
}

function numeric(type: string): Markup | null {
  return columnKind(type) === 'number' ? html` class="number"` : null;
}
