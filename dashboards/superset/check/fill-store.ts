import { Client } from 'pg';
import { migrateStore } from '../../../src/adapters/store/migrate.js';
import { postgresForTests } from '../../../test/support.js';
import type { Incident } from '../../../test/synthetic/incidents.js';
import { loadLog } from '../../../test/synthetic/load.js';
import { syntheticLog } from '../../../test/synthetic/log.js';
import type { Row } from './compare.js';

/** A store with five weeks of log, up to the last midnight. */
export interface FilledStore {
  /** For SQLAlchemy, as a user who may read the views and nothing else. */
  readonly readerUri: string;
  /** What somebody might choose in the dashboard's filters. */
  readonly choice: {
    /** In Superset's words. */
    readonly week: string;
    readonly tool: readonly string[];
    readonly tenant: readonly string[];
    readonly warehouse: readonly string[];
  };
  /** As the superuser: $1 and $2 are times, $3 to $5 lists. */
  query(sql: string, values: readonly unknown[]): Promise<readonly Row[]>;
}

const dayMs = 86_400_000;
const days = 35;

export async function fillStore(): Promise<FilledStore> {
  const postgres = await postgresForTests();
  const { url } = await postgres.createDatabase('surefoot');
  await migrateStore(url, { log: () => {} });
  const toMs = Math.floor(Date.now() / dayMs) * dayMs;
  const from = isoDay(toMs - days * dayMs);
  await loadLog(url, syntheticLog({ from, days, incidents: incidentsBefore(toMs) }));
  const client = new Client({ connectionString: url });
  await client.connect();
  // A quarter of the runs ask another warehouse.
  await client.query(
    `update surefoot.tool_calls set warehouse = 'support' where warehouse is not null and hashtext(run_id) % 4 = 0`,
  );
  await client.query(`create role superset login password 'superset' in role surefoot_dashboards`);
  const reader = Object.assign(new URL(url), { username: 'superset', password: 'superset' });
  return {
    readerUri: reader.href.replace(/^\w+:/, 'postgresql+psycopg2:'),
    choice: {
      week: `${isoDay(toMs - 14 * dayMs)} : ${isoDay(toMs - 7 * dayMs)}`,
      tool: ['execute_query', 'plan'],
      tenant: ['default', 'acme'],
      warehouse: ['support'],
    },
    async query(sql, values) {
      // Not every chart asks for every value, and Postgres wants to know the type of each.
      const types = '$1::timestamptz, $2::timestamptz, $3::text[], $4::text[], $5::text[]';
      const { rows } = await client.query<Row>(`with asked as (select ${types}) ${sql}`, [
        ...values,
      ]);
      return rows;
    },
  };
}

/** What a bad month has, so that every chart has something to show. */
function incidentsBefore(toMs: number): readonly Incident[] {
  const daysAgo = (ago: number, time: string): string => `${isoDay(toMs - ago * dayMs)}T${time}Z`;
  const tool = 'execute_query';
  return [
    { kind: 'errors', tool, at: daysAgo(24, '09:00:00'), minutes: 60, share: 600 },
    { kind: 'slow', tool, at: daysAgo(17, '08:00:00'), minutes: 240, factor: 8 },
    { kind: 'repairs', at: daysAgo(13, '00:00:00'), minutes: 2 * 1_440, share: 400 },
    {
      ...{ kind: 'errors', tool, at: daysAgo(10, '00:00:00'), minutes: 1_440, share: 900 },
      ...{ errorClass: 'permanent', user: 'hugo' },
    },
    // In the week that is chosen, and over a working day whatever day it is.
    { kind: 'fallbacks', at: daysAgo(12, '00:00:00'), minutes: 3 * 1_440, share: 150 },
    { kind: 'breaker', tool, at: daysAgo(6, '10:00:00'), minutes: 45 },
    { kind: 'cost', at: daysAgo(4, '00:00:00'), minutes: 1_440, factor: 3 },
    { kind: 'timeouts', tool, at: daysAgo(2, '14:00:00'), minutes: 90, share: 400 },
  ];
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
