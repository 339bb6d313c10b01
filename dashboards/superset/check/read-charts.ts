import type { Api } from './api.js';
import type { Row } from './compare.js';

/** A chart as Superset has it, and how to read it. */
export interface ImportedChart {
  readonly name: string;
  readonly id: number;
  /** The columns that it groups by. */
  readonly keys: readonly string[];
  readonly context: QueryContext;
}

/** As it was saved: what a report asks for. */
interface QueryContext {
  readonly queries: readonly {
    readonly columns: readonly (string | { readonly label: string })[];
    readonly filters: readonly { readonly op: string }[];
  }[];
}

export interface NativeFilter {
  readonly column: string;
  /** Ids of charts that it does not reach. */
  readonly excluded: readonly number[];
}

export interface ChartData {
  readonly rows: readonly Row[];
  /** What its time range came to, epoch milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** The charts of a dashboard, in no order. */
export async function chartsOf(api: Api, slug: string): Promise<readonly ImportedChart[]> {
  const { result } = await api.get<{ result: { id: number; slice_name: string }[] }>(
    `dashboard/${slug}/charts`,
  );
  return Promise.all(
    result.map(async ({ id, slice_name: name }) => {
      const chart = await api.get<{ result: { query_context: string } }>(`chart/${id}`);
      const context = JSON.parse(chart.result.query_context) as QueryContext;
      const columns = context.queries.flatMap(({ columns }) => columns);
      const keys = columns.map((column) => (typeof column === 'string' ? column : column.label));
      return { id, name, keys, context };
    }),
  );
}

/** The filters of a dashboard that offer a column's values. */
export async function filtersOf(api: Api, slug: string): Promise<readonly NativeFilter[]> {
  const { result } = await api.get<{ result: { json_metadata: string } }>(`dashboard/${slug}`);
  const { native_filter_configuration: filters } = JSON.parse(result.json_metadata) as {
    readonly native_filter_configuration: readonly {
      readonly targets: readonly { readonly column?: { readonly name: string } }[];
      readonly scope: { readonly excluded: readonly number[] };
    }[];
  };
  return filters.flatMap(({ targets, scope: { excluded } }) =>
    targets.flatMap(({ column }) =>
      column === undefined ? [] : { column: column.name, excluded },
    ),
  );
}

/** What the chart shows as it is. */
export async function readChart(api: Api, { id }: ImportedChart): Promise<ChartData> {
  return dataIn(await api.get(`chart/${id}/data/?force=true`));
}

/** What it shows once the dashboard's filters are set; null leaves a column alone. */
export async function readFiltered(
  api: Api,
  { context }: ImportedChart,
  timeRange: string,
  wanted: Readonly<Record<string, readonly string[] | null>>,
): Promise<ChartData> {
  const added = Object.entries(wanted)
    .filter(([, val]) => val !== null)
    .map(([col, val]) => ({ col, op: 'IN', val }));
  const queries = context.queries.map(({ filters, ...query }) => ({
    ...query,
    time_range: timeRange,
    filters: [
      ...filters.map((each) => (each.op === 'TEMPORAL_RANGE' ? { ...each, val: timeRange } : each)),
      ...added,
    ],
  }));
  return dataIn(await api.post('chart/data', { ...context, queries, force: true }));
}

interface Answer {
  readonly result: readonly {
    readonly status: string;
    readonly error: string | null;
    readonly data: readonly Row[];
    readonly from_dttm: number;
    readonly to_dttm: number;
    readonly rejected_filters: readonly unknown[];
  }[];
}

function dataIn({ result: [first] }: Answer): ChartData {
  if (first?.status !== 'success') throw new Error(first?.error ?? 'Superset gives no result.');
  if (first.rejected_filters.length > 0) {
    throw new Error(`Superset refuses the filters ${JSON.stringify(first.rejected_filters)}.`);
  }
  return { rows: first.data, fromMs: first.from_dttm, toMs: first.to_dttm };
}
