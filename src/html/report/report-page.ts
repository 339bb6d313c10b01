import { cellText, comparedWith, headline } from '../../domain/report/render/cells.js';
import {
  display,
  isFigure,
  paramWords,
  shortened,
  sourcesOf,
} from '../../domain/report/render/format.js';
import type { Query, Report, Section, Sentence, Table } from '../../domain/report/report.js';
import { html, type Markup } from '../markup.js';
import { page } from '../page.js';
import { chartOf } from './chart.js';

/** A report as one page that needs nothing else. */
export function reportPage(report: Report): string {
  const title = headline(report);
  const note =
    'Point at a number to see which cell it is; the SQL of each stands beneath its section.';
  const body = html`<main>
    <h1>${title}</h1>
    <p class="soft">${comparedWith(report)} ${note}</p>
    <ul class="summary">
      ${report.summary.map((sentence) => html`<li>${spoken(sentence)}</li> `)}
    </ul>
    ${report.sections.map((section) => sectionOf(section, report.queries))}
  </main>`;
  return page({ title, body });
}

function sectionOf(section: Section, queries: readonly Query[]): Markup {
  const { id, title, sentences, advice, tables } = section;
  const used = [
    ...[...sentences, ...advice].flatMap(sourcesOf),
    ...tables.map(({ query }) => query),
  ];
  return html`<section id="${id}">
    <h2>${title}</h2>
    ${sentences.map((sentence) => html`<p>${spoken(sentence)}</p> `)}
    ${advice.length > 0 && adviceOf(advice)}
    ${tables.map((table, index) => tableOf(table, `${id}-${index + 1}`))}
    ${queries.filter(({ name }) => used.includes(name)).map(sourceOf)}
  </section> `;
}

function adviceOf(advice: readonly Sentence[]): Markup {
  return html`<div class="advice">
    <h3>What to do</h3>
    <ul>
      ${advice.map((sentence) => html`<li>${spoken(sentence)}</li> `)}
    </ul>
  </div>`;
}

function spoken(sentence: Sentence): readonly (Markup | string)[] {
  return sentence.map((part) => {
    if (typeof part === 'string') return part;
    if (!isFigure(part)) return html`<code>${shortened(part.name, 600)}</code>`;
    const from = `query ${part.query}, row ${part.row + 1}, column ${part.column}`;
    return html`<data value="${part.value}" title="${from}"
      >${display(part.value, part.unit)}</data
    >`;
  });
}

function tableOf(table: Table, id: string): Markup {
  const { title, columns, rows, chart } = table;
  return html`<figure>
    ${chart !== null && chartOf(table, chart, id)}
    <div class="scroll" tabindex="0">
      <table>
        <caption>
          ${title}
        </caption>
        <thead>
          <tr>
            ${columns.map(({ label, unit }) => html`<th scope="col" class="${kindOf(unit)}">${label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ cells }) =>
              html`<tr>
                ${columns.map(
                  ({ unit }, index) =>
                    html`<td class="${kindOf(unit)}">${cellText(cells[index] ?? null, unit)}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </figure> `;
}

function kindOf(unit: Table['columns'][number]['unit']): string {
  return unit === null ? 'text' : 'number';
}

const languages = {
  sql: 'SQL',
  explain: 'EXPLAIN',
  temporal: 'Temporal’s list filter',
} as const satisfies Record<Query['language'], string>;

function sourceOf({ name, text, params, language }: Query): Markup {
  const given = params.map(paramWords).join(', ');
  return html`<details>
    <summary>${languages[language]} of “${name}”</summary>
    <pre>${text.trim()}</pre>
    ${given !== '' && html`<p class="soft">${given}</p>`}
  </details> `;
}
