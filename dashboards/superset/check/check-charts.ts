import { charts } from '../source/charts.js';
import type { Api } from './api.js';
import { differences } from './compare.js';
import type { FilledStore } from './fill-store.js';
import { chartsOf, filtersOf, readChart, readFiltered } from './read-charts.js';
import type { ChartData, ImportedChart, NativeFilter } from './read-charts.js';
import { references } from './references.js';

/** Of what is wrong with one chart. */
const mostShown = 5;

/** In the order of the references' parameters. */
const columns = ['tool', 'tenant', 'warehouse'] as const;

type Chosen = Readonly<Record<(typeof columns)[number], readonly string[] | null>>;

const everything: Chosen = { tool: null, tenant: null, warehouse: null };

/** What the charts of the imported dashboard show that SQL does not say, a line each. */
export async function checkCharts(api: Api, store: FilledStore): Promise<readonly string[]> {
  const imported = await chartsOf(api, 'surefoot');
  const filters = await filtersOf(api, 'surefoot');
  const problems: string[] = [];
  for (const { name } of charts) {
    const chart = imported.find((each) => each.name === name);
    const found =
      chart === undefined
        ? ['is not on the dashboard']
        : [...(await asItIs(chart)), ...(await underFilters(chart, filters))];
    problems.push(...shortened(found).map((problem) => `${name}: ${problem}`));
  }
  return problems;

  function asItIs(chart: ImportedChart): Promise<readonly string[]> {
    return compare(chart, everything, () => readChart(api, chart));
  }

  async function underFilters(
    chart: ImportedChart,
    filters: readonly NativeFilter[],
  ): Promise<readonly string[]> {
    const { week, ...values } = store.choice;
    const reaching = filters.filter(({ excluded }) => !excluded.includes(chart.id));
    const chosenOf = (column: keyof Chosen): readonly string[] | null =>
      reaching.some((filter) => filter.column === column) ? values[column] : null;
    const found: string[] = [];
    // A warehouse is chosen apart: of the tools that are chosen some read none, and have no row then.
    for (const chosen of [
      { ...everything, tool: chosenOf('tool'), tenant: chosenOf('tenant') },
      { ...everything, warehouse: chosenOf('warehouse') },
    ]) {
      const read = () => readFiltered(api, chart, week, chosen);
      found.push(...(await compare(chart, chosen, read)));
    }
    return found.map((problem) => `with filters, ${problem}`);
  }

  async function compare(
    { name, keys }: ImportedChart,
    chosen: Chosen,
    read: () => Promise<ChartData>,
  ): Promise<readonly string[]> {
    const sql = references[name];
    if (sql === undefined) return ['there is no SQL to hold it against'];
    try {
      const { rows, fromMs, toMs } = await read();
      const values = [new Date(fromMs), new Date(toMs), ...columns.map((each) => chosen[each])];
      const expected = await store.query(sql, values);
      return differences(keys, rows, expected);
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  }
}

function shortened(problems: readonly string[]): readonly string[] {
  if (problems.length <= mostShown) return problems;
  return [...problems.slice(0, mostShown), `and ${problems.length - mostShown} differences more`];
}
