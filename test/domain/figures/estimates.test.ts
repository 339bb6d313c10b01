import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import * as fc from 'fast-check';
import {
  add,
  compare,
  divide,
  fromInteger,
  multiply,
  subtract,
  toText,
  type Decimal,
} from '../../../src/domain/decimal.js';
import type { EvidenceResult } from '../../../src/domain/figures/evidence.js';
import { ground } from '../../../src/domain/figures/ground.js';
import {
  addIntervals,
  divideIntervals,
  signOfInterval,
  subtractIntervals,
  type Interval,
} from '../../../src/domain/figures/interval.js';
import type { FigureSpec } from '../../../src/domain/interpretation.js';
import type { Cell, CellInterval } from '../../../src/domain/result.js';
import { figure, result, sampleEvidence } from './support.js';

const measure = {
  ...{ name: 'revenue', column: 'revenue', aggregation: 'sum' },
  ...{ additive: true, unit: 'USD' },
};
const columns = [
  ['region', 'text'],
  ['revenue', 'numeric'],
] as const;

type Row = readonly [region: string, revenue: string | null, low?: string, high?: string];

function sampled(rows: readonly Row[], rest: Partial<EvidenceResult> = {}): EvidenceResult {
  const cells: Cell[][] = rows.map(([region, revenue]) => [region, revenue]);
  const intervals = rows.flatMap(([, , low, high], row): CellInterval[] =>
    low === undefined || high === undefined ? [] : [{ row, column: 'revenue', low, high }],
  );
  return result(columns, cells, { rung: 'sample', intervals, measure, ...rest });
}

const q4 = sampled([
  ['EMEA', '412300.10', '400000.10', '424600.10'],
  ['AMER', '398000.00', '390000.00', '406000.00'],
  ['APAC', '301267.79', '290000.00', '312535.58'],
]);
const q3 = sampled([
  ['EMEA', '300000.00', '291000.00', '309000.00'],
  ['AMER', '410000.00', '400000.00', '420000.00'],
  ['APAC', '250000.00', '240000.00', '260000.00'],
]);
const results = new Map<string, EvidenceResult>([
  ['q4', q4],
  ['q3', q3],
  ['cut', { ...q4, truncated: true }],
  ['gap', sampled([q4Row(), ['LATAM', '1000.00']])],
  ['none', { ...q4, intervals: [] }],
  ['lost', sampled([['EMEA', '5', '6', '7']])],
  ['apart', sampled([q4Row(), ['APAC', '301267.79', '290000.00', '312535.58']])],
  ['zero', sampled([['EMEA', '10.00', '-5.00', '25.00']])],
  ['whole', sampled([['EMEA', '10.00', '10.00', '10.00']])],
  ['live', result(columns, [['EMEA', '400000.00']], { measure })],
  ['wide', sampled([['EMEA', '16510000', '15320000', '17700000']])],
  ['wide_before', sampled([['EMEA', '14150000', '13030000', '15270000']])],
  [
    'units',
    sampled([['EMEA', '52180.76', '41744.61', '62616.91']], { measure: { ...measure, unit: '' } }),
  ],
  ['elsewhere', { ...q4, rung: 'live' }],
]);

function q4Row(): Row {
  return ['EMEA', '412300.10', '400000.10', '424600.10'];
}

const cell = (name: string, step: string, row: number, column = 'revenue') =>
  figure(name, { step, column, row });
const column = (name: string, step: string, calc: FigureSpec['calc'], of = 'revenue') =>
  figure(name, { kind: 'column', calc, step, column: of });
const derived = (name: string, calc: FigureSpec['calc'], from: string, to: string) =>
  figure(name, { kind: 'derived', calc, from, to });
const best = (name: string, step: string, calc: 'argmax' | 'argmin') =>
  figure(name, { calc, step, column: 'region', where: [{ column: 'revenue', equals: '' }] });

