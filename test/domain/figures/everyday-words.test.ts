import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  cell,
  column,
  countOf,
  derived,
  sumOf,
  worst,
  type DataSet,
} from '../../../bench/truth/texts/data-set.js';
import { groundText } from '../../../bench/truth/texts/ground-text.js';
import { months, regions, targets } from '../../../bench/truth/texts/sales.js';
import { accounts, delivery } from '../../../bench/truth/texts/service.js';

// Everyday sentences that look like a lie of the third search, each beside a lie that looks like them.

const trade: DataSet = {
  steps: {
    trade: {
      sql: `select count(*) as orders, count(distinct customer_id) as customers from orders
            where ordered_at >= '2025-10-01' and ordered_at < '2026-01-01'`,
      measure: countOf('orders', 'orders'),
      period: ['2025-10-01', '2026-01-01'],
      columns: { orders: 'bigint', customers: 'bigint' },
      rows: [['2431', '904']],
    },
  },
  figures: {
    orders: { ...cell('trade', 'orders', {}), row: 0 },
    customers: { ...cell('trade', 'customers', {}), row: 0 },
  },
};

const lastQuarters: DataSet = {
  steps: {
    quarters: {
      sql: `select date_trunc('quarter', ordered_at)::date as quarter, sum(net_amount) as revenue from orders
            where ordered_at >= '2024-01-01' and ordered_at < '2026-01-01' group by 1 order by 1`,
      measure: sumOf('revenue', 'USD'),
      period: ['2024-01-01', '2026-01-01'],
      grain: 'quarter',
      dimensions: ['quarter'],
      columns: { quarter: 'date', revenue: 'numeric' },
      rows: [
        ['2024-10-01', '4100000'],
        ['2025-07-01', '3900000'],
        ['2025-10-01', '4700000'],
      ],
    },
  },
  figures: {
    a: cell('quarters', 'revenue', { quarter: '2024-10-01' }),
    third: cell('quarters', 'revenue', { quarter: '2025-07-01' }),
    b: cell('quarters', 'revenue', { quarter: '2025-10-01' }),
  },
};

/** One row for each region, with the measure first and what stands beside it. */
function besideTarget(
  measure: ReturnType<typeof sumOf>,
  columns: readonly string[],
  rows: DataSet['steps'][string]['rows'],
): DataSet {
  const numbers = columns.map((name) => [name, 'numeric'] as const);
  return {
    steps: {
      attainment: {
        sql: `select region, ${columns.join(', ')} from region_quarters where quarter = '2025-10-01'`,
        measure,
        period: ['2025-10-01', '2026-01-01'],
        dimensions: ['region'],
        columns: { region: 'text', ...Object.fromEntries(numbers) },
        rows,
      },
    },
    figures: {},
  };
}

const attainment = besideTarget(
  sumOf('revenue', 'USD'),
  ['revenue', 'target_attainment'],
  [
    ['EMEA', '1836411.60', '1.02'],
    ['LATAM', '390830.00', '0.93'],
  ],
);
const targetAndAttainment = besideTarget(
  sumOf('revenue', 'USD'),
  ['revenue', 'target', 'pct_of_target'],
  [
    ['EMEA', '1836411.60', '1800000', '1.02'],
    ['LATAM', '390830.00', '420000', '0.93'],
  ],
);
const minutes = besideTarget(
  { ...sumOf('resolution_minutes', 'minutes'), aggregation: 'avg', additive: false },
  ['resolution_minutes', 'target_minutes'],
  [['EMEA', '20', '30']],
);
const churn = besideTarget(
  { ...sumOf('churned', 'customers'), aggregation: 'count' },
  ['churned', 'target'],
  [['EMEA', '20', '30']],
);

const swings: DataSet = {
  steps: months.steps,
  figures: {
    ...months.figures,
    low: cell('monthly', 'revenue', { month: '2025-08-01' }),
    high: cell('monthly', 'revenue', { month: '2025-03-01' }),
    sep: cell('monthly', 'revenue', { month: '2025-09-01' }),
    sep_growth: derived('pct_change', 'aug', 'sep'),
    oct: cell('monthly', 'revenue', { month: '2025-10-01' }),
  },
};

