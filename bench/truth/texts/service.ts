import {
  averageOf,
  best,
  cell,
  column,
  countOf,
  derived,
  row,
  sumOf,
  worst,
  type DataSet,
} from './data-set.js';

/** Percentages of two years. */
export const returnRates: DataSet = {
  steps: {
    rates: {
      sql: `select category, round(100.0 * sum(returned) / nullif(sum(sold), 0), 2) as return_rate,
            max(return_rate_2024) as return_rate_2024
            from category_years where year = 2025 group by category`,
      measure: averageOf('return_rate', 'percent'),
      period: ['2025-01-01', '2026-01-01'],
      dimensions: ['category'],
      columns: { category: 'text', return_rate: 'numeric', return_rate_2024: 'numeric' },
      rows: [
        ['Apparel', '12.40', '10.90'],
        ['Audio', '4.10', '4.60'],
        ['Garden', '6.85', '7.00'],
        ['Office', '1.90', '1.90'],
        ['Toys', '3.20', '3.20'],
      ],
    },
  },
  figures: {
    apparel: cell('rates', 'return_rate', { category: 'Apparel' }),
    apparel_before: cell('rates', 'return_rate_2024', { category: 'Apparel' }),
    apparel_points: derived('diff', 'apparel_before', 'apparel'),
    apparel_dir: derived('direction', 'apparel_before', 'apparel'),
    audio: cell('rates', 'return_rate', { category: 'Audio' }),
    audio_before: cell('rates', 'return_rate_2024', { category: 'Audio' }),
    audio_points: derived('diff', 'audio_before', 'audio'),
    office: cell('rates', 'return_rate', { category: 'Office' }),
    office_before: cell('rates', 'return_rate_2024', { category: 'Office' }),
    office_dir: derived('direction', 'office_before', 'office'),
    highest: best('rates', 'category', 'return_rate'),
    highest_rate: column('max', 'rates', 'return_rate'),
    lowest: worst('rates', 'category', 'return_rate'),
    lowest_rate: column('min', 'rates', 'return_rate'),
    spread: derived('diff', 'lowest_rate', 'highest_rate'),
    times: derived('ratio', 'lowest_rate', 'highest_rate'),
  },
};

/** A count behind thresholds that stand in the SQL. */
export const loyal: DataSet = {
  steps: {
    loyal: {
      sql: `select count(*) filter (where orders > 10 and spent >= 5000) as customers, count(*) as all_customers
            from (select customer_id, count(*) as orders, sum(total) as spent from orders
                  where ordered_at >= '2026-01-01' and ordered_at < '2026-10-01' group by 1) c`,
      measure: countOf('customers', 'customers'),
      period: ['2026-01-01', '2026-10-01'],
      columns: { customers: 'bigint', all_customers: 'bigint' },
      rows: [['342', '5871']],
    },
  },
  figures: {
    loyal: row('loyal', 'customers', 0),
    everyone: row('loyal', 'all_customers', 0),
    part: derived('share', 'everyone', 'loyal'),
  },
};

/** Days, and a threshold in the SQL. */
export const delivery: DataSet = {
  steps: {
    delivery: {
      sql: `select channel, round(avg(days), 2) as delivery_days, count(*) filter (where days > 7) as late
            from shipments where shipped_at >= '2026-07-01' and shipped_at < '2026-10-01' group by channel`,
      measure: averageOf('delivery_days', 'days'),
      period: ['2026-07-01', '2026-10-01'],
      dimensions: ['channel'],
      columns: { channel: 'text', delivery_days: 'numeric', late: 'bigint' },
      rows: [
        ['marketplace', '6.20', '811'],
        ['partner', '4.75', '240'],
        ['store', '1.10', '0'],
        ['web', '2.40', '35'],
      ],
    },
  },
  figures: {
    web: cell('delivery', 'delivery_days', { channel: 'web' }),
    partner: cell('delivery', 'delivery_days', { channel: 'partner' }),
    slowest: best('delivery', 'channel', 'delivery_days'),
    slowest_days: column('max', 'delivery', 'delivery_days'),
    fastest: worst('delivery', 'channel', 'delivery_days'),
    fastest_days: column('min', 'delivery', 'delivery_days'),
    gap: derived('diff', 'fastest_days', 'slowest_days'),
    times: derived('ratio', 'web', 'slowest_days'),
    late_marketplace: cell('delivery', 'late', { channel: 'marketplace' }),
    late_store: cell('delivery', 'late', { channel: 'store' }),
    late_web: cell('delivery', 'late', { channel: 'web' }),
  },
};

