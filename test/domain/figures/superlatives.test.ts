import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groundText } from '../../../bench/truth/texts/ground-text.js';
import {
  best,
  cell,
  row,
  sumOf,
  worst,
  type DataSet,
  type StepData,
} from '../../../bench/truth/texts/data-set.js';
import { months, products, regions, targets, years } from '../../../bench/truth/texts/sales.js';
import {
  accounts,
  bigOrders,
  delivery,
  estimates,
  returnRates,
  signups,
  tickets,
} from '../../../bench/truth/texts/service.js';
import { isExtremeChange } from '../../../src/domain/figures/extreme-changes.js';
import { result } from './support.js';

const namedRegions: DataSet = {
  ...regions,
  figures: { ...regions.figures, latam_name: cell('q4', 'region', { region: 'LATAM' }) },
};
const namedEstimates: DataSet = {
  ...estimates,
  figures: { ...estimates.figures, latam_name: row('sampled', 'region', 1) },
};

/** Written before the rule for names was: what an analyst says with "best" and "most", and means. */
const honest: readonly (readonly [data: DataSet, texts: readonly string[]])[] = [
  [
    regions,
    [
      '{{best}} was the best region, with {{best_rev}}.',
      'The strongest region was {{best}}.',
      'Revenue was highest in {{best}} ({{best_rev}}), ahead of EMEA with {{emea}}.',
      '{{best}} ({{best_rev}}) had the highest revenue of all regions.',
      'Sales were led by {{best}}, followed by EMEA.',
      'EMEA was not the strongest region: {{best}} was.',
      'EMEA is the second-largest region, behind {{best}}.',
      'North America was the strongest region.',
      'LATAM was the weakest of the named regions.',
      'Most of the revenue came from North America and EMEA.',
      'Most regions grew: EMEA by {{emea_growth}}, APAC by {{apac_growth}}.',
      'The most recent quarter brought {{total}}.',
      'North America and EMEA are the largest regions.',
      'At best, revenue is known for named regions only: {{no_region}} has none.',
      'The region with the highest revenue:\n\n- {{best}}: {{best_rev}}',
      'EMEA and {{best}} are two of the strongest regions.',
      'By revenue, the top region is {{best}}; the smallest is the one without a name, at {{no_region}}.',
      'APAC grew the most, by {{apac_growth}}.',
      'The highest revenue, {{best_rev}}, came from {{best}}.',
      'The largest regions are shown first.',
      'EMEA trails the leading region, {{best}}, by {{gap}}.',
    ],
  ],
  [
    months,
    [
      'The best month was {{best_month}} and the weakest {{worst_month}}.',
      'Revenue peaked in {{best_month}} at {{best_rev}}, and was lowest in {{worst_month}}.',
      '{{best_month}} was the strongest month, {{worst_month}} the weakest.',
      'The year had its lowest month in {{worst_month}} and its best in {{best_month}}.',
    ],
  ],
  [
    products,
    [
      'The best-selling product is {{first}}, ahead of {{second}}.',
      'The top product was {{first}}.',
      'Of the top 5, {{fifth}} had the lowest revenue.',
      'Our best products of 2025 are {{first}} and {{second}}.',
    ],
  ],
  [
    returnRates,
    [
      '{{highest}} has the highest return rate and {{lowest}} the lowest.',
      'Return rates are highest in {{highest}}, at {{highest_rate}}.',
      'The best return rate is that of {{lowest}}, the worst that of {{highest}}.',
    ],
  ],
  [
    delivery,
    [
      '{{fastest}} is the fastest channel and {{slowest}} the slowest.',
      'The most late deliveries came from the marketplace, {{late_marketplace}}.',
    ],
  ],
  [tickets, ['{{slow}} is the slowest team, at {{tier2}}.']],
  [signups, ['The best day was {{peak_day}} with {{peak}}, the slowest {{low_day}} with {{low}}.']],
  [bigOrders, ['The largest order came from {{who}}.']],
  [
    namedRegions,
    [
      'Among the regions, {{best}} stands out with the highest revenue, {{best_rev}}.',
      'The biggest contributor was {{best}}, accounting for {{na_share}} of the total.',
      '{{best}} remained the largest market in Q4 2025, while {{latam_name}} was the smallest of the named ones.',
      'The leading region, {{best}}, made {{best_rev}}.',
      'North America was once again the top performer with {{na}}.',
      'Revenue in EMEA ({{emea}}) was not enough to overtake {{best}}, the strongest region.',
      'EMEA came in second at {{emea}}, after the strongest region, {{best}}.',
      'Only {{latam_name}} fell short of its Q3 level; the best performer was {{best}}.',
      'All figures are in US dollars; the largest share belongs to {{best}} at {{na_share}}.',
      'To find the best region, revenue was summed in US dollars. It is {{best}}.',
      'Orders without a region contributed the least, {{no_region}}.',
      'EMEA and APAC grew, with APAC growing the fastest at {{apac_growth}}.',
      'At least four regions have revenue, and {{best}} leads.',
      'The gap between {{best}} and the next largest region, EMEA, is {{gap}}.',
      'APAC posted the strongest growth, {{apac_growth}}.',
      'The largest increase was in APAC, at {{apac_growth}}.',
      'The only decline, and so the weakest result, was in LATAM with {{latam_change}}.',
    ],
  ],
  [
    months,
    [
      'Revenue was lowest in {{worst_month}}, then recovered and reached its peak in {{best_month}} ({{best_rev}}).',
      'The best month, {{best_month}}, made {{dec_change}} more than the one before.',
      'Sales were highest at the end of the year, in {{best_month}}.',
      'December was the best month of 2025 with {{best_rev}}.',
      'January was not the weakest month: that was {{worst_month}}.',
    ],
  ],
  [
    products,
    [
      'The best seller was {{first}} with {{first_rev}}, and the fifth was {{fifth}}.',
      '{{first}} tops the list; {{second}} follows.',
      'Here are the top products of 2025, led by {{first}}.',
      '{{first}} was the top-selling product.',
      'A4 Paper 500 sold the most units of the top 5, {{paper_units}}.',
    ],
  ],
  [
    accounts,
    [
      '{{busiest}} placed the most orders, {{busiest_orders}}.',
      '{{top}} is the largest account with {{top_rev}}, and {{last}} the smallest.',
      'The most orders came from {{busiest}}; the most revenue from {{top}}.',
    ],
  ],
  [
    namedEstimates,
    [
      'By the estimates, {{latam_name}} has the lowest revenue.',
      'LATAM is the smallest at about {{latam}}.',
    ],
  ],
  [
    years,
    [
      '{{peak}} was the year with the most orders so far.',
      'Orders were highest in {{peak}}, at {{y2025}}.',
    ],
  ],
  [signups, ['The best day was {{peak_day}} with {{peak}}, the slowest {{low_day}} with {{low}}.']],
  [
    targets,
    ['North America was the strongest region with {{na}}, against a target of {{na_target}}.'],
  ],
  [bigOrders, ['The largest order came from {{who}}.']],
  [
    returnRates,
    [
      '{{highest}} is the category with the worst return rate.',
      'Office has the best return rate, {{office}}.',
    ],
  ],
];