const growing: DataSet = {
  steps: regions.steps,
  figures: {
    ...regions.figures,
    na_q3: cell('q3', 'revenue', { region: 'North America' }),
    na_growth: derived('pct_change', 'na_q3', 'na'),
  },
};

const spending: DataSet = {
  steps: accounts.steps,
  figures: {
    ...accounts.figures,
    lead: derived('diff', 'eleven_rev', 'top_rev'),
  },
};

const changes: DataSet = {
  steps: {
    changes: {
      sql: `select category, revenue as q3, before as q2, round(100 * (revenue / before - 1), 1) as change_percent
            from category_quarters where quarter = '2025-07-01'`,
      measure: { ...sumOf('revenue', 'USD'), column: 'q3' },
      period: ['2025-04-01', '2025-10-01'],
      dimensions: ['category'],
      columns: { category: 'text', q3: 'numeric', q2: 'numeric', change_percent: 'numeric' },
      rows: [
        ['Audio', '520.00', '400.00', '30.0'],
        ['Garden', '343.00', '350.00', '-2.0'],
        ['Toys', '210.00', '200.00', '5.0'],
      ],
    },
  },
  figures: {
    audio: cell('changes', 'change_percent', { category: 'Audio' }),
    garden: cell('changes', 'change_percent', { category: 'Garden' }),
    toys: cell('changes', 'change_percent', { category: 'Toys' }),
    audio_now: cell('changes', 'q3', { category: 'Audio' }),
    audio_before: cell('changes', 'q2', { category: 'Audio' }),
    audio_more: derived('diff', 'audio_before', 'audio_now'),
    mixed: derived('diff', 'audio', 'audio_now'),
    worst: worst('changes', 'category', 'change_percent'),
    least: column('min', 'changes', 'change_percent'),
  },
};

const overTargets: DataSet = {
  steps: targets.steps,
  figures: {
    ...targets.figures,
    emea_miss: derived('diff', 'emea_target', 'emea'),
    apac_over: derived('diff', 'apac_target', 'apac'),
    apac_under: derived('diff', 'apac', 'apac_target'),
  },
};

const cumulative: DataSet = {
  steps: {
    monthly: {
      sql: `select month, revenue, sum(revenue) over (order by month) as running_total from month_revenue
            where month >= '2025-10-01' and month < '2026-01-01' order by month`,
      measure: sumOf('revenue', 'USD'),
      period: ['2025-10-01', '2026-01-01'],
      grain: 'month',
      dimensions: ['month'],
      columns: { month: 'date', revenue: 'numeric', running_total: 'numeric' },
      rows: [
        ['2025-10-01', '100.00', '100.00'],
        ['2025-11-01', '120.00', '220.00'],
        ['2025-12-01', '150.00', '370.00'],
      ],
    },
  },
  figures: {
    november: cell('monthly', 'revenue', { month: '2025-11-01' }),
    until_november: cell('monthly', 'running_total', { month: '2025-11-01' }),
    until_december: cell('monthly', 'running_total', { month: '2025-12-01' }),
  },
};

