import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import * as fc from 'fast-check';
import { ground } from '../../../src/domain/figures/ground.js';
import type { EvidenceResult } from '../../../src/domain/figures/evidence.js';
import type { FigureSpec } from '../../../src/domain/interpretation.js';
import { figure, figures, result, sampleEvidence } from './support.js';

const evidence = sampleEvidence();

function grounded(text: string, extra: readonly FigureSpec[] = [], over = evidence) {
  return ground({ text, figures: [...figures, ...extra] }, over);
}

describe('figures resolve to exact values and are written by locale', () => {
  const table: readonly (readonly [name: string, value: string, display: string])[] = [
    ['total', '1234567.89', '$1.23M'],
    ['best_revenue', '412300.10', '$412.3K'],
    ['average', '308641.9725', '$308.64K'],
    ['regions', '4', '4'],
    ['orders', '4050', '4,050'],
    ['best', 'EMEA', 'EMEA'],
    ['worst', 'LATAM', 'LATAM'],
    ['gain', '92567.89', '$92.57K'],
    ['growth', '0.08105769702276707531', '8.1%'],
    ['way', 'up', 'up'],
    ['amer_change', '-0.02926829268292682927', '-2.9%'],
    ['share', '0.33396308403906406476', '33.4%'],
    ['times', '137.17421', '137.2×'],
    ['rate', '12.5', '12.5%'],
    ['first_month', '2025-10-01', 'October 2025'],
    ['target', '5000000', '5 million'],
    ['top_revenue', '9000', '$9,000'],
  ];
  for (const [name, value, display] of table) {
    it(name, () => {
      const { text, figures, findings } = grounded(`It is {{${name}}}.`);
      assert.deepEqual(findings, []);
      assert.equal(text, `It is ${display}.`);
      assert.deepEqual([figures[0]?.value, figures[0]?.display], [value, display]);
    });
  }

  it('other locales write them their way', () => {
    const german = sampleEvidence({ locale: 'de-DE' });
    assert.equal(
      grounded('{{total}}, {{growth}}', [], german).text,
      '1,23\u00a0Mio.\u00a0$, 8,1\u00a0%',
    );
    const nonsense = sampleEvidence({ locale: 'not a locale' });
    assert.equal(grounded('{{orders}}', [], nonsense).text, '4,050');
  });

  it('a fall is written without its minus where a word says it', () => {
    assert.equal(grounded('AMER fell {{amer_change}}.').text, 'AMER fell 2.9%.');
    assert.equal(grounded('AMER: {{amer_change}}.').text, 'AMER: -2.9%.');
  });

  it('a derived figure names every cell it rests on, and takes the worst rung', () => {
    const results = new Map(evidence.results);
    const q3 = results.get('q3');
    assert.ok(q3);
    results.set('q3', { ...q3, rung: 'stale_cache', ageSeconds: 900 });
    const [growth] = grounded('{{growth}}', [], { ...evidence, results }).figures;
    assert.equal(growth?.rung, 'stale_cache');
    assert.deepEqual(growth?.from, [
      { step: 'q3', row: null, column: 'revenue' },
      { step: 'revenue', row: null, column: 'revenue' },
    ]);
  });

  it('a figure that the text does not name is dropped, broken or not', () => {
    const broken = figure('broken', { step: 'nowhere' });
    assert.deepEqual(
      grounded('{{orders}} orders.', [broken]).figures.map(({ name }) => name),
      ['orders'],
    );
  });
});