const figures: readonly FigureSpec[] = [
  ...[
    'q4',
    'q3',
    'gap',
    'none',
    'lost',
    'zero',
    'whole',
    'live',
    'elsewhere',
    'wide',
    'wide_before',
    'units',
  ].map((step) => cell(`${step}_emea`, step, 0)),
  cell('amer', 'q4', 1),
  cell('amer_q3', 'q3', 1),
  cell('gap_latam', 'gap', 1),
  cell('region', 'q4', 0, 'region'),
  cell('region_none', 'none', 0, 'region'),
  column('total', 'q4', 'sum'),
  column('total_q3', 'q3', 'sum'),
  column('total_cut', 'cut', 'sum'),
  column('total_gap', 'gap', 'sum'),
  column('total_none', 'none', 'sum'),
  ...(['avg', 'min', 'max', 'median', 'count'] as const).map((calc) => column(calc, 'q4', calc)),
  column('regions', 'q4', 'count', 'region'),
  derived('growth', 'pct_change', 'q3_emea', 'q4_emea'),
  derived('gain', 'diff', 'q3_emea', 'q4_emea'),
  derived('way', 'direction', 'q3_emea', 'q4_emea'),
  derived('amer_growth', 'pct_change', 'amer_q3', 'amer'),
  derived('amer_way', 'direction', 'amer_q3', 'amer'),
  derived('share', 'share', 'total', 'q4_emea'),
  derived('against_live', 'ratio', 'live_emea', 'q4_emea'),
  derived('rise', 'pct_change', 'wide_before_emea', 'wide_emea'),
  derived('fall', 'pct_change', 'wide_emea', 'wide_before_emea'),
  derived('of_zero', 'ratio', 'zero_emea', 'q4_emea'),
  derived('shares_differ', 'diff', 'share_q3', 'share'),
  derived('share_q3', 'share', 'total_q3', 'q3_emea'),
  best('leader', 'q4', 'argmax'),
  best('leader_apart', 'apart', 'argmax'),
  best('last', 'q4', 'argmin'),
];

const ask = (text: string, locale = 'en-US') =>
  ground({ text, figures }, sampleEvidence({ results, locale }));

describe('an estimate is written with how far it may be off', () => {
  const table: readonly (readonly [name: string, display: string, low: string, high: string])[] = [
    ['q4_emea', 'about $412K ± 3%', '400000.10', '424600.10'],
    ['total', 'about $1.11M ± 2.9%', '1080000.10', '1143135.68'],
    ['growth', 'about 37.4% ± 8.5 pp', '0.29449870550161812297', '0.45910687285223367698'],
    ['gain', 'about $112K ± $22K', '91000.10', '133600.10'],
    ['amer_growth', 'about -2.9% ± 4.5 pp', '-0.07142857142857142858', '0.01500000000000000000'],
    ['against_live', 'about 103.1% ± 3.1 pp', '1.00000025', '1.06150025'],
    ['zero_emea', 'about $10 ± $15', '-5.00', '25.00'],
  ];
  for (const [name, display, low, high] of table) {
    it(`${name}: ${display}`, () => {
      const { text, findings, figures: filled } = ask(`It is {{${name}}}.`);
      assert.deepEqual(findings, []);
      assert.equal(text, `It is ${display}.`);
      assert.equal(filled[0]?.rung, 'sample');
      const { interval } = filled[0];
      const near = (a = '', b = '') => Math.abs(Number(a) - Number(b)) < 1e-15;
      assert.ok(near(interval?.low, low) && near(interval?.high, high), JSON.stringify(interval));
    });
  }

  it('by its two ends where they are not as far away', () => {
    assert.equal(ask('It rose {{rise}}.').text, 'It rose about 16.7% (0.3% – 35.9%).');
    assert.equal(ask('It fell {{fall}}.').text, 'It fell about 14.3% (0.3% – 26.4%).');
    assert.equal(
      ask('It changed by {{fall}}.').text,
      'It changed by about -14.3% (-26.4% – -0.3%).',
    );
  });

  it('without digits far below its error', () => {
    assert.equal(ask('{{units_emea}}').text, 'About 52,000 ± 20%');
  });

  it('in the words of the locale', () => {
    assert.equal(ask('{{total}}', 'de-DE').text, 'Etwa 1,11\u00a0Mio.\u00a0$ ± 2,9\u00a0%');
    assert.equal(ask('売上は {{total}} です', 'ja-JP').text, '売上は 約$111.2万 ± 2.9% です');
  });

  it('says "about" once', () => {
    assert.equal(ask('Roughly {{total}}.').text, 'Roughly $1.11M ± 2.9%.');
    assert.equal(ask('{{total}} came in.').text, 'About $1.11M ± 2.9% came in.');
  });

  it('is exact where the sample was the whole', () => {
    const { text, figures: filled } = ask('It is {{whole_emea}}.');
    assert.equal(text, 'It is $10.');
    assert.deepEqual(filled[0]?.interval, { low: '10.00', high: '10.00' });
  });

  it('a figure that is no estimate has no interval', () => {
    assert.equal(ask('It is {{live_emea}}.').figures[0]?.interval, null);
  });

  it('a result with intervals is a sample, whatever rung it claims', () => {
    assert.equal(ask('It is {{elsewhere_emea}}.').figures[0]?.rung, 'sample');
  });
});

