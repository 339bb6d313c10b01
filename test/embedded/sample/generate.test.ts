import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { copyTexts } from '../../../src/embedded/sample/copy-text.js';
import { generateSample, sampleAsOf, sampleFrom } from '../../../src/embedded/sample/index.js';
import { createRandom } from '../../../src/embedded/sample/random.js';
import type { Sample } from '../../../src/embedded/sample/rows.js';
import { sampleTruth } from './sample-truth.js';

const sample = generateSample();
const truth = sampleTruth(sample);
const afterAsOf = '2026-10-01';
const q3 = { from: '2025-07-01', to: '2025-10-01' };
const q4 = { from: '2025-10-01', to: '2026-01-01' };

// Red means that the sample changed: raise sampleVersion, then pin the new digest.
test('the rows are the same on every machine', () => {
  assert.equal(
    digestOf(sample),
    '4266e84785c8d5d808171c15e553d029257ef80fc60e1ad044e742b8849b0faf',
  );
  assert.equal(
    digestOf(generateSample({ orders: 600 })),
    'fce44e9e61dd68e37cf7f3434d795062f15e34e5bf1e255af699e9de42f4455d',
  );
});

test('the sample is as large as its documentation says', async () => {
  const page = await documentation();
  for (const [table, rows] of [
    ['orders', sample.orders],
    ['order_items', sample.orderItems],
    ['returns', sample.returns],
    ['shipments', sample.shipments],
    ['customers', sample.customers],
    ['products', sample.products],
    ['exchange_rates', sample.exchangeRates],
    ['targets', sample.targets],
  ] as const) {
    const size = rows.length.toLocaleString('en-US');
    assert.ok(page.includes(`| \`${table}\` | ${size} |`), `${table}: ${size}`);
  }
});

test('nothing happens before the first day or after the as-of day', () => {
  const times = [
    ...sample.orders.map(({ orderedAt }) => orderedAt),
    ...sample.returns.map(({ returnedAt }) => returnedAt),
    ...sample.shipments.flatMap(({ shippedAt, deliveredAt }) => [
      shippedAt,
      deliveredAt ?? shippedAt,
    ]),
  ].toSorted();
  assert.equal(times.at(0)?.slice(0, 10), sampleFrom);
  assert.equal(times.at(-1)?.slice(0, 10), sampleAsOf);
});

test('orders are numbered by time, and nobody orders before being a customer', () => {
  let last = '';
  for (const { orderId, orderedAt, customerId } of sample.orders) {
    assert.ok(orderedAt >= last, `order ${orderId} is older than the one before it`);
    const customer = sample.customers[customerId - 1];
    assert.ok(customer !== undefined && customer.createdAt <= orderedAt, `order ${orderId}`);
    last = orderedAt;
  }
});

test('what follows an order comes after it, and no more comes back than was sold', () => {
  const orderedAt = new Map(sample.orders.map((order) => [order.orderId, order.orderedAt]));
  const sold = new Map(sample.orderItems.map((i) => [`${i.orderId}/${i.lineNo}`, i]));
  for (const { orderId, shippedAt, deliveredAt } of sample.shipments) {
    assert.ok(shippedAt > (orderedAt.get(orderId) ?? 'never'));
    assert.ok(deliveredAt === null || deliveredAt > shippedAt);
  }
  for (const { orderId, lineNo, returnedAt, quantity, refundAmountCents } of sample.returns) {
    const line = sold.get(`${orderId}/${lineNo}`);
    assert.ok(returnedAt > (orderedAt.get(orderId) ?? 'never'));
    assert.ok(line !== undefined && quantity >= 1 && quantity <= line.quantity);
    assert.ok(refundAmountCents <= line.netAmountCents);
  }
});

test('from Q3 to Q4 2025 each region tells its own story', () => {
  const before = truth.revenueUsd({ ...q3, by: 'region' });
  const now = truth.revenueUsd({ ...q4, by: 'region' });
  const change = (region: string) =>
    Math.round((Number(now.get(region)) / Number(before.get(region)) - 1) * 100);
  assert.deepEqual(
    ['EMEA', 'North America', 'LATAM', 'APAC'].map((region) => [region, change(region)]),
    [
      ['EMEA', 35],
      ['North America', 40],
      ['LATAM', -12],
      ['APAC', 88],
    ],
  );
});

