import { readBlocks, type Block } from '../../../domain/blocks.js';
import { isObject, objectsIn, stringsIn, type JsonObject } from '../json.js';
import type { KnownValues } from './read-question.js';
import type { Dimension } from './vocabulary.js';

/** What the rules take from a `<schema>` block. */
export interface KnownSchema {
  /** What a step names to read it; undefined where there is only one. */
  readonly warehouse: string | undefined;
  /** Whether it has the sample warehouse's tables and columns. */
  readonly isSample: boolean;
  readonly values: KnownValues;
  /** First and last day with orders; null where the digest does not say. */
  readonly orders: { readonly from: string; readonly to: string } | null;
}

const needed: readonly (readonly [table: string, columns: readonly string[]])[] = [
  [
    'orders',
    ['order_id', 'customer_id', 'region_id', 'channel_id', 'ordered_at', 'status', 'currency'],
  ],
  ['order_items', ['order_id', 'line_no', 'product_id', 'quantity', 'net_amount']],
  ['exchange_rates', ['currency', 'month', 'usd_per_unit']],
  ['regions', ['region_id', 'name']],
  ['channels', ['channel_id', 'name']],
  ['categories', ['category_id', 'name']],
  ['products', ['product_id', 'name', 'category_id']],
  ['customers', ['customer_id', 'name', 'segment']],
  ['returns', ['order_id', 'line_no', 'returned_at', 'refund_amount', 'reason']],
];

const valueColumns: readonly (readonly [Dimension, table: string, column: string])[] = [
  ['region', 'regions', 'name'],
  ['channel', 'channels', 'name'],
  ['category', 'categories', 'name'],
  ['product', 'products', 'name'],
  ['segment', 'customers', 'segment'],
  ['reason', 'returns', 'reason'],
];

/** Of several warehouses the sample, which is the one that the rules can read. */
export function readSchemaBlocks(system: string): KnownSchema {
  const known = readBlocks(system, 'schema').map(knownSchema);
  return known.find(({ isSample }) => isSample) ?? known[0] ?? knownSchema({});
}

function knownSchema({ attributes, value }: Partial<Block>): KnownSchema {
  const tables = new Map(
    objectsIn(isObject(value) ? value['tables'] : [])
      .toReversed()
      .map((table) => [plainName(table['name']), columnsOf(table)]),
  );
  const range = tables.get('orders')?.get('ordered_at')?.['range'];
  return {
    warehouse: attributes?.['warehouse'],
    isSample: needed.every(([table, columns]) =>
      columns.every((column) => tables.get(table)?.has(column) === true),
    ),
    values: new Map(
      valueColumns.map(([dimension, table, column]) => [
        dimension,
        stringsIn(tables.get(table)?.get(column)?.['values']),
      ]),
    ),
    orders:
      isObject(range) && typeof range['from'] === 'string' && typeof range['to'] === 'string'
        ? { from: range['from'].slice(0, 10), to: range['to'].slice(0, 10) }
        : null,
  };
}

function columnsOf(table: JsonObject): ReadonlyMap<string, JsonObject> {
  return new Map(
    objectsIn(table['columns']).map((column) => [String(column['name']), column] as const),
  );
}

/** `public.orders` is `orders`. */
function plainName(name: unknown): string {
  return String(name).split('.').at(-1) ?? '';
}