describe('what cannot be resolved is a finding', () => {
  const cell = (rest: Partial<FigureSpec>) =>
    figure('x', { step: 'revenue', column: 'revenue', ...rest });
  const sum = (step: string, column = 'revenue') =>
    figure('x', { kind: 'column', calc: 'sum', step, column });
  const derive = (calc: FigureSpec['calc'], from: string, to: string) =>
    figure('x', { kind: 'derived', calc, from, to });
  const table: readonly (readonly [what: string, spec: FigureSpec, code: string])[] = [
    ['an unknown step', cell({ step: 'nowhere', row: 0 }), 'unknown_step'],
    ['an unknown column', cell({ column: 'profit', row: 0 }), 'unknown_column'],
    [
      'an unknown column in where',
      cell({ where: [{ column: 'land', equals: 'x' }] }),
      'unknown_column',
    ],
    ['no row at all', cell({}), 'no_row'],
    ['a row that is not there', cell({ row: 4 }), 'row_out_of_range'],
    [
      'where that matches nothing',
      cell({ where: [{ column: 'region', equals: 'emea' }] }),
      'no_matching_row',
    ],
    [
      'where that matches two',
      cell({ step: 'cut', where: [{ column: 'region', equals: 'B' }] }),
      'ambiguous_row',
    ],
    ['a null cell', figure('x', { step: 'rates', column: 'region', row: 1 }), 'null_cell'],
    ['the sum of a top 5', sum('top'), 'incomplete_result'],
    ['the sum of a cut result', sum('cut'), 'incomplete_result'],
    ['the sum of what cannot be added', sum('rates', 'rate'), 'not_additive'],
    ['the sum of no measure', sum('top', 'units'), 'not_additive'],
    ['the sum of names', sum('revenue', 'region'), 'not_a_number'],
    ['the highest of a cut result', { ...sum('cut'), calc: 'max' }, 'incomplete_result'],
    ['the lowest of a top 5', { ...sum('top'), calc: 'min' }, 'incomplete_result'],
    ['argmax without a column to compare', cell({ calc: 'argmax' }), 'no_compared_column'],
    [
      'argmax of names',
      cell({ calc: 'argmax', where: [{ column: 'region', equals: '' }] }),
      'not_comparable',
    ],
    ['a calc of another kind', cell({ calc: 'sum', row: 0 }), 'unknown_calc'],
    ['derived from nothing', derive('diff', 'total', 'nothing'), 'unknown_figure'],
    ['derived from itself', derive('diff', 'x', 'total'), 'cycle'],
    ['a quotient of zero', derive('ratio', 'no_rate', 'rate'), 'division_by_zero'],
    ['a change from zero', derive('pct_change', 'no_rate', 'rate'), 'division_by_zero'],
    ['a difference of unlike things', derive('diff', 'orders', 'total'), 'unit_mismatch'],
    ['a share of a mean', derive('share', 'rate', 'no_rate'), 'not_additive'],
    [
      'a part greater than the whole',
      derive('share', 'best_revenue', 'total'),
      'share_out_of_range',
    ],
    ['arithmetic with a name', derive('diff', 'best', 'total'), 'not_a_number'],
    [
      'a number the user never typed',
      figure('x', { kind: 'question', from: '6 million' }),
      'not_in_question',
    ],
    [
      'a part of a number the user typed',
      figure('x', { kind: 'question', from: '5' }),
      'not_in_question',
    ],
  ];
  for (const [what, spec, code] of table) {
    it(what, () => {
      const { findings, text } = grounded('So it is {{x}}.', [spec]);
      assert.deepEqual(
        findings.map((finding) => finding.code),
        [code],
      );
      assert.ok(findings[0]?.fix);
      assert.equal(text, '');
    });
  }

  it('a tie, two figures of one name, and a long cycle', () => {
    const tied = result(
      [
        ['region', 'text'],
        ['n', 'int8'],
      ],
      [
        ['A', '1'],
        ['B', '1'],
      ],
    );
    const over = { ...evidence, results: new Map([['tied', tied]]) };
    const best = figure('x', {
      calc: 'argmax',
      step: 'tied',
      column: 'region',
      where: [{ column: 'n', equals: '' }],
    });
    assert.equal(grounded('{{x}}', [best], over).findings[0]?.code, 'ambiguous_row');
    assert.equal(grounded('{{orders}}', figures).findings[0]?.code, 'duplicate_figure');
    const ring = ['a', 'b', 'c'].map((name, at) =>
      figure(name, { kind: 'derived', calc: 'diff', from: 'total', to: ['b', 'c', 'a'][at] ?? '' }),
    );
    assert.equal(grounded('{{a}}', ring).findings[0]?.code, 'cycle');
  });

  it('an estimate from a sample without its interval', () => {
    const intervals = [{ row: 1, column: 'n', low: '7', high: '9' }];
    const rows = [['7'], ['8']];
    const sampled: EvidenceResult = result([['n', 'int8']], rows, { rung: 'sample', intervals });
    const over = { ...evidence, results: new Map([['sampled', sampled]]) };
    const spec = figure('x', { step: 'sampled', column: 'n', row: 0 });
    assert.equal(grounded('{{x}}', [spec], over).findings[0]?.code, 'sample_without_interval');
  });
});

