import type { QueryInput } from '../../../src/domain/plan.js';
import type { Cell, ResultSet } from '../../../src/domain/result.js';

/** A query's declaration; a test names only what it is about. */
export function aQuery(overrides: Partial<QueryInput> = {}): QueryInput {
  return {
    sql: 'SELECT 1',
    params: [],
    measure: {
      name: 'revenue',
      column: 'revenue',
      aggregation: 'sum',
      additive: true,
      unit: 'USD',
    },
    grain: '',
    period: { from: '2025-10-01', to: '2026-01-01' },
    dimensions: ['region'],
    filters: [],
    order: '',
    limit: 0,
    ...overrides,
  };
}

/** Rows of texts, the last column a number. */
export function resultOf(names: readonly string[], rows: readonly (readonly Cell[])[]): ResultSet {
  const columns = names.map((name, at) => ({
    name,
    type: at === names.length - 1 ? 'numeric' : 'text',
  }));
  return { columns, rows, rowCount: rows.length, truncated: false };
}
