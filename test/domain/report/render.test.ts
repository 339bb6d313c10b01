import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf, type Facts } from '../../../src/domain/report/facts.js';
import { display } from '../../../src/domain/report/render/format.js';
import { renderJson } from '../../../src/domain/report/render/json.js';
import { renderMarkdown } from '../../../src/domain/report/render/markdown.js';
import type { Report, Unit } from '../../../src/domain/report/report.js';
import { reportPage } from '../../../src/html/report/report-page.js';

for (const [value, unit, text] of [
  [1234567, 'count', '1,234,567'],
  [0.9415, 'share', '94.2 %'],
  [1, 'share', '100.0 %'],
  [12, 'ms', '12 ms'],
  [9_000, 'ms', '9 s'],
  [21_140, 'ms', '21.1 s'],
  [59_999, 'ms', '1 min'],
  [250_000, 'ms', '4 min 10 s'],
  [3_599_900, 'ms', '1 h'],
  [12_000_000, 'ms', '3 h 20 min'],
  [0, 'usd', '$0.00'],
  [0.01234, 'usd', '$0.0123'],
  [1234.5, 'usd', '$1,234.50'],
] as readonly (readonly [number, Unit, string])[]) {
  test(`${value} as ${unit} reads ${text}`, () => assert.equal(display(value, unit), text));
}

const hostile = '<img src=x onerror=alert(1)>`|\u202e"\'&[x](javascript:1)\n# head';
const facts: Facts<{ readonly tool: string; readonly tries: number }> = {
  query: { name: 'tools', language: 'sql', text: 'select 1 -- </pre><script>', params: [hostile] },
  rows: [
    { tool: hostile, tries: 3 },
    { tool: 'plan', tries: 1 },
  ],
};
const chart = { kind: 'bars', labels: 'tool', values: ['tries'] } as const;
const columns = [
  { label: 'tool', column: 'tool', unit: null },
  { label: 'tries', column: 'tries', unit: 'count' },
] as const;
const report: Report = {
  ...{ kind: 'week', tenant: hostile, madeAt: '2026-09-21T06:00:00.000Z' },
  period: { from: '2026-09-14', to: '2026-09-21' },
  before: { from: '2026-09-07', to: '2026-09-14' },
  summary: [
    [
      'Tried ',
      { name: hostile },
      ' ',
      { value: 3, unit: 'count', query: 'tools', row: 0, column: 'tries' },
    ],
  ],
  sections: [
    {
      ...{
        id: 'tools',
        title: 'Tools',
        sentences: [[{ name: hostile }]],
        advice: [[{ name: hostile }]],
      },
      tables: [tableOf(facts, 'By tool', columns, { chart })],
    },
  ],
  queries: [facts.query],
};

test('what comes from data is shown in HTML and never obeyed', () => {
  const page = reportPage(report);
  assert.doesNotMatch(page, /<img|<script|onerror=alert\(1\)>|\u202e/);
  assert.match(page, /&lt;img src=x onerror=alert\(1\)&gt;/);
  assert.doesNotMatch(page, /(src|href)="|url\(|@import/);
});

test('a chart has a title, words for those who cannot see it, and its table beneath', () => {
  const page = reportPage(report);
  assert.match(page, /<svg[^>]*role="img"[^>]*aria-labelledby="tools-1-title tools-1-words"/);
  assert.match(page, /<title id="tools-1-title">By tool<\/title>/);
  assert.match(page, /<desc id="tools-1-words">tries\. .*: 3; plan: 1\.<\/desc>/s);
  assert.ok(page.indexOf('<table>') > page.indexOf('</svg>'));
});

test('what comes from data stays on its line of Markdown, inside code', () => {
  const text = renderMarkdown(report);
  const [row] = text.split('\n').filter((line) => line.startsWith('| ``'));
  // The fence is longer than the text's own, and no bar of the text ends the cell.
  assert.equal(row?.replaceAll('\\|', '').split('|').length, 5);
  assert.doesNotMatch(text, /^# head|\u202e/m);
  assert.match(text, /\[\^tools\]$/m);
});

test('the JSON has each figure’s exact value and its SQL by name', () => {
  const { summary, queries } = JSON.parse(renderJson(report)) as {
    readonly summary: readonly { readonly text: string; readonly figures: readonly object[] }[];
    readonly queries: Readonly<Record<string, object>>;
  };
  assert.deepEqual(summary[0]?.figures, [
    { value: 3, unit: 'count', query: 'tools', row: 0, column: 'tries', display: '3' },
  ]);
  assert.equal(summary[0]?.text, `Tried ${hostile} 3`);
  assert.deepEqual(queries, {
    tools: { language: 'sql', text: facts.query.text, params: [hostile] },
  });
});
