import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnswerData } from '../../../src/domain/answer.js';
import { createStyle } from '../../../src/cli/render/style.js';
import { renderTable } from '../../../src/cli/render/table.js';

const style = createStyle(false);
const render = (data: Partial<AnswerData>, width = 80, maxRows = 20): string[] =>
  renderTable(
    {
      step: 's',
      columns: [],
      rows: [],
      rowCount: data.rows?.length ?? 0,
      truncated: false,
      ...data,
    },
    { width, maxRows, style },
  );

test('text stands to the left, numbers to the right with one scale', () => {
  const lines = render({
    columns: [
      { name: 'region', type: 'text' },
      { name: 'revenue', type: 'numeric' },
    ],
    rows: [
      ['North America', '2186548.9'],
      ['EMEA', '-412.25'],
      [null, null],
    ],
  });
  assert.deepEqual(lines, [
    'region              revenue',
    '─────────────  ────────────',
    'North America  2,186,548.90',
    'EMEA                -412.25',
    'null                   null',
  ]);
});

test('years and identifiers are not grouped, months are days, averages are rounded', () => {
  const lines = render({
    columns: [
      { name: 'year', type: 'int4' },
      { name: 'customer_id', type: 'bigint' },
      { name: 'month', type: 'timestamptz' },
      { name: 'average', type: 'numeric' },
      { name: 'paid', type: 'boolean' },
    ],
    rows: [['1850', '1234567', '2025-10-01 00:00:00+00', '103.4567890123456789', true]],
  });
  assert.deepEqual(lines.slice(2), ['1850      1234567  2025-10-01   103.46  yes']);
});

test('a long table says how many rows it leaves out', () => {
  const rows = Array.from({ length: 1_000 }, (_, n) => [`row ${n}`]);
  const lines = render(
    { columns: [{ name: 'name', type: 'text' }], rows, rowCount: 12_000 },
    80,
    2,
  );
  assert.deepEqual(lines.slice(2), [
    'row 0',
    'row 1',
    '… 11,998 more of 12,000 rows; --json has more of them',
  ]);
});

test('a cut-off result says that there was more', () => {
  const lines = render({
    columns: [{ name: 'name', type: 'text' }],
    rows: [['a']],
    truncated: true,
  });
  assert.equal(lines.at(-1), '… the warehouse has more rows than the 1 that were read');
});

test('text gives way first, then the last columns do, and no line is too wide', () => {
  const columns = ['first', 'second', 'third', 'fourth'].map((name) => ({ name, type: 'text' }));
  const lines = render({ columns, rows: [columns.map(() => 'x'.repeat(40))] }, 24);
  assert.deepEqual(lines, [
    'first   second  third',
    '──────  ──────  ──────',
    'xxxxx…  xxxxx…  xxxxx…',
    '… left out for want of room: fourth',
  ]);
});

test('data cannot drive the terminal', () => {
  const lines = render({ columns: [{ name: 'n', type: 'text' }], rows: [['\u001b[2Jgone\nnext']] });
  assert.equal(lines[2], '\uFFFD[2Jgone next');
});

test('a result without columns shows nothing', () => assert.deepEqual(render({}), []));

test('estimates say that they are, and how far they may be off', () => {
  const columns = [
    { name: 'region', type: 'text' },
    { name: 'revenue', type: 'numeric' },
    { name: 'rate', type: 'numeric' },
  ];
  const rows = [
    ['EMEA', '1836411.23', '0.1250'],
    ['APAC', null, '0.5000'],
  ];
  const intervals = [
    { row: 0, column: 'revenue', low: '1797846.60', high: '1874975.86' },
    { row: 0, column: 'rate', low: '0.1150', high: '0.1350' },
    { row: 1, column: 'rate', low: '0.5000', high: '0.5000' },
  ];
  assert.deepEqual(render({ columns, rows, intervals }), [
    'region            revenue            rate',
    '──────  ─────────────────  ──────────────',
    'EMEA    ≈1,836,411 ±2.1 %  ≈0.1250 ±8.0 %',
    'APAC        too few pages          0.5000',
    '≈ estimated from a sample, ± with 95 % confidence',
  ]);
  const look = render({ columns, rows, intervals: [] });
  assert.doesNotMatch(look.join(), /≈/);
});

test('a column that another command takes stands whole, whatever the room', () => {
  const lines = renderTable(
    {
      step: 's',
      columns: ['run', 'question', 'note'].map((name) => ({ name, type: 'text' })),
      rows: [['3e8933c5-da20-4bc0-9c4b-a02b06a7a413', 'Revenue by region', 'late']],
      rowCount: 1,
      truncated: false,
    },
    { width: 46, maxRows: 20, style, whole: ['run'] },
  );
  assert.deepEqual(lines.slice(2), [
    '3e8933c5-da20-4bc0-9c4b-a02b06a7a413  Reven…',
    '… left out for want of room: note',
  ]);
});
