import {
  best,
  cell,
  column,
  countOf,
  derived,
  row,
  sumOf,
  typed,
  worst,
  type DataSet,
} from './data-set.js';

const byRegion = (from: string, to: string) =>
  `select r.name as region, round(sum(i.net_amount * fx.usd_per_unit), 2) as revenue
   from order_items i join orders o using (order_id)
   join exchange_rates fx on fx.currency = o.currency and fx.month = date_trunc('month', o.ordered_at)::date
   left join regions r using (region_id)
   where o.status <> 'cancelled' and o.ordered_at >= '${from}' and o.ordered_at < '${to}'
   group by r.name`;

/** Two quarters of the sample warehouse, a group without a name among them. */
export const regions: DataSet = {
  steps: {
    q4: {
      sql: byRegion('2025-10-01', '2026-01-01'),
      measure: sumOf('revenue', 'USD'),
      period: ['2025-10-01', '2026-01-01'],
      dimensions: ['region'],
      columns: { region: 'text', revenue: 'numeric' },
      rows: [
        ['APAC', '1073511.17'],
        ['EMEA', '1836411.60'],
        ['LATAM', '390827.47'],
        ['North America', '2186548.99'],
        [null, '132299.58'],
      ],
    },
    q3: {
      sql: byRegion('2025-07-01', '2025-10-01'),
      measure: sumOf('revenue', 'USD'),
      period: ['2025-07-01', '2025-10-01'],
      dimensions: ['region'],
      columns: { region: 'text', revenue: 'numeric' },
      rows: [
        ['APAC', '569541.64'],
        ['EMEA', '1364714.12'],
        ['LATAM', '445744.57'],
        ['North America', '1561352.77'],
        [null, '78422.24'],
      ],
    },
  },
  figures: {
    total: column('sum', 'q4', 'revenue'),
    q3_total: column('sum', 'q3', 'revenue'),
    growth: derived('pct_change', 'q3_total', 'total'),
    growth_dir: derived('direction', 'q3_total', 'total'),
    increase: derived('diff', 'q3_total', 'total'),
    best: best('q4', 'region', 'revenue'),
    best_rev: column('max', 'q4', 'revenue'),
    na: cell('q4', 'revenue', { region: 'North America' }),
    na_share: derived('share', 'total', 'na'),
    emea: cell('q4', 'revenue', { region: 'EMEA' }),
    emea_q3: cell('q3', 'revenue', { region: 'EMEA' }),
    emea_share: derived('share', 'total', 'emea'),
    emea_growth: derived('pct_change', 'emea_q3', 'emea'),
    apac: cell('q4', 'revenue', { region: 'APAC' }),
    apac_q3: cell('q3', 'revenue', { region: 'APAC' }),
    apac_growth: derived('pct_change', 'apac_q3', 'apac'),
    latam: cell('q4', 'revenue', { region: 'LATAM' }),
    latam_q3: cell('q3', 'revenue', { region: 'LATAM' }),
    latam_change: derived('pct_change', 'latam_q3', 'latam'),
    latam_dir: derived('direction', 'latam_q3', 'latam'),
    latam_drop: derived('diff', 'latam_q3', 'latam'),
    na_to_latam: derived('ratio', 'latam', 'na'),
    no_region: cell('q4', 'revenue', { region: '' }),
    gap: derived('diff', 'emea', 'na'),
    mid: column('median', 'q4', 'revenue'),
  },
};

/** A top 5 with names that hold digits. */
export const products: DataSet = {
  steps: {
    top: {
      sql: `select p.name as product, sum(i.net_amount) as revenue, sum(i.quantity) as units
            from order_items i join orders o using (order_id) join products p using (product_id)
            where o.ordered_at >= '2025-01-01' and o.ordered_at < '2026-01-01'
            group by p.name order by revenue desc limit 5`,
      measure: sumOf('revenue', 'USD'),
      period: ['2025-01-01', '2026-01-01'],
      dimensions: ['product'],
      limit: 5,
      columns: { product: 'text', revenue: 'numeric', units: 'bigint' },
      rows: [
        ['3M Scotch 810', '412300.10', '5120'],
        ['7-Eleven Gift Card', '398210.00', '7964'],
        ['Model Q4', '301999.50', '1204'],
        ['A4 Paper 500', '287450.25', '57490'],
        ['Windows 11 Pro', '250000.00', '1250'],
      ],
    },
  },
  figures: {
    first: row('top', 'product', 0),
    first_rev: row('top', 'revenue', 0),
    second: row('top', 'product', 1),
    second_rev: row('top', 'revenue', 1),
    third: row('top', 'product', 2),
    third_rev: row('top', 'revenue', 2),
    fourth: row('top', 'product', 3),
    fourth_rev: row('top', 'revenue', 3),
    fifth: row('top', 'product', 4),
    fifth_rev: row('top', 'revenue', 4),
    lead: derived('diff', 'second_rev', 'first_rev'),
    spread: derived('ratio', 'fifth_rev', 'first_rev'),
    most_units: best('top', 'product', 'units'),
    paper_units: cell('top', 'units', { product: 'A4 Paper 500' }),
    paper_rev: cell('top', 'revenue', { product: 'A4 Paper 500' }),
    first_units: row('top', 'units', 0),
  },
};