/** One row with a month and the same month a year before. */
export const september: DataSet = {
  steps: {
    orders: {
      sql: `select count(*) filter (where ordered_at >= '2026-09-01') as orders,
            count(*) filter (where ordered_at < '2025-10-01') as orders_last_year from orders
            where (ordered_at >= '2026-09-01' and ordered_at < '2026-10-01')
               or (ordered_at >= '2025-09-01' and ordered_at < '2025-10-01')`,
      measure: countOf('orders', 'orders'),
      period: ['2026-09-01', '2026-10-01'],
      columns: { orders: 'bigint', orders_last_year: 'bigint' },
      rows: [['2431', '2104']],
    },
  },
  figures: {
    now: row('orders', 'orders', 0),
    before: row('orders', 'orders_last_year', 0),
    change: derived('pct_change', 'before', 'now'),
    dir: derived('direction', 'before', 'now'),
    more: derived('diff', 'before', 'now'),
  },
};

/** Names with digits, dates and euros. */
export const accounts: DataSet = {
  steps: {
    accounts: {
      sql: `select a.name as account, count(*) as orders, max(o.ordered_at)::date as last_order, sum(o.total) as revenue
            from orders o join accounts a using (account_id)
            where o.ordered_at >= '2026-07-01' and o.ordered_at < '2026-10-01' and o.total > 250
            group by a.name order by revenue desc`,
      measure: sumOf('revenue', 'EUR'),
      period: ['2026-07-01', '2026-10-01'],
      dimensions: ['account'],
      columns: { account: 'text', orders: 'bigint', last_order: 'date', revenue: 'numeric' },
      rows: [
        ['3M', '41', '2026-09-29', '184300.00'],
        ['7-Eleven', '57', '2026-09-30', '99120.40'],
        ['1&1', '12', '2026-08-14', '45000.00'],
        ['20th Century Studios', '9', '2026-09-02', '31250.75'],
        ['H&M', '8', '2026-07-21', '12999.99'],
      ],
    },
  },
  figures: {
    top: best('accounts', 'account', 'revenue'),
    top_rev: column('max', 'accounts', 'revenue'),
    top_orders: row('accounts', 'orders', 0),
    top_date: row('accounts', 'last_order', 0),
    busiest: best('accounts', 'account', 'orders'),
    busiest_orders: column('max', 'accounts', 'orders'),
    eleven_rev: cell('accounts', 'revenue', { account: '7-Eleven' }),
    eleven_date: cell('accounts', 'last_order', { account: '7-Eleven' }),
    one_rev: cell('accounts', 'revenue', { account: '1&1' }),
    one_date: cell('accounts', 'last_order', { account: '1&1' }),
    fox_rev: cell('accounts', 'revenue', { account: '20th Century Studios' }),
    hm_rev: cell('accounts', 'revenue', { account: 'H&M' }),
    hm_date: cell('accounts', 'last_order', { account: 'H&M' }),
    last: worst('accounts', 'account', 'revenue'),
    all: column('sum', 'accounts', 'revenue'),
    top_share: derived('share', 'all', 'top_rev'),
    latest: column('max', 'accounts', 'last_order'),
    how_many: column('count', 'accounts', 'account'),
  },
};

/** A group whose value is not there. */
export const channels: DataSet = {
  steps: {
    channels: {
      sql: `select channel, sum(revenue_eur) as revenue from channel_months
            where month >= '2026-01-01' and month < '2026-07-01' group by channel`,
      measure: sumOf('revenue', 'EUR'),
      period: ['2026-01-01', '2026-07-01'],
      dimensions: ['channel'],
      columns: { channel: 'text', revenue: 'numeric' },
      rows: [
        ['marketplace', '433000.10'],
        ['partner', null],
        ['store', '890000.40'],
        ['web', '1204500.00'],
      ],
    },
  },
  figures: {
    web: cell('channels', 'revenue', { channel: 'web' }),
    store: cell('channels', 'revenue', { channel: 'store' }),
    market: cell('channels', 'revenue', { channel: 'marketplace' }),
    known: column('sum', 'channels', 'revenue'),
    web_share: derived('share', 'known', 'web'),
    lead: best('channels', 'channel', 'revenue'),
    ahead: derived('diff', 'store', 'web'),
  },
};

/** Estimates from a sample of pages. */
export const estimates: DataSet = {
  steps: {
    sampled: {
      sql: `select region, sum(amount) as revenue from events
            where happened_at >= '2026-01-01' and happened_at < '2026-04-01' group by region`,
      measure: sumOf('revenue', 'USD'),
      period: ['2026-01-01', '2026-04-01'],
      dimensions: ['region'],
      columns: { region: 'text', revenue: 'numeric' },
      rows: [
        ['EMEA', '1820000'],
        ['LATAM', '400000'],
        ['North America', '1890000'],
      ],
      rung: 'sample',
      intervals: [
        { row: 0, column: 'revenue', low: '1750000', high: '1890000' },
        { row: 1, column: 'revenue', low: '310000', high: '490000' },
        { row: 2, column: 'revenue', low: '1800000', high: '1980000' },
      ],
    },
  },
  figures: {
    emea: cell('sampled', 'revenue', { region: 'EMEA' }),
    latam: cell('sampled', 'revenue', { region: 'LATAM' }),
    na: cell('sampled', 'revenue', { region: 'North America' }),
    total: column('sum', 'sampled', 'revenue'),
    least: worst('sampled', 'region', 'revenue'),
  },
};

