import type { Cell } from '../../domain/result.js';
import { html, type Markup } from '../markup.js';

export function duration(ms: number | null): string {
  if (ms === null) return '';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}

/** Exactly as Postgres wrote it: a receipt rounds nothing. */
export function cellText(cell: Cell): Markup {
  return cell === null ? html`<span class="null">null</span>` : html`${String(cell)}`;
}

export function rows(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'}`;
}
