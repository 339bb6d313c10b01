import type { Evidence, EvidenceResult } from '../../../src/domain/figures/evidence.js';
import type { FigureSpec } from '../../../src/domain/interpretation.js';
import type { Cell } from '../../../src/domain/result.js';

const revenue = {
  name: 'revenue',
  column: 'revenue',
  aggregation: 'sum',
  additive: true,
  unit: 'USD',
};
const q4 = { from: '2025-10-01', to: '2026-01-01' };
const q3 = { from: '2025-07-01', to: '2025-10-01' };

export function result(
  columns: readonly (readonly [name: string, type: string])[],
  rows: readonly (readonly Cell[])[],
  rest: Partial<EvidenceResult> = {},
): EvidenceResult {
  return {
    columns: columns.map(([name, type]) => ({ name, type })),
    rows,
    shown: rows,
    rowCount: rows.length,
    truncated: false,
    rung: 'live',
    ageSeconds: null,
    measure: null,
    limit: null,
    literals: [],
    period: null,
    ...rest,
  };
}

const regional = [
  ['region', 'text'],
  ['revenue', 'numeric'],
] as const;

/** Revenue by region for two quarters, a top 5, a monthly series, an average and a list of odd names. */
export function sampleEvidence(rest: Partial<Evidence> = {}): Evidence {
  return {
    question:
      'Show me revenue by region for Q4 2025, and how it compares with Q3. Is it over 5 million?',
    locale: 'en-US',
    timeZone: 'UTC',
    intent: 'Revenue by region for Q4 2025, against Q3',
    results: new Map([
      [
        'revenue',
        result(
          regional,
          [
            ['EMEA', '412300.10'],
            ['AMER', '398000.00'],
            ['APAC', '301267.79'],
            ['LATAM', '123000.00'],
          ],
          { measure: revenue, period: q4, literals: ['2025-10-01', '2026-01-01'] },
        ),
      ],
      [
        'q3',
        result(
          regional,
          [
            ['EMEA', '380000.00'],
            ['AMER', '410000.00'],
            ['APAC', '250000.00'],
            ['LATAM', '102000.00'],
          ],
          { measure: revenue, period: q3, literals: ['2025-07-01', '2025-10-01'] },
        ),
      ],
      [
        'top',
        result(
          [
            ['product', 'text'],
            ['revenue', 'numeric'],
            ['units', 'bigint'],
          ],
          [
            ['3M tape', '9000', '900'],
            ['iPhone 15', '8000', '10'],
            ['Q4', '7000', '70'],
            ['7-Eleven card', '6000', '60'],
            ['3M', '5000', '50'],
          ],
          { measure: revenue, limit: 5, period: q4, literals: ['2500', 'iPhone 15'] },
        ),
      ],
      [
        'monthly',
        result(
          [
            ['month', 'date'],
            ['orders', 'bigint'],
          ],
          [
            ['2025-10-01', '1200'],
            ['2025-11-01', '1350'],
            ['2025-12-01', '1500'],
          ],
          {
            measure: {
              name: 'orders',
              column: 'orders',
              aggregation: 'count',
              additive: true,
              unit: '',
            },
            period: q4,
          },
        ),
      ],
      [
        'rates',
        result(
          [
            ['region', 'text'],
            ['rate', 'numeric'],
            ['days', 'numeric'],
          ],
          [
            ['EMEA', '12.5', '3.4'],
            [null, '0', '2'],
          ],
          {
            measure: {
              name: 'return rate',
              column: 'rate',
              aggregation: 'avg',
              additive: false,
              unit: 'percent',
            },
          },
        ),
      ],
      [
        'cut',
        result(
          regional,
          [
            ['A', '1'],
            ['B', '2'],
            ['B', '3'],
          ],
          { measure: revenue, truncated: true },
        ),
      ],
    ]),
    ...rest,
  };
}

export function figure(name: string, rest: Partial<FigureSpec>): FigureSpec {
  return {
    name,
    kind: 'cell',
    calc: 'none',
    step: '',
    column: '',
    row: -1,
    where: [],
    from: '',
    to: '',
    ...rest,
  };
}

const column = (name: string, step: string, calc: FigureSpec['calc'], of = 'revenue') =>
  figure(name, { kind: 'column', calc, step, column: of });
const derived = (name: string, calc: FigureSpec['calc'], from: string, to: string) =>
  figure(name, { kind: 'derived', calc, from, to });

/** Figures over the sample evidence; a text names those it needs. */
export const figures: readonly FigureSpec[] = [
  column('total', 'revenue', 'sum'),
  column('q3_total', 'q3', 'sum'),
  column('average', 'revenue', 'avg'),
  column('regions', 'revenue', 'count', 'region'),
  column('orders', 'monthly', 'sum', 'orders'),
  column('peak', 'monthly', 'max', 'orders'),
  figure('best', {
    calc: 'argmax',
    step: 'revenue',
    column: 'region',
    where: [{ column: 'revenue', equals: '' }],
  }),
  figure('worst', {
    calc: 'argmin',
    step: 'revenue',
    column: 'region',
    where: [{ column: 'revenue', equals: '' }],
  }),
  figure('best_revenue', {
    step: 'revenue',
    column: 'revenue',
    where: [{ column: 'region', equals: 'EMEA' }],
  }),
  figure('amer', { step: 'revenue', column: 'revenue', row: 1 }),
  figure('amer_q3', { step: 'q3', column: 'revenue', row: 1 }),
  figure('rate', { step: 'rates', column: 'rate', row: 0 }),
  figure('no_rate', { step: 'rates', column: 'rate', row: 1 }),
  figure('first_month', { step: 'monthly', column: 'month', row: 0 }),
  figure('october', { step: 'monthly', column: 'orders', row: 0 }),
  figure('top_product', { step: 'top', column: 'product', row: 0 }),
  figure('top_revenue', { step: 'top', column: 'revenue', row: 0 }),
  derived('growth', 'pct_change', 'q3_total', 'total'),
  derived('gain', 'diff', 'q3_total', 'total'),
  derived('way', 'direction', 'q3_total', 'total'),
  derived('amer_change', 'pct_change', 'amer_q3', 'amer'),
  derived('amer_loss', 'diff', 'amer_q3', 'amer'),
  derived('share', 'share', 'total', 'best_revenue'),
  derived('times', 'ratio', 'top_revenue', 'total'),
  derived('per_order', 'ratio', 'orders', 'total'),
  derived('against_target', 'ratio', 'target', 'total'),
  figure('target', { kind: 'question', from: '5 million' }),
];
