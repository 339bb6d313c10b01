import type { Chart, Condition, Grain } from './charts.js';
import type { Dataset } from './datasets.js';
import { stableId } from './stable-id.js';

/** Includes the present, unlike Superset's own "Last month", which ends with yesterday. */
export const lastThirtyDays = 'DATEADD(DATETIME("now"), -30, day) : now';

const vizTypes = {
  number: 'big_number_total',
  lines: 'echarts_timeseries_line',
  bars: 'echarts_timeseries_bar',
  table: 'table',
} as const;

const grains: Readonly<Record<Grain, string>> = { hour: 'PT1H', day: 'P1D', week: 'P1W' };
const mostRows = 50_000;

/** A chart as a bundle has it: how it is drawn, and what it asks for when no browser draws it. */
export function chartFile(chart: Chart, dataset: Dataset): object {
  return {
    slice_name: chart.name,
    description: chart.about,
    viz_type: vizTypes[chart.kind],
    params: paramsOf(chart, dataset),
    query_context: JSON.stringify(queryContext(chart, dataset)),
    uuid: stableId(`charts/${chart.name}`),
    dataset_uuid: stableId(`datasets/${dataset.view}`),
    version: '1.0.0',
  };
}

/** What the browser draws from, and asks for. Ids within are Superset's to fill in. */
function paramsOf(chart: Chart, { time, metrics }: Dataset): object {
  const format = metrics[chart.metrics[0] ?? '']?.format;
  const common = {
    datasource: '0__table',
    viz_type: vizTypes[chart.kind],
    adhoc_filters: [
      adhocFilter(time, 'TEMPORAL_RANGE', lastThirtyDays),
      ...(chart.where ?? []).map(([column, operator, values]) =>
        adhocFilter(column, operator, values),
      ),
    ],
  };
  switch (chart.kind) {
    case 'number':
      return {
        ...common,
        metric: chart.metrics[0],
        y_axis_format: format,
        header_font_size: 0.4,
        subheader_font_size: 0.15,
      };
    case 'table':
      return {
        ...common,
        query_mode: 'aggregate',
        groupby: chart.by,
        metrics: chart.metrics,
        timeseries_limit_metric: chart.sort,
        order_desc: true,
        row_limit: 1_000,
        server_page_length: 10,
        table_timestamp_format: 'smart_date',
        show_cell_bars: false,
      };
    case 'lines':
    case 'bars':
      return {
        ...common,
        x_axis: time,
        time_grain_sqla: grains[chart.grain ?? 'day'],
        x_axis_sort_asc: true,
        x_axis_time_format: '%d %b',
        metrics: chart.metrics,
        groupby: chart.by ?? [],
        row_limit: mostRows,
        truncate_metric: true,
        show_empty_columns: true,
        y_axis_format: format,
        // A share ends at 1, and Superset's axis would not.
        ...(format?.endsWith('%') && { truncateYAxis: true, y_axis_bounds: [null, 1] }),
        logAxis: chart.logarithmic ?? false,
        ...(chart.kind === 'bars' && { stack: 'Stack', orientation: 'vertical' }),
        show_legend: true,
        legendType: 'scroll',
        legendOrientation: 'top',
        rich_tooltip: true,
        tooltipTimeFormat: 'smart_date',
        color_scheme: 'supersetColors',
      };
  }
}

function adhocFilter(subject: string, operator: string, comparator: unknown): object {
  return { clause: 'WHERE', expressionType: 'SIMPLE', subject, operator, comparator };
}

/** What `GET /api/v1/chart/<id>/data/` answers with: one record a group, and a point in time where there is a grain. */
function queryContext(chart: Chart, { time }: Dataset): object {
  const point = chart.grain && {
    columnType: 'BASE_AXIS',
    expressionType: 'SQL',
    sqlExpression: time,
    label: time,
    timeGrain: grains[chart.grain],
  };
  const form = { time_range: lastThirtyDays, granularity: time };
  return {
    datasource: { id: 0, type: 'table' },
    force: false,
    queries: [
      {
        ...form,
        columns: [...(point ? [point] : []), ...(chart.by ?? [])],
        metrics: chart.metrics,
        filters: [
          queryFilter([time, 'TEMPORAL_RANGE', lastThirtyDays]),
          ...(chart.where ?? []).map(queryFilter),
        ],
        orderby: chart.sort === undefined ? [] : [[chart.sort, false]],
        row_limit: mostRows,
        extras: {},
      },
    ],
    result_format: 'json',
    result_type: 'full',
  };
}

function queryFilter([col, op, val]: Condition | readonly [string, string, string]): object {
  return { col, op, val };
}
