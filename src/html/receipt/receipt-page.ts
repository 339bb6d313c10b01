import type { Receipt } from '../../domain/receipt.js';
import { asTyped } from '../../domain/safe-text.js';
import { html, type Markup } from '../markup.js';
import { page } from '../page.js';
import { answerBlock, factsBlock } from './answer-block.js';
import { attemptsBlock } from './attempts-block.js';
import { checksBlock } from './checks-block.js';
import { figuresBlock } from './figures-block.js';
import { planBlock } from './plan-block.js';
import { resultsBlock } from './results-block.js';
import { stepsBlock } from './steps-block.js';

/** The whole receipt as one page that loads nothing: for a mail, an archive, a printer. */
export function receiptPage(receipt: Receipt): string {
  const body = html`<main>
    ${answerBlock(receipt)} ${factsBlock(receipt)} ${notices(receipt)} ${figuresBlock(receipt)}
    ${resultsBlock(receipt)} ${planBlock(receipt)} ${stepsBlock(receipt)} ${checksBlock(receipt)}
    ${attemptsBlock(receipt)} ${ticketBlock(receipt)} ${feedbackBlock(receipt)}
  </main>`;
  return page({ title: `Receipt of run ${receipt.runId}`, body });
}

function notices({ warnings, suggestions }: Receipt): Markup {
  return html`${
    warnings.length > 0 &&
    html`<h2>Warnings</h2>
      <ul>
        ${warnings.map(
          ({ code, message }) =>
            html`<li><span class="doubt">${code}</span>: ${asTyped(message)}</li>`,
        )}
      </ul>`
  }${
    suggestions.length > 0 &&
    html`<h2>Suggestions</h2>
      <ul>
        ${suggestions.map((text) => html`<li>${asTyped(text)}</li>`)}
      </ul>`
  }`;
}

function ticketBlock({ ticket }: Receipt): Markup | null {
  if (ticket === null) return null;
  const { ticketId, cause, priority, status, openedAt, resolution, resolvedBy, resolvedAt } =
    ticket;
  return html`<h2>Ticket</h2>
    <dl>
      <dt>Ticket</dt>
      <dd>${ticketId}, ${status}, priority ${priority}</dd>
      <dt>About</dt>
      <dd>${cause}</dd>
      <dt>Opened</dt>
      <dd>${openedAt}</dd>
      ${
        resolution !== null &&
        html`<dt>Answer</dt>
          <dd>${resolution}</dd>
          <dt>By</dt>
          <dd>${resolvedBy}, ${resolvedAt}</dd>`
      }
    </dl>`;
}

function feedbackBlock({ feedback }: Receipt): Markup | null {
  if (feedback.length === 0) return null;
  return html`<h2>Feedback</h2>
    <ul>
      ${feedback.map(
        ({ user, rating, note, ratedAt }) =>
          html`<li>
            <b class="${rating === 'up' ? 'good' : 'bad'}">${rating}</b> by
            ${user === '' ? 'someone' : user}, ${ratedAt}${note !== '' && html`: ${note}`}
          </li>`,
      )}
    </ul>`;
}
