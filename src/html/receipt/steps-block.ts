import { paramLines } from '../../domain/receipt-words.js';
import type { Receipt, ReceiptStep } from '../../domain/receipt.js';
import { asTyped } from '../../domain/safe-text.js';
import { toolWords } from '../../domain/shown/warehouses-read.js';
import { html, type Markup } from '../markup.js';
import { stepId } from './anchors.js';
import { duration, rows } from './formats.js';

/** Each step with what it came to and the SQL that ran. */
export function stepsBlock(receipt: Receipt): Markup | null {
  if (receipt.steps.length === 0) return null;
  return html`<h2>Steps</h2>
    ${receipt.steps.map((step) => block(receipt, step))}`;
}

function block(receipt: Receipt, step: ReceiptStep): Markup {
  const { id, tool, status, rung, attempts, ms, rowCount, truncated, note, error, sql, asOf } =
    step;
  const age = step.ageSeconds === null ? '' : `, ${duration(step.ageSeconds * 1_000)} old`;
  const facts = [
    status.replaceAll('_', ' '),
    ...(rung === null ? [] : [`${rung.replaceAll('_', ' ')}${age}`]),
    attempts === 1 ? '1 attempt' : `${attempts} attempts`,
    ...(ms > 0 ? [duration(ms)] : []),
    ...(rowCount === null || tool === 'format_results'
      ? []
      : [`${rows(rowCount)}${truncated ? ', cut short' : ''}`]),
    ...(asOf === null ? [] : [`read ${asOf}`]),
  ];
  const params = paramLines(step);
  return html`<section id="${stepId(receipt, id)}">
    <h3>${id} <span class="soft">${toolWords(step)}</span></h3>
    <p class="${status === 'succeeded' ? '' : 'doubt'}">${facts.join(', ')}</p>
    ${note !== null && html`<p>${asTyped(note)}</p>`}
    ${error !== null && html`<p class="bad">${error.error} (${error.class}${error.code !== null && html`, ${error.code}`}): ${asTyped(error.message)} ${asTyped(error.suggestion)}</p>`}
    ${
      sql !== null &&
      html`<details open>
        <summary>SQL</summary>
        <pre><code>${sql}</code></pre>
        ${params.length > 0 && html`<pre><code>${params.join('\n')}</code></pre>`}
      </details>`
    }
  </section>`;
}