const question = 'How do they compare?';

for (const [data, texts] of honest) {
  for (const text of texts) {
    test(`an honest superlative passes: ${text}`, () => {
      assert.deepEqual(groundText({ data, question, locale: 'en-US' }, text).findings, []);
    });
  }
}

/** Only the declared order says what the one row is the first of. */
const first = (order: string): DataSet => ({
  steps: {
    one: {
      sql: `select region from region_totals order by ${order} limit 1`,
      measure: { ...sumOf('revenue', 'USD'), column: '' },
      period: ['2025-01-01', '2026-01-01'],
      order,
      columns: { region: 'text' },
      rows: [['EMEA']],
    },
  },
  figures: { who: row('one', 'region', 0) },
});

for (const [order, text, passes] of [
  ['revenue desc', 'The region with the highest revenue was {{who}}.', true],
  ['revenue desc', '{{who}} was the strongest region.', true],
  ['revenue desc', 'The region with the lowest revenue was {{who}}.', false],
  ['revenue', 'The region with the lowest revenue was {{who}}.', true],
  ['revenue asc', '{{who}} had the highest revenue.', false],
] as const) {
  test(`one row in the order "${order}" ${passes ? 'supports' : 'does not support'}: ${text}`, () => {
    const { findings } = groundText({ data: first(order), question, locale: 'en-US' }, text);
    assert.deepEqual(
      findings.map(({ code }) => code),
      passes ? [] : ['superlative_unsupported'],
    );
  });
}

test('one row behind a LIMIT is the greatest or the least of a column only as its order says', () => {
  const one: StepData = {
    sql: 'select region, revenue from region_totals order by revenue desc limit 1',
    measure: sumOf('revenue', 'USD'),
    period: ['2025-01-01', '2026-01-01'],
    order: 'revenue desc',
    columns: { region: 'text', revenue: 'numeric' },
    rows: [['EMEA', '5']],
  };
  const withRevenue = {
    steps: { one },
    figures: { best: best('one', 'region', 'revenue'), worst: worst('one', 'region', 'revenue') },
  };
  const codesOf = (text: string) =>
    groundText({ data: withRevenue, question, locale: 'en-US' }, text).findings.map(
      ({ code }) => code,
    );
  assert.deepEqual(codesOf('The best region was {{best}}.'), []);
  assert.deepEqual(codesOf('The worst region was {{worst}}.'), ['incomplete_result']);
});

for (const [text, passes] of [
  ['No region sold more than North America, with {{best_rev}}.', true],
  ['Nobody sold more than EMEA ({{emea}}).', false],
  ['None of the regions made more revenue than {{best}}.', true],
  ['None of the regions made more revenue than {{latam_name}}.', false],
  ['No named region had lower revenue than LATAM.', true],
  ['No other region had lower revenue than {{best}}, {{best_rev}}.', false],
  ['No region sold more than in the quarter before except APAC.', true],
  ['EMEA sold no more than {{emea}}.', true],
] as const) {
  test(`"no … more than" ${passes ? 'passes' : 'is refused'}: ${text}`, () => {
    const { findings } = groundText({ data: namedRegions, question, locale: 'en-US' }, text);
    assert.deepEqual(
      findings.map(({ code }) => code),
      passes ? [] : ['superlative_unsupported'],
    );
  });
}

test('the change of a row is the greatest of those that have a name, whatever became of the rest', () => {
  const columns = [
    ['region', 'text'],
    ['revenue', 'numeric'],
  ] as const;
  const quarter = (emea: string, latam: string, unknown: string) =>
    result(columns, [
      ['EMEA', emea],
      ['LATAM', latam],
      ['(unknown)', unknown],
    ]);
  const results = new Map([
    ['q2', quarter('100', '100', '10')],
    ['q3', quarter('103', '107', '15')],
  ]);
  const isGreatest = (row: number) => {
    const from = ['q2', 'q3'].map((step) => ({ step, column: 'revenue', row }));
    return isExtremeChange({ from }, 'pct_change', 'highest', { results });
  };
  assert.deepEqual([0, 1, 2].map(isGreatest), [false, true, true]);
});
