import { linkedText } from '../../domain/linked-text.js';
import type { Receipt } from '../../domain/receipt.js';
import { asTyped } from '../../domain/safe-text.js';
import { dollars } from '../../domain/shown/dollars.js';
import { plannerWords } from '../../domain/shown/planner-words.js';
import { runName } from '../../domain/shown/run-name.js';
import { counted } from '../../domain/shown/run-view.js';
import { html, type Markup } from '../markup.js';
import { figureId } from './anchors.js';
import { duration } from './formats.js';

/** Question, status and answer; each figure in the text leads to where it comes from. */
export function answerBlock(receipt: Receipt): Markup {
  const { question, status, text, doing, figures } = receipt;
  const at = new Map(figures.map(({ name }, index) => [name, index]));
  const linked = linkedText(
    asTyped(text),
    figures.map(({ name, display }) => ({ name, display: asTyped(display) })),
  );
  const words =
    doing === null
      ? linked.map(({ text: part, figure }) =>
          figure === null
            ? html`${part}`
            : html`<a href="#${figureId(at.get(figure) ?? 0)}">${part}</a>`,
        )
      : html`Still running: ${doing}`;
  return html`<p class="soft">Receipt of a Surefoot run</p>
    <h1>${question}</h1>
    <p><span class="badge ${tone(status)}">${status.replaceAll('_', ' ')}</span></p>
    <p class="answer">${words}</p>`;
}

function tone(status: Receipt['status']): string {
  if (status === 'answered') return 'good';
  return status === 'failed' || status === 'unavailable' ? 'bad' : 'doubt';
}

export function factsBlock(receipt: Receipt): Markup {
  const { runId, tenant, user, session, asOf, timeZone, mode, beganAt, endedAt } = receipt;
  const { planner, usage, timing, links, intent } = receipt;
  const { claudeCalls, inputTokens, cacheReadTokens, outputTokens, costUsd } = usage;
  const facts: readonly (readonly [string, Markup | string])[] = [
    ['Run', runName({ tenant, runId })],
    ['Understood as', intent],
    ['Asked by', [user, session === '' ? '' : `session ${session}`].filter(Boolean).join(', ')],
    ['As of', `${asOf} (${timeZone})`],
    ['Began', `${beganAt}, ${mode}`],
    ['Ended', endedAt ?? ''],
    [
      'Time',
      timing === null
        ? ''
        : `${duration(timing.totalMs)}: plan ${duration(timing.planMs)}, steps ${duration(timing.stepsMs)}, ` +
          `verify ${duration(timing.verifyMs)}, interpret ${duration(timing.interpretMs)}`,
    ],
    ['Planner', plannerWords(planner, receipt.verification)],
    [
      'Price',
      `${dollars(costUsd)}: ${counted(claudeCalls, 'call')} to Claude, ${counted(inputTokens, 'token')} in, ` +
        `${cacheReadTokens} from its cache, ${outputTokens} out`,
    ],
    ['Temporal', temporalLink(links.temporal)],
  ];
  return html`<dl>
    ${facts.map(
      ([label, words]) =>
        words !== '' &&
        html`<dt>${label}</dt>
          <dd>${words}</dd> `,
    )}
  </dl>`;
}

/** A setting's address, which could be any: only a web page is linked to. */
function temporalLink(url: string | null): Markup | string {
  if (url === null || !/^https?:\/\//.test(url)) return url ?? '';
  return html`<a href="${url}">this run in the Web UI</a>`;
}
