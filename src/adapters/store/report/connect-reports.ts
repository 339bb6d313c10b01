import type { Facts } from '../../../domain/report/facts.js';
import type { QueryParam, Report } from '../../../domain/report/report.js';
import type { LoggedStatement } from '../../../domain/report/rows.js';
import type { LoggedExample, Named, ReportEntry, Reports, ReportWindow } from '../../../ports.js';
import { connectDb } from '../db.js';
import { patientConnectMs } from '../patience.js';
import { isoTime, storableJson } from '../storable.js';
import { factQueries } from './queries.js';
import { exampleSql } from './slow.js';
import { statementsSql } from './timeout-traits.js';

export interface ConnectedReports extends Reports {
  close(): Promise<void>;
}

/** A quarter's log is long: nobody waits for a report as for an answer. */
const longestMs = 120_000;

/** Reports on connections of their own. @throws ToolFailure from all of them, as `connectStore` says */
export function connectReports({ url }: { readonly url: string }): ConnectedReports {
  const db = connectDb(url, 2, { statementMs: longestMs, connectMs: patientConnectMs });
  const find = async (reportId: string) =>
    (await db.run<{ body: Report }>(findReport, [reportId]))[0]?.body;
  return {
    async facts<Row extends object>(
      name: keyof typeof factQueries,
      window: ReportWindow,
      named?: readonly Named[],
    ) {
      const params = [...windowParams(window), ...(named === undefined ? [] : namedParams(named))];
      const text = factQueries[name];
      const rows = await db.run<Row>({ name: `report_${name}`, text }, params);
      const facts: Facts<Row> = { query: { name, language: 'sql', text, params }, rows };
      return facts;
    },
    statements: (window) =>
      db.run<LoggedStatement>(
        { name: 'report_statements', text: statementsSql },
        windowParams(window),
      ),
    async example(window, statements, warehouse) {
      const params = [...windowParams(window), statements, warehouse];
      const [row] = await db.run<ExampleRow>({ name: 'report_example', text: exampleSql }, params);
      return row === undefined ? undefined : exampleOf(row);
    },
    async keepPlan(statement, plan) {
      await db.run(keepPlan, [statement, storableJson(plan)]);
    },
    keptPlan: async (statement) => (await db.run<KeptPlan>(keptPlan, [statement]))[0],
    async keep(report) {
      const { kind, period, tenant, madeAt } = report;
      const reportId = reportIdOf(report);
      const values = [reportId, kind, period.from, period.to, tenant, storableJson(report), madeAt];
      const isNew = (await db.run(keepReport, values)).length > 0;
      return { reportId, report: isNew ? report : ((await find(reportId)) ?? report) };
    },
    find,
    list: async (kind) => await db.run<ReportEntry>(listReports, [kind ?? null]),
    close: () => db.close(),
  };
}

type KeptPlan = NonNullable<Awaited<ReturnType<Reports['keptPlan']>>>;

interface ExampleRow {
  readonly tenant: string;
  readonly time_zone: string;
  readonly parameters: LoggedExample['parameters'];
}

function exampleOf({ tenant, time_zone: timeZone, parameters }: ExampleRow): LoggedExample {
  return { tenant, timeZone, parameters };
}

function windowParams({ period, before, tenant }: ReportWindow): QueryParam[] {
  const utc = (day: string) => `${day}T00:00:00Z`;
  return [utc(period.from), utc(period.to), utc(before.from), tenant];
}

function namedParams(named: readonly Named[]): QueryParam[] {
  return [named.map(({ name }) => name), named.map(({ statement }) => statement)];
}

/** A schedule that fires twice finds the first one's. */
function reportIdOf({ kind, period, tenant }: Report): string {
  return tenant === null ? `${kind}-${period.from}` : `${kind}-${period.from}-${tenant}`;
}

const keepPlan = {
  name: 'keep_query_plan',
  text: `
    insert into surefoot.query_plans (statement, plan) values (md5($1), $2::jsonb)
    on conflict (statement) do update set plan = excluded.plan, explained_at = now()`,
};

const keptPlan = {
  name: 'kept_query_plan',
  text: `
    select plan, to_char(explained_at at time zone 'UTC', 'YYYY-MM-DD') as day
    from surefoot.query_plans where statement = md5($1)`,
};

const keepReport = {
  name: 'keep_report',
  text: `
    insert into surefoot.reports (report_id, kind, from_day, to_day, tenant, body, made_at)
    values ($1, $2, $3, $4, $5, $6::json, $7)
    on conflict do nothing
    returning report_id`,
};

const findReport = {
  name: 'find_report',
  text: 'select body from surefoot.reports where report_id = $1',
};

const listReports = {
  name: 'list_reports',
  text: `
    select report_id as "reportId", kind, from_day::text as "from", to_day::text as "to",
           ${isoTime('made_at')} as "madeAt"
    from surefoot.reports where $1::text is null or kind = $1
    order by made_at desc, report_id limit 100`,
};