const cases: readonly {
  readonly what: string;
  readonly data: DataSet;
  readonly honest: readonly string[];
  readonly lies: Readonly<Record<string, string>>;
}[] = [
  {
    what: 'what is counted is named right behind the figure, not across a joining word',
    data: trade,
    honest: [
      'Orders reached {{orders}} and customers {{customers}}.',
      'Orders came to {{orders}} while customers numbered {{customers}}.',
      'We shipped {{orders}} from customers of every size.',
    ],
    lies: {
      '{{orders}} customers ordered.': 'wrong_unit',
      '{{orders}} loyal customers ordered.': 'wrong_unit',
    },
  },
  {
    what: 'what held steady is held against itself alone',
    data: regions,
    honest: [
      'APAC was flat at {{apac}} and LATAM fell from {{latam_q3}} to {{latam}}.',
      'Revenue was stable at {{total}}, against {{latam_q3}} in LATAM a quarter before.',
    ],
    lies: {
      'APAC was flat, at {{apac}} and {{apac_q3}}.': 'comparison_contradicts',
      'LATAM held steady at {{latam}} against {{latam_q3}}.': 'comparison_contradicts',
    },
  },
  {
    what: 'a part of the year that is said once is said of each year',
    data: lastQuarters,
    honest: [
      'Fourth-quarter revenue was {{a}} in 2024 and {{b}} in 2025.',
      'Holiday revenue was {{a}} in 2024, and {{b}} in 2025.',
    ],
    lies: {
      'Revenue was {{a}} in 2024 and {{b}} in 2025.': 'other_period',
      'Q3 2025 revenue was {{third}} and 2025 revenue {{b}}.': 'other_period',
    },
  },
  {
    what: 'a length of time is no comparison',
    data: swings,
    honest: [
      'Deliveries that took longer than a week rose {{sep_growth}} from August to September.',
      'December was up {{dec_change}} on November, the largest step over the year.',
      'December was up {{dec_change}} on November, from the week of the launch to the holidays.',
    ],
    lies: {
      'Revenue rose {{dec_change}} on the year.': 'other_period',
      'Revenue rose {{dec_change}} over the previous year.': 'other_period',
      'Revenue rose {{dec_change}} from a year ago.': 'other_period',
      'Revenue was {{dec_change}} higher than a year earlier.': 'other_period',
    },
  },
  {
    what: 'how far a target was reached is no target',
    data: attainment,
    honest: ['LATAM missed its target.', 'EMEA beat its target.'],
    lies: {},
  },
  {
    what: 'a target is one beside how far it was reached, too',
    data: targetAndAttainment,
    honest: ['LATAM missed its target.', 'EMEA beat its target.'],
    lies: { 'LATAM beat its target.': 'comparison_contradicts' },
  },
  {
    what: 'fewer minutes are better',
    data: minutes,
    honest: ['EMEA beat its target.'],
    lies: {},
  },
  {
    what: 'less churn is better',
    data: churn,
    honest: ['EMEA beat its target.'],
    lies: {},
  },
  {
    what: 'what falls short is less than its target, whichever the difference was taken from',
    data: overTargets,
    honest: [
      'EMEA fell short by {{emea_short}}.',
      'EMEA fell short of its target by {{emea_miss}}.',
      'EMEA falls {{emea_short}} short of its target.',
    ],
    lies: {
      'APAC fell short by {{apac_over}}.': 'direction_contradicts',
      'APAC fell short by {{apac_under}}.': 'direction_contradicts',
    },
  },
  {
    what: 'a row of a running total is a total',
    data: cumulative,
    honest: [
      'The running total reached {{until_december}} by the end of the year.',
      'Cumulative total revenue stood at {{until_november}} after the first two.',
    ],
    lies: {
      'Total revenue was {{until_november}}.': 'part_as_total',
      'The running total was {{november}}.': 'part_as_total',
    },
  },
  {
    what: 'a difference from the greatest is one of its row, too',
    data: spending,
    honest: [
      '3M ({{top_rev}}) spent {{lead}} more than 7-Eleven ({{eleven_rev}}).',
      '3M is {{lead}} ahead of 7-Eleven.',
      '3M spent {{lead}} more than the runner-up.',
    ],
    lies: {
      'H&M spent {{lead}} more.': 'other_row',
    },
  },
  {
    what: 'a ratio to the greatest is one of its row, too',
    data: delivery,
    honest: [
      'Marketplace deliveries took {{slowest_days}}, {{times}} as long as by web ({{web}}).',
    ],
    lies: { 'Partner deliveries took {{times}} as long.': 'other_row' },
  },
  {
    what: 'growth may be the strongest of all changes',
    data: growing,
    honest: [
      'Growth was strongest in APAC ({{apac_growth}}), followed by North America ({{na_growth}}).',
      'The growth rate was by far the highest in APAC, at {{apac_growth}}.',
    ],
    lies: {
      'Growth was strongest in EMEA ({{emea_growth}}).': 'superlative_unsupported',
      'Growth was highest in North America, at {{na_growth}}.': 'superlative_unsupported',
    },
  },
  {
    what: 'the largest decline is the least of the changes',
    data: changes,
    honest: [
      'Garden saw the largest decline, at {{garden}}.',
      '{{worst}} had the biggest drop, {{least}}.',
      'Audio had the biggest increase ({{audio}}); Garden had the biggest decrease ({{garden}}).',
    ],
    lies: {
      'Audio saw the largest decline, at {{audio}}.': 'superlative_unsupported',
      'Garden had the biggest increase, {{garden}}.': 'superlative_unsupported',
      'Toys had the largest decline, {{toys}}.': 'superlative_unsupported',
    },
  },
  {
    what: 'columns of two periods have one unit',
    data: changes,
    honest: ['Audio rose by {{audio_more}} to {{audio_now}}.'],
    lies: { 'Audio rose by {{mixed}}.': 'unit_mismatch' },
  },
  {
    what: 'what comes behind the first has a rank of its own',
    data: regions,
    honest: ['North America ranks first, EMEA ({{emea}}) second and APAC ({{apac}}) third.'],
    lies: {
      'EMEA ranks first ({{emea}}).': 'superlative_unsupported',
      'North America ranks first, APAC ({{apac}}) second.': 'superlative_unsupported',
    },
  },
  {
    what: 'how a list is sorted is no superlative',
    data: regions,
    honest: [
      'From highest to lowest: North America {{na}}, EMEA {{emea}}, APAC {{apac}}.',
      'By revenue (from smallest to largest): LATAM {{latam}}, APAC {{apac}}, EMEA {{emea}}.',
    ],
    lies: { 'From the highest, EMEA {{emea}}, to the lowest.': 'superlative_unsupported' },
  },
  {
    what: 'several rows may have the most together',
    data: swings,
    honest: [
      'November and December were the strongest months, with {{nov}} and {{dec}}.',
      'November and December were by far the strongest months, at {{nov}} and {{dec}}.',
      'The top two months were December ({{dec}}) and November ({{nov}}).',
    ],
    lies: {
      'October and December were the strongest months, with {{oct}} and {{dec}}.':
        'superlative_unsupported',
      'October and November were the strongest months, with {{oct}} and {{nov}}.':
        'superlative_unsupported',
      'The top twenty months made {{dec}}.': 'number_outside_figure',
      'The last two months made {{dec}}.': 'number_outside_figure',
    },
  },
  {
    what: 'a range has no order in time',
    data: swings,
    honest: [
      'Monthly revenue went up and down, ranging from {{low}} to {{high}}.',
      'Monthly revenue went up and down between months, from {{low}} to {{high}}.',
      'Monthly revenue moved a lot: it varied from {{low}} to {{high}}.',
    ],
    lies: {
      'Monthly revenue went from {{low}} to {{high}}.': 'other_period',
      'Monthly revenue rose from {{low}} to {{high}}.': 'other_period',
      'Monthly revenue fluctuated and rose from {{low}} to {{high}}.': 'other_period',
    },
  },
];

for (const { what, data, honest, lies } of cases) {
  describe(what, () => {
    const set = { data, question: 'How did it go from 2024 to 2025?', locale: 'en-US' };
    for (const text of honest) {
      it(`passes: ${text}`, () => assert.deepEqual(groundText(set, text).findings, []));
    }
    for (const [text, code] of Object.entries(lies)) {
      it(`refuses: ${text}`, () => {
        const codes = groundText(set, text).findings.map((finding) => finding.code);
        assert.ok(codes.includes(code), codes.join(', '));
      });
    }
  });
}
