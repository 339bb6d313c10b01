import { attemptError, attemptName } from '../../domain/receipt-words.js';
import type { Receipt, ReceiptAttempt } from '../../domain/receipt.js';
import { dollars } from '../../domain/shown/dollars.js';
import { html, type Markup } from '../markup.js';
import { duration } from './formats.js';

/** The tool-call log of the run: when each attempt ran, as a picture and as a table. */
export function attemptsBlock(receipt: Receipt): Markup | null {
  const { attempts } = receipt;
  if (attempts.length === 0) return null;
  const columns = ['Began', 'What', 'Attempt', 'Status', 'Rung', 'Took', 'Error', 'Model', 'Price'];
  return html`<h2>Attempts</h2>
    ${timeline(receipt)}
    <div class="scroll" tabindex="0" role="region" aria-label="Attempts">
      <table>
        <thead>
          <tr>
            ${columns.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${attempts.map((attempt) => row(attempt, Date.parse(receipt.beganAt)))}
        </tbody>
      </table>
    </div>`;
}

function row(attempt: ReceiptAttempt, beganMs: number): Markup {
  const { attempt: number, status, rung, startedAt, latencyMs, model, costUsd } = attempt;
  return html`<tr>
    <td class="number">${since(startedAt, beganMs)}</td>
    <td>${attemptName(attempt)}</td>
    <td>${number}</td>
    <td class="${toneOf(status)}">${status}</td>
    <td>${rung?.replaceAll('_', ' ')}</td>
    <td class="number">${duration(latencyMs)}</td>
    <td>${attemptError(attempt)}</td>
    <td>${model}</td>
    <td class="number">${costUsd !== null && costUsd > 0 && dollars(costUsd)}</td>
  </tr> `;
}

/** The first activity begins before the store knows of the run. */
function since(startedAt: string, beganMs: number): string {
  return `+${duration(Math.max(Date.parse(startedAt) - beganMs, 0))}`;
}

function toneOf(status: string): string {
  if (status === 'success') return 'good';
  return status === 'running' || status === 'cancelled' ? 'doubt' : 'bad';
}

const width = 960;
const labels = 240;
const rowHeight = 20;
/** A picture of more would be read by nobody; the table has all. */
const mostBars = 60;

function timeline({ attempts }: Receipt): Markup | null {
  const shown = attempts.slice(0, mostBars);
  const begins = shown.map(({ startedAt }) => Date.parse(startedAt));
  const ends = shown.map(({ latencyMs }, index) => (begins[index] ?? 0) + (latencyMs ?? 0));
  const first = Math.min(...begins);
  const span = Math.max(...ends) - first;
  if (!(span > 0)) return null;
  const x = (ms: number) => labels + ((ms - first) / span) * (width - labels - 70);
  const height = shown.length * rowHeight + 4;
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="When each attempt ran; the table below has the same in numbers"
  >
    <line class="axis" x1="${labels}" y1="0" x2="${labels}" y2="${height}" />
    ${shown.map((attempt, index) => {
      const begin = x(begins[index] ?? first);
      const bar = Math.max(x(ends[index] ?? first) - begin, 2);
      const y = index * rowHeight;
      const name = clipped(attemptName(attempt));
      return html`<text x="${labels - 8}" y="${y + 14}" text-anchor="end">${name}</text
        ><rect
          class="bar ${toneOf(attempt.status) === 'good' ? '' : 'bad'}"
          x="${begin.toFixed(1)}"
          y="${y + 4}"
          width="${bar.toFixed(1)}"
          height="12"
          rx="2"
        /><text x="${(begin + bar + 6).toFixed(1)}" y="${y + 14}"
          >${duration(attempt.latencyMs)}</text
        > `;
    })}
  </svg>`;
}

function clipped(name: string): string {
  const characters = [...name];
  return characters.length > 34 ? `${characters.slice(0, 33).join('')}…` : name;
}
