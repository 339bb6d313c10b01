import type { Interpretation } from '../src/domain/interpretation.js';
import type { Plan } from '../src/domain/plan.js';

type Step = Plan['steps'][number];

/** The question that is timed. Its plan has two queries and a chart: the schema is in the prompt already. */
export const question = 'Show me revenue by region for Q4 2025, and how it compares with Q3';

/** The same, planned with two steps more that look at the schema: the plan that the baseline carries out. */
export const nineStepQuestion = `${question}, with a look at the schema first`;

/** The same, but the interpreter takes its time: there is time to kill the worker in. */
export const slowQuestion = `${question}, slowly`;

const quarters = {
  revenue_q4: { from: '2025-10-01', to: '2026-01-01' },
  revenue_q3: { from: '2025-07-01', to: '2025-10-01' },
} as const;

const schemaTables = {
  sales_tables: ['orders', 'regions'],
  line_tables: ['order_items', 'exchange_rates'],
} as const;

function revenueSql({ from, to }: { readonly from: string; readonly to: string }): string {
  return `select coalesce(r.name, 'not recorded') as region, sum(i.net_amount * e.usd_per_unit) as revenue
from orders as o
join order_items as i on i.order_id = o.order_id
join exchange_rates as e on e.currency = o.currency and e.month = date_trunc('month', o.ordered_at)::date
left join regions as r on r.region_id = o.region_id
where o.status <> 'cancelled' and o.ordered_at >= '${from}' and o.ordered_at < '${to}'
group by coalesce(r.name, 'not recorded')
order by revenue desc`;
}

const anything = {
  columns: [],
  minRows: 0,
  maxRows: 0,
  nonNegative: [],
  notNull: [],
  uniqueBy: [],
} as const;
const frame = { onFailure: 'abort', heavy: false, expect: anything } as const;

const schemaSteps: readonly Step[] = Object.entries(schemaTables).map(([id, tables]) => ({
  ...frame,
  id,
  tool: 'fetch_schema',
  dependsOn: [],
  input: { tables },
}));

const revenueSteps: readonly Step[] = Object.entries(quarters).map(([id, period]) => ({
  ...frame,
  id,
  tool: 'execute_query',
  dependsOn: [],
  input: {
    sql: revenueSql(period),
    params: [],
    measure: {
      name: 'revenue',
      column: 'revenue',
      aggregation: 'sum',
      additive: true,
      unit: 'USD',
    },
    grain: '',
    period,
    dimensions: ['region'],
    filters: ['orders that were not cancelled'],
    order: 'revenue desc',
    limit: 0,
  },
  expect: {
    columns: ['region', 'revenue'],
    minRows: 1,
    maxRows: 50,
    nonNegative: ['revenue'],
    notNull: ['region'],
    uniqueBy: ['region'],
  },
}));

const chart: Step = {
  ...frame,
  id: 'chart',
  tool: 'format_results',
  dependsOn: ['revenue_q4'],
  onFailure: 'skip',
  input: { step: 'revenue_q4', as: 'bar', x: 'region', y: 'revenue' },
};

export const plan: Plan = {
  intent: 'Revenue by region for Q4 2025, against Q3',
  clarification: { question: '', options: [] },
  steps: [...revenueSteps, chart],
};

export const nineStepPlan: Plan = {
  ...plan,
  steps: [
    ...schemaSteps,
    ...revenueSteps.map((step) => ({ ...step, dependsOn: schemaSteps.map(({ id }) => id) })),
    chart,
  ],
};

const total = (name: string, step: string) =>
  ({
    name,
    kind: 'column',
    calc: 'sum',
    step,
    column: 'revenue',
    row: -1,
    where: [],
    from: '',
    to: '',
  }) as const;
const derived = (name: string, calc: 'pct_change' | 'direction') =>
  ({
    name,
    kind: 'derived',
    calc,
    step: '',
    column: '',
    row: -1,
    where: [],
    from: 'before',
    to: 'total',
  }) as const;

export const interpretation: Interpretation = {
  text: 'Revenue in Q4 2025 was {{total}}, {{direction}} {{growth}} on Q3.',
  figures: [
    total('total', 'revenue_q4'),
    total('before', 'revenue_q3'),
    derived('growth', 'pct_change'),
    derived('direction', 'direction'),
  ],
};

/** A question whose one query returns so many rows, asked to see that no row enters the history. */
export function rowsQuestion(rows: number): string {
  return `List ${rows} order lines`;
}

export function rowsPlan(rows: number): Plan {
  const query: Step = {
    ...frame,
    id: 'lines',
    tool: 'execute_query',
    dependsOn: [],
    input: {
      sql: `select i.order_id as order_id, i.line_no as line_no, i.quantity as quantity
from order_items as i
order by i.order_id, i.line_no
limit ${rows}`,
      params: [],
      measure: { name: '', column: '', aggregation: '', additive: false, unit: '' },
      grain: '',
      period: { from: '', to: '' },
      dimensions: ['order_id', 'line_no'],
      filters: [],
      order: 'order_id, line_no',
      limit: rows,
    },
  };
  return { ...plan, intent: 'Order lines in their order', steps: [query] };
}

export const rowsInterpretation: Interpretation = {
  text: 'The first line is of order {{first}}.',
  figures: [
    {
      name: 'first',
      kind: 'cell',
      calc: 'none',
      step: 'lines',
      column: 'order_id',
      row: 0,
      where: [],
      from: '',
      to: '',
    },
  ],
};
