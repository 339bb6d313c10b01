import type { Query, Report, Section, Sentence, Table } from '../report.js';
import { cellText, comparedWith, headline } from './cells.js';
import { display, isFigure, paramWords, shortened, sourcesOf } from './format.js';

/** Markdown of GitHub's kind. Every sentence and table points to the SQL of its figures by a footnote. */
export function renderMarkdown(report: Report): string {
  const blocks = [
    `# ${headline(report, code)}`,
    comparedWith(report),
    report.summary.map((sentence) => `- ${line(sentence)}`).join('\n'),
    ...report.sections.flatMap(section),
    ...(report.queries.length === 0 ? [] : ['## Where the figures come from', footnotes(report)]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section({ title, sentences, advice, tables }: Section): string[] {
  return [
    `## ${title}`,
    ...sentences.map(line),
    ...(advice.length === 0
      ? []
      : [`**What to do**\n\n${advice.map((sentence) => `- ${line(sentence)}`).join('\n')}`]),
    ...tables.flatMap(table),
  ];
}

function line(sentence: Sentence): string {
  const text = sentence
    .map((part) => {
      if (typeof part === 'string') return part;
      return isFigure(part) ? `**${display(part.value, part.unit)}**` : code(part.name);
    })
    .join('');
  return `${text}${sourcesOf(sentence).map(mark).join('')}`;
}

function mark(query: string): string {
  return `[^${query}]`;
}

/** A code span shows what is in it, whatever that is, as long as its fence is longer than any inside. */
function code(text: string): string {
  const short = shortened(text, 300);
  const longest = Math.max(0, ...[...short.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = short.startsWith('`') || short.endsWith('`') || short === '' ? ' ' : '';
  return `${fence}${pad}${short}${pad}${fence}`;
}

function table({ title, query, columns, rows, chart }: Table): string[] {
  const [charted] = chart?.values ?? [];
  const place = columns.findIndex(({ column }) => column === charted);
  const numbers = rows
    .map(({ cells }) => cells[place])
    .map((cell) => (typeof cell === 'number' ? cell : 0));
  const unit = columns[place]?.unit;
  const top = unit === 'share' ? 1 : Math.max(...numbers, 0);
  const head = [...columns.map(({ label }) => label), ...(place < 0 ? [] : [''])];
  const rule = [
    ...columns.map(({ unit: of }) => (of === null ? ':--' : '--:')),
    ...(place < 0 ? [] : [':--']),
  ];
  const lines = rows.map(({ cells }, index) => [
    ...columns.map(({ unit: of }, column) => {
      const cell = cells[column] ?? null;
      return of === null && typeof cell === 'string' && cell !== ''
        ? code(cell).replaceAll('|', '\\|')
        : cellText(cell, of);
    }),
    ...(place < 0 ? [] : [bar(top === 0 ? 0 : (numbers[index] ?? 0) / top)]),
  ]);
  return [
    `**${title}**${mark(query)}`,
    [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
  ];
}

const longestBar = 20;

function bar(part: number): string {
  return '█'.repeat(Math.round(part * longestBar));
}

/** Indented, so that the whole of each belongs to its footnote. */
function footnotes({ queries }: Report): string {
  return queries.map((query) => `${mark(query.name)}: ${footnote(query)}`).join('\n\n');
}

function footnote({ name, language, text, params }: Query): string {
  const words = params.map((param, index) => code(paramWords(param, index))).join(', ');
  const fence = '`'.repeat(
    Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)),
  );
  const body = [
    `${fence}${language === 'temporal' ? '' : 'sql'}`,
    ...text.trim().split('\n'),
    fence,
  ];
  const given = words === '' ? '' : ` with ${words}`;
  return [
    `\`${name}\`${given}`,
    '',
    ...body.map((each) => (each === '' ? '' : `    ${each}`)),
  ].join('\n');
}
