import { withoutCommands } from '../../domain/shown/without-commands.js';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Text that is safe to print: data and Claude's words pass through here. */
export function printable(text: string): string {
  return withoutCommands(text.replaceAll('\t', ' '));
}

/** The same for a place that is one line high. */
export function oneLine(text: string): string {
  return printable(text).replaceAll(/\s*\n\s*/g, ' ');
}

/** Columns that the text takes on a terminal; Chinese, Japanese, Korean and emoji take two. Not for styled text. */
export function displayWidth(text: string): number {
  if (!/[^ -~]/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const invisible = /^[\p{Mark}\p{Cf}]+$/u;

function graphemeWidth(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(width - displayWidth(text), 0));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(width - displayWidth(text), 0)) + text;
}

/** At most so wide; what was cut off shows as `…`. */
export function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let clipped = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += graphemeWidth(segment);
    if (used > width - 1) break;
    clipped += segment;
  }
  return `${clipped}…`;
}

/** Breaks at spaces, and inside a word only where it is wider than the line; keeps the text's own line breaks. */
export function wrap(text: string, width: number): string[] {
  return printable(text)
    .split('\n')
    .flatMap((line) => wrapLine(line, Math.max(width, 10)));
}

function wrapLine(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const word of line.trim().split(/ +/)) {
    const joined = current.trim() === '' ? current + word : `${current} ${word}`;
    if (displayWidth(joined) <= width) {
      current = joined;
      continue;
    }
    if (current.trim() !== '') lines.push(current);
    current = indent + word;
    while (displayWidth(current) > width) {
      const head = headOf(current, width);
      lines.push(head);
      current = current.slice(head.length);
    }
  }
  return [...lines, current];
}

function headOf(text: string, width: number): string {
  let head = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += graphemeWidth(segment);
    if (used > width && head !== '') break;
    head += segment;
  }
  return head;
}
