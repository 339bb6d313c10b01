import type { Expectation, QueryInput } from '../../../domain/plan.js';
import { daysIn, partsOf, wholeMonths, type Period } from './calendar.js';
import type { Filter, KnownValues, Reading } from './read-question.js';
import { isGrain, type Dimension, type Grain, type Measure } from './vocabulary.js';

/** What stands for a null region: orders without one are a group of their own. */
export const unknownGroup = '(unknown)';

/** One measure over one period of the sample warehouse. */
export interface Ask {
  readonly measure: Measure;
  readonly dimensions: readonly Dimension[];
  readonly period: Period | null;
  readonly filters: readonly Filter[];
  readonly top: Reading['top'];
}

interface MeasureSql {
  readonly expression: string;
  readonly aggregation: string;
  readonly unit: string;
  readonly needs: readonly Join[];
}

type Join = 'items' | 'rates' | 'products' | 'categories' | 'regions' | 'channels' | 'customers';

/** Each join once, after those it rests on. None multiplies rows: shipments are never joined. */
const joins: Readonly<Record<Join, { readonly sql: string; readonly needs: readonly Join[] }>> = {
  items: { sql: 'join order_items as i on i.order_id = o.order_id', needs: [] },
  rates: {
    sql: "join exchange_rates as fx on fx.currency = o.currency and fx.month = date_trunc('month', o.ordered_at at time zone 'UTC')::date",
    needs: [],
  },
  products: { sql: 'join products as p on p.product_id = i.product_id', needs: ['items'] },
  categories: { sql: 'join categories as c on c.category_id = p.category_id', needs: ['products'] },
  regions: { sql: 'left join regions as r on r.region_id = o.region_id', needs: [] },
  channels: { sql: 'join channels as ch on ch.channel_id = o.channel_id', needs: [] },
  customers: { sql: 'join customers as cu on cu.customer_id = o.customer_id', needs: [] },
};
const joinOrder: readonly Join[] = [
  'items',
  'rates',
  'products',
  'categories',
  'regions',
  'channels',
  'customers',
];

const measures: Readonly<Record<Measure, MeasureSql>> = {
  revenue: {
    expression: 'round(sum(i.net_amount * fx.usd_per_unit), 2)',
    aggregation: 'sum',
    unit: 'USD',
    needs: ['items', 'rates'],
  },
  orders: {
    expression: 'count(distinct o.order_id)',
    aggregation: 'count_distinct',
    unit: '',
    needs: [],
  },
  units: { expression: 'sum(i.quantity)', aggregation: 'sum', unit: '', needs: ['items'] },
  average_order_value: {
    expression: 'round(sum(i.net_amount * fx.usd_per_unit) / count(distinct o.order_id), 2)',
    aggregation: 'ratio',
    unit: 'USD',
    needs: ['items', 'rates'],
  },
  customers: {
    expression: 'count(distinct o.customer_id)',
    aggregation: 'count_distinct',
    unit: '',
    needs: [],
  },
  refunds: {
    expression: 'round(sum(rt.refund_amount * fx.usd_per_unit), 2)',
    aggregation: 'sum',
    unit: 'USD',
    needs: ['rates'],
  },
  returns: { expression: 'count(*)', aggregation: 'count', unit: '', needs: [] },
};

const dimensions: Readonly<
  Record<
    Exclude<Dimension, Grain>,
    { readonly expression: string; readonly needs: readonly Join[] }
  >
> = {
  region: { expression: `coalesce(r.name, '${unknownGroup}')`, needs: ['regions'] },
  category: { expression: 'c.name', needs: ['categories'] },
  product: { expression: 'p.name', needs: ['products'] },
  channel: { expression: 'ch.name', needs: ['channels'] },
  segment: { expression: 'cu.segment', needs: ['customers'] },
  // People share names: the number tells them apart.
  customer: { expression: "cu.name || ' (' || cu.customer_id || ')'", needs: ['customers'] },
  reason: { expression: 'rt.reason', needs: [] },
};

/** Whether a measure is of returns, which have a date and a reason of their own. */
export function isOfReturns(measure: Measure): boolean {
  return measure === 'refunds' || measure === 'returns';
}

/** Whether the parts of a measure may be summed: an order lies in several categories, a customer in several groups. */
export function isAdditive(measure: Measure, by: readonly Dimension[]): boolean {
  if (measure === 'average_order_value' || measure === 'customers') return false;
  if (measure !== 'orders') return true;
  return !by.includes('category') && !by.includes('product');
}

