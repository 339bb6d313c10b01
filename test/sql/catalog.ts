import type { Catalog, Table } from '../../src/ports.js';

/** A small shop, as `connectWarehouse` would describe it. */
export const shop: Catalog = {
  version: 'v1',
  tables: [
    table('orders', ['id', 'customer_id', 'region', 'ordered_at', 'amount', 'status']),
    table('customers', ['id', 'name', 'segment', 'CamelCase']),
    table('order_items', ['order_id', 'product', 'quantity', 'price']),
    table('budget', ['region', 'month', 'target'], 'finance'),
    table('pg_stats', ['schemaname']),
  ],
};

export function table(
  name: string,
  columns: readonly string[],
  schema = 'public',
  more: Partial<Table> = {},
): Table {
  return {
    schema,
    name,
    kind: 'table',
    rowEstimate: 12_345,
    comment: '',
    columns: columns.map((column) => ({
      name: column,
      type: 'text',
      nullable: true,
      comment: '',
      values: [],
      range: null,
    })),
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    ...more,
  };
}
