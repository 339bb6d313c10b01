import type { Cell, Column } from '../../../../domain/result.js';

/**
 * RFC 4180, with the mark by which Excel knows UTF-8. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it; numbers keep their sign, and no value is a link or a command.
 */
export function csvOf(
  columns: readonly Pick<Column, 'name'>[],
  rows: readonly (readonly Cell[])[],
): string {
  const lines = [columns.map(({ name }) => name), ...rows].map((cells) =>
    columns.map((_, index) => field(cells[index] ?? null)).join(','),
  );
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function field(cell: Cell): string {
  if (cell === null) return '';
  const text = harmless(String(cell));
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const number = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** Spreadsheets pass over spaces and invisible characters before they look for the sign. */
function harmless(text: string): string {
  const seen = text.replace(/^[\s\p{C}]+/u, '');
  const startsFormula = /^[=+\-@|%＝＋－＠\t\r]/u.test(seen) || /^[\t\r\n]/.test(text);
  return startsFormula && !number.test(text) ? `'${text}` : text;
}

/** A name that every file system takes. */
export function csvName(question: string, step: string): string {
  const words = `${question} ${step}`
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `${words.slice(0, 60).replace(/-+$/, '') || 'rows'}.csv`;
}