/** A year by month. */
export const months: DataSet = {
  steps: {
    monthly: {
      sql: `select date_trunc('month', ordered_at)::date as month, sum(net_amount) as revenue
            from orders join order_items using (order_id)
            where ordered_at >= '2025-01-01' and ordered_at < '2026-01-01' group by 1 order by 1`,
      measure: sumOf('revenue', 'USD'),
      period: ['2025-01-01', '2026-01-01'],
      grain: 'month',
      dimensions: ['month'],
      columns: { month: 'date', revenue: 'numeric' },
      rows: [
        ['2025-01-01', '812000.00'],
        ['2025-02-01', '768500.50'],
        ['2025-03-01', '905120.00'],
        ['2025-04-01', '931000.75'],
        ['2025-05-01', '958320.10'],
        ['2025-06-01', '1010250.00'],
        ['2025-07-01', '989400.00'],
        ['2025-08-01', '870150.20'],
        ['2025-09-01', '1045990.00'],
        ['2025-10-01', '1189300.00'],
        ['2025-11-01', '1622000.40'],
        ['2025-12-01', '1843250.15'],
      ],
    },
  },
  figures: {
    year_total: column('sum', 'monthly', 'revenue'),
    best_month: best('monthly', 'month', 'revenue'),
    best_rev: column('max', 'monthly', 'revenue'),
    worst_month: worst('monthly', 'month', 'revenue'),
    worst_rev: column('min', 'monthly', 'revenue'),
    average: column('avg', 'monthly', 'revenue'),
    middle: column('median', 'monthly', 'revenue'),
    months: column('count', 'monthly', 'revenue'),
    jan: cell('monthly', 'revenue', { month: '2025-01-01' }),
    jul: cell('monthly', 'revenue', { month: '2025-07-01' }),
    aug: cell('monthly', 'revenue', { month: '2025-08-01' }),
    nov: cell('monthly', 'revenue', { month: '2025-11-01' }),
    dec: cell('monthly', 'revenue', { month: '2025-12-01' }),
    dec_share: derived('share', 'year_total', 'dec'),
    dec_change: derived('pct_change', 'nov', 'dec'),
    aug_change: derived('pct_change', 'jul', 'aug'),
    aug_dir: derived('direction', 'jul', 'aug'),
    year_change: derived('pct_change', 'jan', 'dec'),
    year_dir: derived('direction', 'jan', 'dec'),
  },
};

/** Revenue beside its target, in one query. */
export const targets: DataSet = {
  steps: {
    attainment: {
      sql: `select r.name as region, sum(t.revenue) as revenue, sum(t.target) as target
            from region_quarters t join regions r using (region_id)
            where t.quarter = '2025-10-01' group by r.name order by r.name`,
      measure: sumOf('revenue', 'USD'),
      period: ['2025-10-01', '2026-01-01'],
      dimensions: ['region'],
      columns: { region: 'text', revenue: 'numeric', target: 'numeric' },
      rows: [
        ['APAC', '1073511.17', '1000000.00'],
        ['EMEA', '1836411.60', '2000000.00'],
        ['LATAM', '390827.47', '450000.00'],
        ['North America', '2186548.99', '2100000.00'],
      ],
    },
  },
  figures: {
    apac: cell('attainment', 'revenue', { region: 'APAC' }),
    apac_target: cell('attainment', 'target', { region: 'APAC' }),
    apac_met: derived('share', 'apac_target', 'apac'),
    emea: cell('attainment', 'revenue', { region: 'EMEA' }),
    emea_target: cell('attainment', 'target', { region: 'EMEA' }),
    emea_short: derived('diff', 'emea', 'emea_target'),
    emea_met: derived('share', 'emea_target', 'emea'),
    latam: cell('attainment', 'revenue', { region: 'LATAM' }),
    latam_target: cell('attainment', 'target', { region: 'LATAM' }),
    latam_miss: derived('pct_change', 'latam_target', 'latam'),
    na: cell('attainment', 'revenue', { region: 'North America' }),
    na_target: cell('attainment', 'target', { region: 'North America' }),
    na_over: derived('diff', 'na_target', 'na'),
    all: column('sum', 'attainment', 'revenue'),
  },
};

/** One number, held against one that the user typed. */
export const goal: DataSet = {
  steps: {
    revenue: {
      sql: `select sum(net_amount) as revenue from order_items join orders using (order_id)
            where status <> 'cancelled' and ordered_at >= '2025-10-01' and ordered_at < '2026-01-01'`,
      measure: sumOf('revenue', 'USD'),
      period: ['2025-10-01', '2026-01-01'],
      columns: { revenue: 'numeric' },
      rows: [['5619598.80']],
    },
  },
  figures: {
    total: row('revenue', 'revenue', 0),
    goal: typed('5 million'),
    goal_de: typed('5 Millionen'),
    goal_fr: typed('5 millions'),
    goal_es: typed('5 millones'),
    goal_ja: typed('500万'),
  },
};

/** Whole years as numbers, the last one not over. */
export const years: DataSet = {
  steps: {
    yearly: {
      sql: `select extract(year from ordered_at)::int as year, count(*) as orders from orders
            where ordered_at >= '2024-01-01' and ordered_at < '2026-10-01' group by 1 order by 1`,
      measure: countOf('orders', 'orders'),
      period: ['2024-01-01', '2026-10-01'],
      grain: 'year',
      dimensions: ['year'],
      columns: { year: 'integer', orders: 'bigint' },
      rows: [
        ['2024', '17310'],
        ['2025', '22640'],
        ['2026', '20050'],
      ],
    },
  },
  figures: {
    y2024: cell('yearly', 'orders', { year: '2024' }),
    y2025: cell('yearly', 'orders', { year: '2025' }),
    y2026: cell('yearly', 'orders', { year: '2026' }),
    change: derived('pct_change', 'y2024', 'y2025'),
    dir: derived('direction', 'y2024', 'y2025'),
    more: derived('diff', 'y2024', 'y2025'),
    peak: best('yearly', 'year', 'orders'),
    all: column('sum', 'yearly', 'orders'),
  },
};
