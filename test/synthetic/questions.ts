import { itemAt, type Random } from '../../src/embedded/sample/random.js';

/** A shape of question over the sample warehouse: how often it is asked, and how long its query takes. */
export interface Shape {
  readonly weight: number;
  readonly words: string;
  readonly measure: string;
  readonly dimension: string;
  readonly tables: readonly string[];
  /** With the period as $1 and $2. */
  readonly sql: string;
  readonly medianMs: number;
  readonly spread: number;
  readonly rows: number;
}

export interface Period {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

const within = 'o.ordered_at >= $1 and o.ordered_at < $2';
const usual = { spread: 0.6, rows: 6 };

export const shapes: readonly Shape[] = [
  {
    ...{ ...usual, weight: 26, words: 'Revenue by region', medianMs: 380 },
    ...{ measure: 'revenue', dimension: 'region', tables: ['orders', 'order_items', 'regions'] },
    sql: `select r.name as region, sum(i.net_amount) as revenue from orders o join order_items i using (order_id) join regions r using (region_id) where ${within} group by 1`,
  },
  {
    ...{ ...usual, weight: 20, words: 'Orders by channel', medianMs: 160 },
    ...{ measure: 'orders', dimension: 'channel', tables: ['orders', 'channels'] },
    sql: `select c.name as channel, count(*) as orders from orders o join channels c using (channel_id) where ${within} group by 1`,
  },
  {
    ...{ ...usual, weight: 14, words: 'Top products by revenue', medianMs: 520, rows: 20 },
    ...{ measure: 'revenue', dimension: 'product', tables: ['orders', 'order_items', 'products'] },
    sql: `select p.name as product, sum(i.net_amount) as revenue from orders o join order_items i using (order_id) join products p using (product_id) where ${within} group by 1 order by 2 desc limit 20`,
  },
  {
    ...{ ...usual, weight: 10, words: 'New customers by segment', medianMs: 90, rows: 3 },
    ...{ measure: 'customers', dimension: 'segment', tables: ['customers'] },
    sql: `select segment, count(*) as customers from customers o where o.created_at >= $1 and o.created_at < $2 group by 1`,
  },
  {
    ...{ ...usual, weight: 9, words: 'Refunds by reason', medianMs: 240 },
    ...{ measure: 'refunds', dimension: 'reason', tables: ['orders', 'returns'] },
    sql: `select t.reason, sum(t.refund_amount) as refunds from orders o join returns t using (order_id) where ${within} group by 1`,
  },
  {
    ...{ ...usual, weight: 8, words: 'Average order value by month', medianMs: 450, rows: 10 },
    ...{ measure: 'order_value', dimension: 'month', tables: ['orders', 'order_items'] },
    sql: `select date_trunc('month', o.ordered_at) as month, sum(i.net_amount) / count(distinct o.order_id) as order_value from orders o join order_items i using (order_id) where ${within} group by 1`,
  },
  {
    ...{ ...usual, weight: 7, words: 'Delivery days by carrier', medianMs: 310, rows: 4 },
    ...{ measure: 'delivery_days', dimension: 'carrier', tables: ['orders', 'shipments'] },
    sql: `select s.carrier, avg(extract(epoch from s.delivered_at - s.shipped_at) / 86400) as delivery_days from orders o join shipments s using (order_id) where ${within} group by 1`,
  },
  {
    ...{ ...usual, weight: 6, words: 'Orders per customer by segment', medianMs: 420, rows: 3 },
    ...{ measure: 'orders', dimension: 'segment', tables: ['orders', 'customers'] },
    sql: `select c.segment, count(*)::numeric / count(distinct c.customer_id) as orders from orders o join customers c using (customer_id) where ${within} group by 1`,
  },
  {
    ...{ weight: 2, words: 'Products bought together', medianMs: 7_500, spread: 0.85, rows: 50 },
    ...{ measure: 'pairs', dimension: 'product', tables: ['orders', 'order_items'] },
    sql: `select a.product_id, b.product_id as with_product, count(*) as pairs from orders o join order_items a using (order_id) join order_items b using (order_id) where a.product_id < b.product_id and ${within} group by 1, 2 order by 3 desc limit 50`,
  },
];

/** Up to the day asked: of the month, the quarter, the year, or more. */
export function periodOf(random: Random, asOf: string): Period {
  const year = asOf.slice(0, 4);
  const month = Number(asOf.slice(5, 7));
  const first = (of: number) => `${year}-${String(of).padStart(2, '0')}-01`;
  const periods: readonly Period[] = [
    { name: 'this month', from: first(month), to: asOf },
    { name: 'this quarter', from: first(month - ((month - 1) % 3)), to: asOf },
    { name: 'this year', from: first(1), to: asOf },
    { name: 'since 2024', from: '2024-01-01', to: asOf },
  ];
  return itemAt(periods, random.weighted([40, 35, 20, 5]));
}
