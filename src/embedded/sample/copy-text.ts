import { decimalText } from './money.js';
import type { Sample } from './rows.js';

type Cell = string | number | null;

/** One table's COPY: its columns in the order of its lines. */
export interface TableText {
  readonly table: string;
  readonly columns: string;
  readonly lines: Iterable<string>;
}

/** The sample as COPY's text format, a line a row with its line end, made while it is read. */
export function copyTexts(sample: Sample): TableText[] {
  const { regions, channels, categories, products, customers, exchangeRates } = sample;
  return [
    text('regions', 'region_id, name', regions, (r) => [r.regionId, r.name]),
    text('channels', 'channel_id, name', channels, (c) => [c.channelId, c.name]),
    text('categories', 'category_id, name', categories, (c) => [c.categoryId, c.name]),
    text('products', 'product_id, name, category_id, unit_cost, list_price', products, (p) => [
      p.productId,
      p.name,
      p.categoryId,
      decimalText(p.unitCostCents, 2),
      decimalText(p.listPriceCents, 2),
    ]),
    text(
      'customers',
      'customer_id, name, email, segment, region_id, created_at',
      customers,
      (c) => [c.customerId, c.name, c.email, c.segment, c.regionId, c.createdAt],
    ),
    text('exchange_rates', 'currency, month, usd_per_unit', exchangeRates, (rate) => [
      rate.currency,
      rate.month,
      decimalText(rate.usdPerUnitE4, 4),
    ]),
    text(
      'orders',
      'order_id, customer_id, region_id, channel_id, ordered_at, status, currency',
      sample.orders,
      (o) => [o.orderId, o.customerId, o.regionId, o.channelId, o.orderedAt, o.status, o.currency],
    ),
    text(
      'order_items',
      'order_id, line_no, product_id, quantity, unit_price, discount, net_amount',
      sample.orderItems,
      (i) => [
        i.orderId,
        i.lineNo,
        i.productId,
        i.quantity,
        decimalText(i.unitPriceCents, 2),
        decimalText(i.discountPerMille, 3),
        decimalText(i.netAmountCents, 2),
      ],
    ),
    text(
      'returns',
      'return_id, order_id, line_no, returned_at, quantity, refund_amount, reason',
      sample.returns,
      (r) => [
        r.returnId,
        r.orderId,
        r.lineNo,
        r.returnedAt,
        r.quantity,
        decimalText(r.refundAmountCents, 2),
        r.reason,
      ],
    ),
    text(
      'shipments',
      'shipment_id, order_id, carrier, shipped_at, delivered_at',
      sample.shipments,
      (s) => [s.shipmentId, s.orderId, s.carrier, s.shippedAt, s.deliveredAt],
    ),
    text('targets', 'region_id, month, revenue_usd', sample.targets, (t) => [
      t.regionId,
      t.month,
      decimalText(t.revenueUsdCents, 2),
    ]),
  ];
}

function text<Row>(
  table: string,
  columns: string,
  rows: readonly Row[],
  cells: (row: Row) => readonly Cell[],
): TableText {
  return { table, columns, lines: linesOf(rows, cells) };
}

/** Needs no escapes: no text of the sample has a tab, a line end or a backslash (a test holds it to that). */
function* linesOf<Row>(
  rows: readonly Row[],
  cells: (row: Row) => readonly Cell[],
): Generator<string> {
  for (const row of rows) {
    yield `${cells(row)
      .map((cell) => cell ?? '\\N')
      .join('\t')}\n`;
  }
}