/** The input of `execute_query`: the statement, and a declaration that says exactly what it does. */
export function writeQuery(ask: Ask): QueryInput {
  const { measure, dimensions: by, period, filters, top } = ask;
  const { expression, aggregation, unit } = measures[measure];
  const time = isOfReturns(measure) ? 'rt.returned_at' : 'o.ordered_at';
  const groups = by.map((dimension) => ({ dimension, sql: expressionOf(dimension, time) }));
  const grain = by.find(isGrain) ?? '';
  const order = orderOf(ask);
  const limit = top?.count ?? 0;

  const declaredFilters = [
    ...(isOfReturns(measure) ? [] : ["o.status <> 'cancelled'"]),
    ...filters.map((filter) => filterSql(filter)),
  ];
  const conditions = [
    ...declaredFilters,
    ...(period === null || period.from === '' ? [] : [`${time} >= '${period.from}'`]),
    ...(period === null || period.to === '' ? [] : [`${time} < '${period.to}'`]),
  ];
  const columns = [
    ...groups.map(({ dimension, sql }) => `${sql} as ${dimension}`),
    `${expression} as ${measure}`,
  ];
  const sql = [
    `select ${columns.join(', ')}`,
    isOfReturns(measure)
      ? 'from returns as rt join orders as o on o.order_id = rt.order_id'
      : 'from orders as o',
    ...joinsOf(ask).map((join) => joinSql(join, measure)),
    ...(conditions.length === 0 ? [] : [`where ${conditions.join(' and ')}`]),
    // By expression: "month" alone would be a column of exchange_rates.
    ...(groups.length === 0 ? [] : [`group by ${groups.map((group) => group.sql).join(', ')}`]),
    ...(order === '' ? [] : [`order by ${order}`]),
    ...(limit === 0 ? [] : [`limit ${limit}`]),
  ].join(' ');

  return {
    sql,
    params: [],
    measure: {
      name: measure,
      column: measure,
      aggregation,
      additive: isAdditive(measure, by),
      unit,
    },
    grain,
    period: period ?? { from: '', to: '' },
    dimensions: by,
    filters: declaredFilters,
    order,
    limit,
  };
}

/** What the result must look like, as far as it is certain beforehand. */
export function expectationOf(ask: Ask, known: KnownValues): Expectation {
  const { measure, dimensions: by, filters, top } = ask;
  if (by.length === 0) {
    return {
      columns: [measure],
      minRows: 1,
      maxRows: 1,
      nonNegative: [measure],
      notNull: [],
      uniqueBy: [],
    };
  }
  return {
    columns: [...by, measure],
    minRows: filters.length === 0 ? 1 : 0,
    maxRows: mostRows(ask, known, top?.count ?? 0),
    nonNegative: [measure],
    notNull: [...by, measure],
    uniqueBy: by,
  };
}

/** 0 where there is no telling. */
function mostRows({ dimensions: by, period }: Ask, known: KnownValues, limit: number): number {
  const each = by.map((dimension) => {
    if (isGrain(dimension)) return period === null ? 0 : bucketsIn(period, dimension);
    const values = known.get(dimension)?.length ?? 0;
    return values === 0 ? 0 : values + (dimension === 'region' ? 1 : 0);
  });
  const all = each.includes(0) ? 0 : each.reduce((rows, count) => rows * count, 1);
  if (limit === 0) return all;
  return all === 0 ? limit : Math.min(limit, all);
}

function bucketsIn(period: Period, grain: Grain): number {
  if (period.from === '' || period.to === '') return 0;
  if (grain === 'day') return daysIn(period);
  if (grain === 'week') return Math.ceil(daysIn(period) / 7) + 1;
  if (grain === 'year') return partsOf(period.to)[0] - partsOf(period.from)[0] + 1;
  const length = grain === 'month' ? 1 : 3;
  const months = wholeMonths(period) ?? Math.ceil(daysIn(period) / 28) + 1;
  return Math.ceil(months / length) + (length === 3 ? 1 : 0);
}

function orderOf({ measure, dimensions: by, top }: Ask): string {
  if (by.length === 0) return '';
  const grain = by.find(isGrain);
  const rest = by.filter((dimension) => dimension !== grain);
  if (grain !== undefined && top === null) return [grain, ...rest].join(', ');
  return [`${measure} ${top?.lowest === true ? 'asc' : 'desc'}`, ...by].join(', ');
}

function expressionOf(dimension: Dimension, time: string): string {
  return isGrain(dimension)
    ? `date_trunc('${dimension}', ${time})::date`
    : dimensions[dimension].expression;
}

function filterSql({ dimension, values }: Filter): string {
  const column = isGrain(dimension)
    ? dimension
    : (filterColumns.get(dimension) ?? dimensions[dimension].expression);
  const literals = values.map((value) => `'${value.replaceAll("'", "''")}'`);
  return literals.length === 1
    ? `${column} = ${literals[0]}`
    : `${column} in (${literals.join(', ')})`;
}

const filterColumns: ReadonlyMap<Dimension, string> = new Map([['region', 'r.name']]);

function joinsOf({ measure, dimensions: by, filters }: Ask): readonly Join[] {
  const wanted = new Set<Join>();
  const add = (join: Join): void => {
    joins[join].needs.forEach(add);
    wanted.add(join);
  };
  measures[measure].needs.forEach(add);
  for (const dimension of [...by, ...filters.map((filter) => filter.dimension)]) {
    if (!isGrain(dimension)) dimensions[dimension].needs.forEach(add);
  }
  return joinOrder.filter((join) => wanted.has(join));
}

/** A return is of one line of its order, not of all of them. */
function joinSql(join: Join, measure: Measure): string {
  const { sql } = joins[join];
  return join === 'items' && isOfReturns(measure) ? `${sql} and i.line_no = rt.line_no` : sql;
}