test('a chart by quarter shows growth and a peak in each fourth quarter', () => {
  const byQuarter = truth.revenueUsd({ from: sampleFrom, to: afterAsOf, by: 'quarter' });
  const revenue = (quarter: string) => Number(byQuarter.get(quarter));
  assert.equal(byQuarter.size, 11);
  for (const day of ['01-01', '04-01', '07-01', '10-01']) {
    assert.ok(revenue(`2025-${day}`) > 1.1 * revenue(`2024-${day}`), `2025-${day}`);
    if (day !== '10-01')
      assert.ok(revenue(`2026-${day}`) > 1.1 * revenue(`2025-${day}`), `2026-${day}`);
  }
  for (const year of ['2024', '2025']) {
    for (const day of ['01-01', '04-01', '07-01']) {
      assert.ok(revenue(`${year}-10-01`) > 1.2 * revenue(`${year}-${day}`), `${year}-${day}`);
    }
  }
});

test('a week has its pattern: Fridays outsell Sundays', () => {
  const byWeekday = Array.from({ length: 7 }, () => 0);
  for (const { orderedAt } of sample.orders) {
    const weekday = new Date(orderedAt).getUTCDay();
    byWeekday[weekday] = (byWeekday[weekday] ?? 0) + 1;
  }
  const [sundays = 0, , , , , fridays = 0] = byWeekday;
  assert.ok(fridays > 1.2 * sundays, `${fridays} and ${sundays} orders`);
});

test('the revenue printed in the documentation is the true one', async () => {
  const page = await documentation();
  for (const by of [{ by: 'region' }, {}] as const) {
    const before = truth.revenueUsd({ ...q3, ...by });
    for (const [region, amount] of truth.revenueUsd({ ...q4, ...by })) {
      const cells = [region ?? '(none)', printed(before.get(region)), printed(amount)];
      assert.ok(page.includes(`| ${cells.join(' | ')} |`), cells.join());
    }
  }
});

test('a small sample has the orders it was asked for, over the whole time and every region', () => {
  const small = generateSample({ orders: 600 });
  assert.equal(small.orders.length, 600);
  assert.deepEqual(
    new Set(small.orders.map(({ regionId }) => regionId)),
    new Set([1, 2, 3, 4, null]),
  );
  assert.equal(small.orders.at(0)?.orderedAt.slice(0, 7), '2024-01');
  assert.equal(small.orders.at(-1)?.orderedAt.slice(0, 7), '2026-09');
});

test('no value needs an escape in the text format of COPY', () => {
  for (const { table, columns, lines } of copyTexts(sample)) {
    const width = columns.split(',').length;
    for (const line of lines) {
      assert.equal(line.split('\t').length, width, `${table}: ${line}`);
      assert.equal(line.indexOf('\n'), line.length - 1, `${table}: ${line}`);
      assert.ok(!line.replaceAll('\\N', '').includes('\\'), `${table}: ${line}`);
    }
  }
});

test('a stream of draws keeps to its limits and to its weights', () => {
  const random = createRandom('test');
  const draws = Array.from({ length: 10_000 }, () => random.between(3, 5));
  assert.deepEqual(new Set(draws), new Set([3, 4, 5]));

  const indexes = Array.from({ length: 10_000 }, () => random.weighted([1, 0, 3]));
  const share = indexes.filter((index) => index === 2).length / indexes.length;
  assert.ok(!indexes.includes(1));
  assert.ok(share > 0.72 && share < 0.78, String(share));
});

function documentation(): Promise<string> {
  return readFile(new URL('../../../docs/sample-warehouse.md', import.meta.url), 'utf8');
}

/** 1234.56 as the page prints it: 1,234.56. */
function printed(amount = ''): string {
  return amount.replace(/\B(?=(\d{3})+\.)/g, ',');
}

function digestOf(rows: Sample): string {
  const hash = createHash('sha256');
  for (const { table, columns, lines } of copyTexts(rows)) {
    hash.update(`${table} (${columns})\n`);
    for (const line of lines) hash.update(line);
  }
  return hash.digest('hex');
}
