import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartSpec } from '../../../src/domain/chart.js';
import type { Cell } from '../../../src/domain/result.js';
import { pictureOf } from '../../../src/http/page/browser/words/chart/picture.js';

const regions = [
  { name: 'region', type: 'text' },
  { name: 'revenue', type: 'numeric' },
];
const months = [
  { name: 'month', type: 'date' },
  { name: 'revenue', type: 'numeric' },
];

function drawn(as: 'bar' | 'line', columns: typeof regions, rows: readonly (readonly Cell[])[]) {
  const [x = '', y = ''] = columns.map(({ name }) => name);
  const spec = chartSpec({ step: 's', as, x, y, columns, title: 'Revenue' });
  return pictureOf({ ...spec }, { step: 's', columns, rows }, 600);
}

test('bars are as long as their values, beginning at zero', () => {
  const picture = drawn('bar', regions, [
    ['EMEA', '200'],
    ['LATAM', '-100'],
    ['APAC', null],
  ]);
  const bars =
    picture?.shapes.filter(({ tag }) => tag === 'rect').map(({ attributes }) => attributes) ?? [];
  const [emea, latam, apac] = bars.map(({ width }) => Number(width));
  assert.ok(Math.abs(Number(emea) - 2 * Number(latam)) < 0.3);
  assert.equal(apac, 0);
  const [right, left] = bars;
  assert.ok(Math.abs(Number(left?.['x']) + Number(left?.['width']) - Number(right?.['x'])) < 0.3);
  assert.equal(picture?.description, 'EMEA: 200; LATAM: -100; APAC: none.');
});

test('a line is broken where there is no value, and days stand where they belong', () => {
  const picture = drawn('line', months, [
    ['2025-01-01', '10'],
    ['2025-02-01', '20'],
    ['2025-03-01', null],
    ['2025-12-01', '30'],
  ]);
  const lines = picture?.shapes.filter(({ tag }) => tag === 'polyline').length;
  assert.equal(lines, 2);
  const dots = picture?.shapes.flatMap(({ tag, attributes }) =>
    tag === 'circle' ? [Number(attributes['cx'])] : [],
  );
  const [first = 0, second = 0, last = 0] = dots ?? [];
  assert.ok((second - first) * 8 < last - first);
});

test('every shape stays inside its picture, on a telephone, too', () => {
  const rows = Array.from({ length: 40 }, (_, index) => [
    `A region with a long name ${index}`,
    String(index * 1e6 - 5e6),
  ]);
  for (const kind of ['bar', 'line'] as const) {
    const spec = chartSpec({
      step: 's',
      as: kind,
      x: 'region',
      y: 'revenue',
      columns: regions,
      title: '',
    });
    const picture = pictureOf({ ...spec }, { step: 's', columns: regions, rows }, 300);
    for (const { tag, attributes } of picture?.shapes ?? []) {
      if (tag !== 'rect') continue;
      const [x, width] = [Number(attributes['x']), Number(attributes['width'])];
      assert.ok(x >= 0 && x + width <= 300, JSON.stringify(attributes));
    }
  }
});

for (const [name, spec, step] of [
  ['a spec that is none of ours is not drawn', { mark: 'arc', data: { url: 'http://x' } }, 's'],
  [
    'a spec over other rows is not drawn',
    chartSpec({ step: 't', as: 'bar', x: 'region', y: 'revenue', columns: regions, title: '' }),
    's',
  ],
  ['no spec is no picture', null, 's'],
] as const) {
  test(name, () => {
    const data = { step, columns: regions, rows: [['EMEA', '1']] };
    assert.equal(pictureOf(spec === null ? null : { ...spec }, data, 600), null);
  });
}