describe('over a sample, what has no interval is not shown', () => {
  for (const [name, code] of [
    ['gap_latam', 'sample_without_interval'],
    ['none_emea', 'only_a_look'],
    ['region_none', 'only_a_look'],
    ['total_none', 'only_a_look'],
    ['lost_emea', 'sample_without_interval'],
    ['total_gap', 'sample_without_interval'],
    ['total_cut', 'incomplete_result'],
    ['avg', 'sample_without_interval'],
    ['min', 'sample_without_interval'],
    ['max', 'sample_without_interval'],
    ['median', 'sample_without_interval'],
    ['count', 'sample_without_interval'],
    ['regions', 'sample_without_interval'],
    ['of_zero', 'division_by_zero'],
    ['leader', 'extreme_uncertain'],
    ['amer_way', 'direction_uncertain'],
  ] as const) {
    it(`${name}: ${code}`, () => {
      const { text, findings } = ask(`It is {{${name}}}.`);
      assert.deepEqual([text, findings.map((finding) => finding.code)], ['', [code]]);
    });
  }

  it('what the intervals leave no doubt about is', () => {
    assert.equal(ask('{{region}}').text, 'EMEA');
    assert.equal(ask('{{leader_apart}}').text, 'EMEA');
    assert.equal(ask('{{last}}').text, 'APAC');
    assert.equal(ask('It went {{way}}.').text, 'It went up.');
  });

  it('a word of direction needs an interval on one side of zero', () => {
    assert.equal(ask('EMEA rose {{growth}}.').text, 'EMEA rose about 37.4% ± 8.5 pp.');
    assert.deepEqual(
      ask('AMER fell {{amer_growth}}.').findings.map(({ code }) => code),
      ['direction_uncertain'],
    );
    assert.equal(
      ask('AMER verlor {{amer_growth}} und war niedriger.', 'de-DE').text,
      'AMER verlor etwa -2,9\u00a0% ± 4,5 Prozentpunkte und war niedriger.',
    );
  });
});

const decimal = fc
  .tuple(fc.bigInt({ min: -10_000n, max: 10_000n }), fc.integer({ min: 0, max: 3 }))
  .map(([digits, scale]) => ({ digits, scale }));
/** Two ends in order and a value between them. */
const interval = fc
  .tuple(decimal, decimal, fc.integer({ min: 0, max: 100 }))
  .map(([a, b, percent]) => {
    const [low, high] = compare(a, b) <= 0 ? [a, b] : [b, a];
    const part = multiply(subtract(high, low), { digits: BigInt(percent), scale: 2 });
    return { low, high, truth: add(low, part) };
  });

test('whatever the truth in two intervals is, their sum, difference and quotient hold its', () => {
  fc.assert(
    fc.property(interval, interval, (a, b) => {
      const holds = (within: Interval, value: Decimal) => {
        assert.ok(compare(within.low, value) <= 0, `${toText(within.low)} > ${toText(value)}`);
        assert.ok(compare(value, within.high) <= 0, `${toText(value)} > ${toText(within.high)}`);
      };
      const difference = subtract(a.truth, b.truth);
      holds(subtractIntervals(a, b), difference);
      holds(addIntervals(a, b), add(a.truth, b.truth));
      const quotients = divideIntervals(a, b, 20);
      if (quotients !== undefined) holds(quotients, divide(a.truth, b.truth, 20));
      const sign = signOfInterval(subtractIntervals(a, b));
      if (sign !== null) assert.equal(Math.sign(compare(difference, fromInteger(0))), sign);
    }),
  );
});

test('the error that is shown is never less than the interval has', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.double({ min: 0, max: 0.9 }), (n, w) => {
      const half = Math.round(n * w * 100) / 100;
      const [low, high] = [(n - half).toFixed(2), (n + half).toFixed(2)];
      const one = sampled([['EMEA', n.toFixed(2), low, high]], {
        measure: { ...measure, unit: '' },
      });
      const evidence = sampleEvidence({ results: new Map([['q4', one]]) });
      const { text } = ground({ text: '{{q4_emea}}', figures }, evidence);
      const [, percent] = /± ([\d.]+)%$/.exec(text) ?? [];
      if (percent === undefined) assert.equal(low, high, text);
      else assert.ok(Number(percent) >= (100 * half) / n - 1e-6, `${text}: ${low} to ${high}`);
    }),
  );
});

test('no interval is read that is none', () => {
  const odd = sampled([['EMEA', '5', 'NaN', 'Infinity']]);
  const evidence = sampleEvidence({ results: new Map([['q4', odd]]) });
  const { findings } = ground({ text: '{{q4_emea}}', figures }, evidence);
  assert.equal(findings[0]?.code, 'sample_without_interval');
});
