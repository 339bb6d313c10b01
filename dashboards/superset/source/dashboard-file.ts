import { lastThirtyDays } from './chart-file.js';
import { charts, sections, type Chart } from './charts.js';
import { stableId } from './stable-id.js';

/** Of the twelve columns that Superset divides a row into. */
const columns = 12;
/** In Superset's rows of 8 pixels. */
const heights: Readonly<Record<Chart['kind'], number>> = {
  number: 16,
  lines: 44,
  bars: 44,
  table: 44,
};

/** Views whose rows are not of one tool. */
const withoutTool = ['v_runs', 'v_plan_tries', 'v_error_spread'];
/** Claude reads none: there would be nothing to see. */
const withoutWarehouse = ['Cost by model, by day'];

export function dashboardFile(): object {
  return {
    dashboard_title: 'Surefoot: tools, runs and Claude',
    description:
      'How the tools, the runs and Claude do, from the views of the store. Times are in UTC.',
    slug: 'surefoot',
    published: true,
    position: position(),
    metadata: {
      native_filter_configuration: nativeFilters(),
      color_scheme: 'supersetColors',
      cross_filters_enabled: true,
      refresh_frequency: 0,
    },
    uuid: stableId('dashboards/surefoot'),
    version: '1.0.0',
  };
}

/** Superset replaces these by its own; they only have to differ. */
const chartId = (chart: Chart): number => charts.indexOf(chart) + 1;

function position(): object {
  const cells: Record<string, object> = {};
  const grid: string[] = [];
  const above = ['ROOT_ID', 'GRID_ID'];
  for (const [index, { heading, rows }] of sections.entries()) {
    const id = `HEADER-${index + 1}`;
    grid.push(id);
    const meta = {
      text: heading,
      headerSize: 'MEDIUM_HEADER',
      background: 'BACKGROUND_TRANSPARENT',
    };
    cells[id] = { type: 'HEADER', id, children: [], parents: above, meta };
    for (const [number, row] of rows.entries()) {
      const rowId = `ROW-${index + 1}-${number + 1}`;
      grid.push(rowId);
      const children = row.map((chart) => `CHART-${chartId(chart)}`);
      const meta = { background: 'BACKGROUND_TRANSPARENT' };
      cells[rowId] = { type: 'ROW', id: rowId, children, parents: above, meta };
      for (const chart of row) {
        const cell = chartCell(chart, chart.width ?? columns / row.length, [...above, rowId]);
        cells[cell.id] = cell;
      }
    }
  }
  return {
    DASHBOARD_VERSION_KEY: 'v2',
    ROOT_ID: { type: 'ROOT', id: 'ROOT_ID', children: ['GRID_ID'] },
    GRID_ID: { type: 'GRID', id: 'GRID_ID', children: grid, parents: ['ROOT_ID'] },
    ...cells,
  };
}

function chartCell(chart: Chart, width: number, parents: readonly string[]) {
  return {
    type: 'CHART',
    id: `CHART-${chartId(chart)}`,
    children: [],
    parents,
    meta: {
      chartId: chartId(chart),
      uuid: stableId(`charts/${chart.name}`),
      sliceName: chart.name,
      width,
      height: heights[chart.kind],
    },
  };
}

function nativeFilters(): readonly object[] {
  const time = {
    ...nativeFilter('time', 'Time', 'filter_time'),
    targets: [{}],
    defaultDataMask: {
      extraFormData: { time_range: lastThirtyDays },
      filterState: { value: lastThirtyDays },
    },
  };
  const excluded = charts.filter(({ view }) => withoutTool.includes(view)).map(chartId);
  const ofClaude = charts.filter(({ name }) => withoutWarehouse.includes(name)).map(chartId);
  return [
    time,
    valueFilter('tool', 'Tool', excluded),
    valueFilter('warehouse', 'Warehouse', [...excluded, ...ofClaude]),
    valueFilter('tenant', 'Tenant', []),
  ];
}

/** Offers the values of the chosen time. */
function valueFilter(column: string, name: string, excluded: readonly number[]): object {
  return {
    ...nativeFilter(column, name, 'filter_select'),
    targets: [{ column: { name: column }, datasetUuid: stableId('datasets/v_tool_calls') }],
    scope: { rootPath: ['ROOT_ID'], excluded },
    cascadeParentIds: ['NATIVE_FILTER-time'],
    controlValues: { multiSelect: true, searchAllOptions: false, enableEmptyFilter: false },
    defaultDataMask: { extraFormData: {}, filterState: {} },
  };
}

function nativeFilter(id: string, name: string, filterType: string) {
  return {
    id: `NATIVE_FILTER-${id}`,
    name,
    filterType,
    type: 'NATIVE_FILTER',
    description: '',
    scope: { rootPath: ['ROOT_ID'], excluded: [] as readonly number[] },
    cascadeParentIds: [] as readonly string[],
    controlValues: { enableEmptyFilter: false },
  };
}
