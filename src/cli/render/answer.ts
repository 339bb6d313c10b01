import type { Answer } from '../../domain/answer.js';
import { asTyped } from '../../domain/safe-text.js';
import { answerFacts } from './answer-facts.js';
import { statusWords } from '../../domain/shown/status-words.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { oneLine, wrap } from './text.js';

export interface AnswerOptions {
  readonly width: number;
  readonly style: Style;
  readonly maxRows?: number;
  /** Draws the answer's Vega-Lite spec over its rows; nothing where it cannot. */
  drawChart(answer: Answer, width: number, style: Style): readonly string[];
  /** The run in Temporal's Web UI, where its address is known. */
  readonly link: string | undefined;
  /** The command that shows its ticket, where it has one. */
  readonly ticket?: string | undefined;
  /** The command that comes back to this run. */
  readonly again: string;
}

const proseWidth = 100;

/** The whole answer for a person: what was found, the rows, the chart, what is doubtful, and how it came about. */
export function renderAnswer(answer: Answer, options: AnswerOptions): string[] {
  const { width, style, maxRows = 20 } = options;
  const table = answer.data === null ? [] : renderTable(answer.data, { width, maxRows, style });
  const sections = [
    [...heading(answer, style), ...wrap(asTyped(answer.text), Math.min(width, proseWidth))],
    table,
    options.drawChart(answer, width, style),
    bullets(
      answer.warnings.map(({ message }) => asTyped(message)),
      style.yellow('!'),
      width,
    ),
    bullets(answer.suggestions.map(asTyped), style.cyan('→'), width),
    answerFacts(answer, options),
  ];
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index === 0 ? section : ['', ...section]));
}

function heading({ status, ticket }: Answer, style: Style): string[] {
  if (status === 'answered') return [];
  const paint =
    status === 'degraded' || status === 'needs_clarification' ? style.yellow : style.red;
  const words = `${statusWords[status]}${ticket === null ? '' : ` (ticket ${oneLine(ticket)})`}`;
  return [style.bold(paint(words))];
}

function bullets(texts: readonly string[], bullet: string, width: number): string[] {
  return [...new Set(texts)].flatMap((text) =>
    wrap(text, Math.min(width, proseWidth) - 2).map((line, index) =>
      index === 0 ? `${bullet} ${line}` : `  ${line}`,
    ),
  );
}
