import { planChangeWords, planTitle, textChangeWords } from '../../domain/receipt-words.js';
import type { Receipt, ReceiptPlan, TextRepair } from '../../domain/receipt.js';
import type { Finding } from '../../domain/finding.js';
import { html, type Markup } from '../markup.js';

/** Every version of the plan, with what stood against it and what each repair changed; then the text's repairs. */
export function planBlock({ plans, textRepairs }: Receipt): Markup | null {
  if (plans.length + textRepairs.length === 0) return null;
  return html`${plans.length > 0 && html`<h2>Plan</h2>`}
  ${plans.map(version)}${textRepairs.length > 0 && html`<h2>Repairs of the text</h2>`}${textRepairs.map(repair)}`;
}

function version(plan: ReceiptPlan): Markup {
  const { intent, steps, at, promptVersion, waited } = plan;
  const changed = planChangeWords(plan);
  return html`<h3>${planTitle(plan)}</h3>
    <p class="soft">${at}${promptVersion !== '' && html`, prompt ${promptVersion}`}</p>
    ${intent !== '' && html`<p>${intent}</p>`}
    ${steps.length > 0 && html`<p>Steps: ${steps.map(({ id, tool }) => `${id} (${tool})`).join(', ')}</p>`}
    ${waited !== null && html`<p>Waited for approval: ${waited}</p>`}
    ${changed !== '' && html`<p>Against the plan before: ${changed}</p>`}
    ${findingList(plan.findings)}`;
}

function repair(text: TextRepair): Markup {
  const changed = textChangeWords(text);
  return html`<p class="soft">${text.at}</p>
    ${changed !== '' && html`<p>Against the text before: ${changed}</p>`}
    ${findingList(text.findings)}`;
}

function findingList(findings: readonly Finding[]): Markup | null {
  if (findings.length === 0) return null;
  return html`<ul>
    ${findings.map(
      ({ code, where, what, fix }) =>
        html`<li>
          <span class="bad">${code}</span>, ${where}:
          ${what}${fix !== '' && html` <span class="soft">${fix}</span>`}
        </li>`,
    )}
  </ul>`;
}
