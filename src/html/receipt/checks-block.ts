import type { Receipt } from '../../domain/receipt.js';
import { checksWords } from '../../domain/receipt-words.js';
import { asTyped } from '../../domain/safe-text.js';
import { counted } from '../../domain/shown/run-view.js';
import { html, type Markup } from '../markup.js';

/** What was checked; what did not pass comes first, and what did is folded away. */
export function checksBlock(receipt: Receipt): Markup | null {
  const { verification } = receipt;
  if (verification === null) return null;
  const { verdict, checks, planRepairs, replans, answerRepairs } = verification;
  const failed = checks.filter(({ passed }) => !passed);
  const passed = checks.filter((check) => check.passed);
  const repairs = [
    counted(planRepairs, 'plan repair'),
    counted(replans, 'replan'),
    counted(answerRepairs, 'text repair'),
  ];
  const tone = verdict === 'confirmed' ? 'good' : verdict === 'refuted' ? 'bad' : 'doubt';
  return html`<h2>Checks</h2>
    <p><b class="${tone}">${verdict}</b>: ${checksWords(receipt)}; ${repairs.join(', ')}</p>
    ${
      failed.length > 0 &&
      html`<ul>
        ${failed.map(({ name, detail }) => html`<li><span class="bad">not passed</span> ${name}: ${asTyped(detail)}</li>`)}
      </ul>`
    }
    ${
      passed.length > 0 &&
      html`<details>
        <summary>${passed.length} that passed</summary>
        <ul>
          ${passed.map(({ name, detail }) => html`<li>${name}${detail !== '' && html`: ${asTyped(detail)}`}</li>`)}
        </ul>
      </details>`
    }`;
}
