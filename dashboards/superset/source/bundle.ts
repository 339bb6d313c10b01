import { stringify } from 'yaml';
import { chartFile } from './chart-file.js';
import { charts } from './charts.js';
import { dashboardFile } from './dashboard-file.js';
import { datasets, type Dataset } from './datasets.js';
import { stableId } from './stable-id.js';

/** A column as the store has it. */
export interface Column {
  readonly name: string;
  /** Postgres's word for it. */
  readonly type: string;
  readonly about: string;
}

/** Every file of the bundle, by its path: only fields that Superset 4.1 to 6.1 all know, since it refuses any other. */
export function bundleFiles(
  columnsOf: (view: string) => readonly Column[],
): ReadonlyMap<string, string> {
  const files: [string, object][] = [
    ['metadata.yaml', { version: '1.0.0', type: 'assets', timestamp: '2026-11-26T00:00:00+00:00' }],
    ['databases/surefoot.yaml', databaseFile()],
    ['dashboards/surefoot.yaml', dashboardFile()],
  ];
  for (const dataset of datasets) {
    const path = `datasets/surefoot/${dataset.view}.yaml`;
    files.push([path, datasetFile(dataset, columnsOf(dataset.view))]);
  }
  for (const chart of charts) {
    const dataset = datasets.find(({ view }) => view === chart.view);
    if (dataset === undefined) throw new Error(`There is no dataset ${chart.view}.`);
    files.push([`charts/${fileName(chart.name)}.yaml`, chartFile(chart, dataset)]);
  }
  // Superset reads YAML 1.1, where more texts than in 1.2 want quotes, a time among them.
  const options = { version: '1.1', lineWidth: 0 } as const;
  return new Map(files.map(([path, content]) => [path, stringify(content, options)]));
}

function fileName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}

/** render.py puts the address in. Every session reads only, for a minute at most, and has days begin in UTC. */
function databaseFile(): object {
  const settings = [
    '-c timezone=UTC',
    '-c default_transaction_read_only=on',
    '-c statement_timeout=60000',
  ];
  return {
    database_name: 'Surefoot store',
    sqlalchemy_uri: '${SUREFOOT_SUPERSET_URI}',
    expose_in_sqllab: true,
    allow_run_async: false,
    allow_ctas: false,
    allow_cvas: false,
    allow_dml: false,
    // Superset before 6.1 fails without it.
    allow_csv_upload: false,
    extra: {
      engine_params: { connect_args: { options: settings.join(' ') } },
      allows_virtual_table_explore: true,
    },
    uuid: stableId('databases/surefoot'),
    version: '1.0.0',
  };
}

function datasetFile(dataset: Dataset, columns: readonly Column[]): object {
  const computed = Object.entries(dataset.computed ?? {});
  return {
    table_name: dataset.view,
    schema: 'surefoot',
    description: dataset.about,
    main_dttm_col: dataset.time,
    filter_select_enabled: true,
    columns: [
      ...columns.map(({ name, type, about }) => ({
        column_name: name,
        type: type.toUpperCase(),
        description: about,
        is_dttm: type.startsWith('timestamp'),
        groupby: true,
        filterable: true,
      })),
      ...computed.map(([name, { sql, about }]) => ({
        column_name: name,
        type: 'TEXT',
        description: about,
        expression: sql,
        is_dttm: false,
        groupby: true,
        filterable: true,
      })),
    ],
    metrics: Object.entries(dataset.metrics).map(([name, { label, sql, format, about }]) => ({
      metric_name: name,
      verbose_name: label,
      expression: sql,
      d3format: format,
      ...(about !== undefined && { description: about }),
    })),
    uuid: stableId(`datasets/${dataset.view}`),
    database_uuid: stableId('databases/surefoot'),
    version: '1.0.0',
  };
}
