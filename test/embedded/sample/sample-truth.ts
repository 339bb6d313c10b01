import assert from 'node:assert/strict';
import type { Sample } from '../../../src/embedded/sample/index.js';
import type { Order, OrderItem } from '../../../src/embedded/sample/rows.js';

export type Dimension =
  | 'region'
  | 'channel'
  | 'segment'
  | 'month'
  | 'quarter'
  | 'currency'
  | 'category'
  | 'product';

/** Days from `from` up to, but not including, `to`, in UTC. */
export interface Ask {
  readonly from: string;
  readonly to: string;
  readonly by?: Dimension;
}

/**
 * By the dimension's value as Postgres prints it (null for an order without a region, the first day for a month or a
 * quarter, `total` where no dimension is asked for), the measure as Postgres prints it.
 */
export type Truth = ReadonlyMap<string | null, string>;

/** One order line that counts, with everything that is asked about it. */
interface Sale {
  readonly order: Order;
  readonly item: OrderItem;
  readonly usdE6: bigint;
}

/**
 * The true answers, added up from the generator's rows in whole numbers: no SQL and no floating point in it. Cancelled
 * orders count nowhere; returns are dated by their own day and exchanged at the order's rate.
 */
export function sampleTruth(sample: Sample) {
  const orders = new Map(sample.orders.map((order) => [order.orderId, order]));
  const customers = new Map(sample.customers.map((customer) => [customer.customerId, customer]));
  const products = new Map(sample.products.map((product) => [product.productId, product]));
  const regions = new Map(sample.regions.map(({ regionId, name }) => [regionId, name]));
  const channels = new Map(sample.channels.map(({ channelId, name }) => [channelId, name]));
  const categories = new Map(sample.categories.map(({ categoryId, name }) => [categoryId, name]));
  const rates = new Map(
    sample.exchangeRates.map((rate) => [
      `${rate.currency} ${rate.month}`,
      BigInt(rate.usdPerUnitE4),
    ]),
  );
  const lines = new Map(sample.orderItems.map((item) => [`${item.orderId}/${item.lineNo}`, item]));

  const toUsdE6 = (order: Order, cents: number) =>
    BigInt(cents) * get(rates, `${order.currency} ${order.orderedAt.slice(0, 7)}-01`);

  const sales: readonly Sale[] = sample.orderItems
    .map((item) => {
      const order = get(orders, item.orderId);
      return { order, item, usdE6: toUsdE6(order, item.netAmountCents) };
    })
    .filter(({ order }) => order.status !== 'cancelled');

  const refunds = sample.returns.map((row) => {
    const order = get(orders, row.orderId);
    const item = get(lines, `${row.orderId}/${row.lineNo}`);
    return { ...row, order, item, usdE6: toUsdE6(order, row.refundAmountCents) };
  });

  function keyOf({ order, item }: Pick<Sale, 'order' | 'item'>, at: string, by?: Dimension) {
    const product = get(products, item.productId);
    switch (by) {
      case 'region':
        return order.regionId === null ? null : get(regions, order.regionId);
      case 'channel':
        return get(channels, order.channelId);
      case 'segment':
        return get(customers, order.customerId).segment;
      case 'currency':
        return order.currency;
      case 'category':
        return get(categories, product.categoryId);
      case 'product':
        return product.name;
      case 'month':
        return `${at.slice(0, 7)}-01`;
      case 'quarter':
        return `${at.slice(0, 4)}-${['01', '04', '07', '10'][quarterOf(at)]}-01`;
      default:
        return 'total';
    }
  }

  function salesBy({ from, to, by }: Ask): Map<string | null, Sale[]> {
    const within = sales.filter(({ order }) => order.orderedAt >= from && order.orderedAt < to);
    return groupBy(within, (sale) => keyOf(sale, sale.order.orderedAt, by));
  }

  function returnsBy({ from, to, by }: Ask) {
    const within = refunds.filter(({ returnedAt }) => returnedAt >= from && returnedAt < to);
    return groupBy(within, (refund) => keyOf(refund, refund.returnedAt, by));
  }

  return {
    revenueUsd: (ask: Ask): Truth => mapValues(salesBy(ask), (group) => usd(sum(group), 1n)),
    orders: (ask: Ask): Truth => mapValues(salesBy(ask), (group) => String(orderCount(group))),
    units: (ask: Ask): Truth =>
      mapValues(salesBy(ask), (group) =>
        String(group.reduce((units, { item }) => units + item.quantity, 0)),
      ),
    customers: (ask: Ask): Truth =>
      mapValues(salesBy(ask), (group) =>
        String(new Set(group.map(({ order }) => order.customerId)).size),
      ),
    averageOrderValueUsd: (ask: Ask): Truth =>
      mapValues(salesBy(ask), (group) => usd(sum(group), BigInt(orderCount(group)))),
    /** Lines that came back, whole or in part. */
    returns: (ask: Ask): Truth => mapValues(returnsBy(ask), (group) => String(group.length)),
    refundsUsd: (ask: Ask): Truth => mapValues(returnsBy(ask), (group) => usd(sum(group), 1n)),
  };
}

function quarterOf(date: string): number {
  return Math.floor((Number(date.slice(5, 7)) - 1) / 3);
}

function orderCount(group: readonly Sale[]): number {
  return new Set(group.map(({ order }) => order.orderId)).size;
}

function sum(group: readonly { readonly usdE6: bigint }[]): bigint {
  return group.reduce((total, { usdE6 }) => total + usdE6, 0n);
}

/** Millionths of a dollar divided, as dollars and cents, halves rounded up. */
function usd(dollarsE6: bigint, divisor: bigint): string {
  const parts = divisor * 10_000n;
  const cents = (2n * dollarsE6 + parts) / (2n * parts);
  const text = String(cents).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

function get<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  assert.ok(value !== undefined, `nothing under ${String(key)}`);
  return value;
}

function groupBy<Row>(rows: readonly Row[], key: (row: Row) => string | null) {
  const groups = new Map<string | null, Row[]>();
  for (const row of rows) {
    const name = key(row);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
}

function mapValues<Value>(
  groups: ReadonlyMap<string | null, Value>,
  measure: (value: Value) => string,
): Truth {
  return new Map([...groups].map(([key, value]) => [key, measure(value)]));
}
