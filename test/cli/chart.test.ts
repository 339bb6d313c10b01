import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { renderChart } from '../../src/cli/chart.js';
import { displayWidth } from '../../src/cli/render/text.js';
import { chartSpec } from '../../src/domain/chart.js';
import type { Cell } from '../../src/domain/result.js';

const columns = [
  { name: 'region', type: 'text' },
  { name: 'revenue', type: 'numeric' },
];
const spec = (as: 'bar' | 'line') =>
  chartSpec({
    step: 'revenue',
    as,
    x: 'region',
    y: 'revenue',
    columns,
    title: 'revenue by region',
  }) ?? {};
const render = (as: 'bar' | 'line', rows: readonly (readonly Cell[])[], width = 40) =>
  renderChart(spec(as), { columns, rows }, { width, color: false });

test('bars lie one below the other, as long as their values', () => {
  const rows = [
    ['EMEA', '412300.10'],
    ['日本', '206150.05'],
    [null, '-103075'],
    ['none', null],
  ];
  const [, emea = '', japan = '', missing = '', none = ''] = render('bar', rows);
  const length = (line: string) => (line.match(/█/g) ?? []).length;
  assert.ok(emea.startsWith('EMEA ') && emea.endsWith(' 412.3K'));
  assert.ok(Math.abs(length(emea) - 2 * length(japan)) <= 1);
  assert.ok(Math.abs(length(japan) - 2 * length(missing)) <= 1);
  assert.ok(missing.startsWith('- ') && missing.endsWith('-103.08K'));
  assert.equal(length(none), 0);
  assert.equal(missing.lastIndexOf('█') + 1, emea.indexOf('█'), 'all bars start from zero');
});

test('a line is a sparkline with its first, last, least and greatest value', () => {
  const rows = ['1', '4', null, '8', '2'].map((value, at) => [`2025-0${at + 1}`, value]);
  assert.deepEqual(render('line', rows, 60), [
    'revenue by region',
    '▁▄ █▂',
    'first 2025-01: 1   last 2025-05: 2',
    'min 2025-01: 1   max 2025-04: 8',
  ]);
});

test('colour and plain ASCII are there for who wants them', () => {
  const data = { columns, rows: [['A', '1']] };
  const colored = renderChart(spec('bar'), data, { width: 40, color: true })[1] ?? '';
  assert.ok(colored.includes('\u001b[36m█') && colored.includes('█\u001b[0m'));
  const plain = renderChart(spec('bar'), data, { width: 40, color: false, ascii: true });
  assert.match(plain.join('\n'), /^[\u0020-\u007e\n]+$/);
});

test('what is no chart of ours draws nothing', () => {
  const data = { columns, rows: [['A', '1']] };
  for (const odd of [{}, { mark: 'bar' }, { mark: { type: 'arc' }, encoding: {} }]) {
    assert.deepEqual(renderChart(odd, data, { width: 40, color: false }), []);
  }
  assert.deepEqual(render('bar', []), []);
  assert.deepEqual(render('line', [['A', null]]), []);
});

test('no line is wider than the terminal or carries a control character, whatever the cells hold', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom('売上'.repeat(30), '\u001b[2J'),
  );
  const value = fc.oneof(fc.double().map(String), fc.bigInt().map(String), fc.constant(null));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, value), { maxLength: 40 }),
      fc.integer({ min: 40, max: 120 }),
      fc.constantFrom('bar', 'line'),
      (rows, width, as) => {
        for (const line of render(as, rows, width)) {
          assert.ok(displayWidth(line) <= width, line);
          assert.doesNotMatch(line, /\p{Cc}/u);
        }
      },
    ),
  );
});