/** Nothing happened. */
export const refunds: DataSet = {
  steps: {
    refunds: {
      sql: `select count(*) as refunds, coalesce(sum(amount), 0) as refunded from refunds
            where channel = 'marketplace' and refunded_at >= '2026-08-01' and refunded_at < '2026-09-01'`,
      measure: countOf('refunds', 'refunds'),
      period: ['2026-08-01', '2026-09-01'],
      columns: { refunds: 'bigint', refunded: 'numeric' },
      rows: [['0', '0']],
    },
  },
  figures: { refunds: row('refunds', 'refunds', 0) },
};

/** More rows than were read. */
export const bigOrders: DataSet = {
  steps: {
    orders: {
      sql: `select order_no, customer, total from orders where total >= 1000 and ordered_at >= '2026-09-01' order by total desc`,
      measure: { name: 'total', column: 'total', aggregation: '', additive: true, unit: 'USD' },
      period: ['2026-09-01', ''],
      columns: { order_no: 'text', customer: 'text', total: 'numeric' },
      rows: [
        ['SO-10442', 'Initech', '18250.00'],
        ['SO-10007', 'Globex', '17900.50'],
        ['SO-10911', 'Initech', '15220.00'],
      ],
      truncated: true,
    },
  },
  figures: {
    no: row('orders', 'order_no', 0),
    who: row('orders', 'customer', 0),
    much: row('orders', 'total', 0),
    next_no: row('orders', 'order_no', 1),
    next: row('orders', 'total', 1),
  },
};

/** Minutes by team. */
export const tickets: DataSet = {
  steps: {
    tickets: {
      sql: `select team, percentile_cont(0.5) within group (order by minutes) as first_response,
            count(*) filter (where minutes > 60) as breaches from tickets
            where opened_at >= '2026-09-21' and opened_at < '2026-09-28' group by team`,
      measure: {
        name: 'first response time',
        column: 'first_response',
        aggregation: 'median',
        additive: false,
        unit: 'minutes',
      },
      period: ['2026-09-21', '2026-09-28'],
      dimensions: ['team'],
      columns: { team: 'text', first_response: 'double precision', breaches: 'bigint' },
      rows: [
        ['24/7 Desk', '12', '3'],
        ['Tier 1', '42.5', '61'],
        ['Tier 2', '135', '88'],
      ],
    },
  },
  figures: {
    desk: cell('tickets', 'first_response', { team: '24/7 Desk' }),
    tier1: cell('tickets', 'first_response', { team: 'Tier 1' }),
    tier2: cell('tickets', 'first_response', { team: 'Tier 2' }),
    tier2_breaches: cell('tickets', 'breaches', { team: 'Tier 2' }),
    breaches: column('sum', 'tickets', 'breaches'),
    slow: best('tickets', 'team', 'first_response'),
    times: derived('ratio', 'desk', 'tier2'),
  },
};

/** A day at a time. */
export const signups: DataSet = {
  steps: {
    daily: {
      sql: `select created_at::date as day, count(*) as signups from users
            where created_at >= '2026-09-24' and created_at < '2026-10-01' group by 1 order by 1`,
      measure: countOf('signups'),
      period: ['2026-09-24', '2026-10-01'],
      grain: 'day',
      dimensions: ['day'],
      columns: { day: 'date', signups: 'bigint' },
      rows: [
        ['2026-09-24', '118'],
        ['2026-09-25', '131'],
        ['2026-09-26', '74'],
        ['2026-09-27', '69'],
        ['2026-09-28', '140'],
        ['2026-09-29', '152'],
        ['2026-09-30', '149'],
      ],
    },
  },
  figures: {
    week: column('sum', 'daily', 'signups'),
    mean: column('avg', 'daily', 'signups'),
    peak_day: best('daily', 'day', 'signups'),
    peak: column('max', 'daily', 'signups'),
    low_day: worst('daily', 'day', 'signups'),
    low: column('min', 'daily', 'signups'),
    last: cell('daily', 'signups', { day: '2026-09-30' }),
    first: cell('daily', 'signups', { day: '2026-09-24' }),
    change: derived('pct_change', 'first', 'last'),
    more: derived('diff', 'first', 'last'),
  },
};