test('sums, means, medians and changes agree with an independent computation in cents', () => {
  const cents = fc.array(fc.integer({ min: 1, max: 10 ** 9 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(cents, (amounts) => {
      const rows = amounts.map((amount, at) => [`r${at}`, (amount / 100).toFixed(2)]);
      const measure = { name: 'm', column: 'm', aggregation: 'sum', additive: true, unit: 'EUR' };
      const over = {
        ...evidence,
        results: new Map([
          [
            's',
            result(
              [
                ['k', 'text'],
                ['m', 'numeric(12,2)'],
              ],
              rows,
              { measure },
            ),
          ],
        ]),
      };
      const of = (calc: FigureSpec['calc']) =>
        figure(calc, { kind: 'column', calc, step: 's', column: 'm' });
      const specs = [
        ...(['sum', 'avg', 'min', 'max', 'median', 'count'] as const).map(of),
        figure('first', { step: 's', column: 'm', where: [{ column: 'k', equals: 'r0' }] }),
        figure('part', { kind: 'derived', calc: 'share', from: 'sum', to: 'first' }),
      ];
      const text = specs.map(({ name }) => `{{${name}}}`).join(' ');
      const { figures, findings } = ground({ text, figures: specs }, over);
      assert.deepEqual(findings, []);
      const value = new Map(figures.map((one) => [one.name, Number(one.value)]));
      const sorted = amounts.toSorted((a, b) => a - b);
      const middle =
        ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
      const total = amounts.reduce((a, b) => a + b, 0);
      const near = (name: string, expected: number) =>
        assert.ok(
          Math.abs((value.get(name) ?? NaN) - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
          name,
        );
      near('sum', total / 100);
      near('avg', total / 100 / amounts.length);
      near('min', Math.min(...amounts) / 100);
      near('max', Math.max(...amounts) / 100);
      near('median', middle / 100);
      near('count', amounts.length);
      near('part', (amounts[0] ?? 0) / total);
    }),
  );
});

test('no text of a cell, of a figure or of Claude makes rendering throw', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 60 });
  const types = fc.constantFrom(
    'text',
    'date',
    'timestamptz',
    'numeric',
    'interval',
    'boolean',
    'int4[]',
  );
  fc.assert(
    fc.property(
      anything,
      anything,
      types,
      fc.constantFrom('USD', 'percent', 'days', '', 'XXX', 'q'),
      anything,
      (cell, text, type, unit, locale) => {
        const measure = { name: 'm', column: 'c', aggregation: 'sum', additive: true, unit };
        const over = {
          ...evidence,
          locale,
          results: new Map([['s', result([['c', type]], [[cell], ['1']], { measure })]]),
        };
        const specs = [
          figure('x', { step: 's', column: 'c', row: 0 }),
          figure('y', { kind: 'column', calc: 'sum', step: 's', column: 'c' }),
          figure(text, { kind: 'question', from: text }),
        ];
        ground({ text: `${text} {{x}} {{y}} {{${text}}}`, figures: specs }, over);
      },
    ),
    { numRuns: 500 },
  );
});
