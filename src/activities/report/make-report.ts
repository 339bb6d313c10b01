import {
  assembleReport,
  type MonthFacts,
  type QuarterFacts,
} from '../../domain/report/assemble.js';
import { periodBefore } from '../../domain/report/period.js';
import type { Period, Report, ReportKind } from '../../domain/report/report.js';
import type { LoggedStatement } from '../../domain/report/rows.js';
import type { QueryPlans, ReplayHistories, Reports, ReportWindow } from '../../ports.js';
import { statementTraits, type StatementTraits } from '../../sql/report/statement-traits.js';
import { replayFacts } from './replay-facts.js';
import { slowPlans } from './slow-plans.js';

export interface ReportTask {
  readonly kind: ReportKind;
  readonly period: Period;
  /** Null for all tenants together. */
  readonly tenant: string | null;
  /** ISO. */
  readonly madeAt: string;
}

export interface ReportDeps {
  readonly reports: Reports;
  /** The warehouses that are known here. */
  readonly plans: readonly QueryPlans[];
  /** Null where Temporal is not known here. */
  readonly replay: ReplayHistories | null;
}

/** A statement of the period with what its tree says. */
export type ReadStatement = LoggedStatement & StatementTraits;

/** Reads the period's facts from the log and puts them into words. Changes nothing but the plans that are kept. */
export async function makeReport(
  { kind, period, tenant, madeAt }: ReportTask,
  deps: ReportDeps,
  signal: AbortSignal,
): Promise<Report> {
  const window = { period, before: periodBefore(kind, period), tenant };
  const statements = await readStatements(deps.reports, window);
  const week = await weekFacts(deps.reports, window, statements);
  const month = kind === 'week' ? null : await monthFacts(deps, window, statements, signal);
  const quarter = kind === 'quarter' ? await quarterFacts(deps, window, signal) : null;
  return assembleReport({ kind, ...window, madeAt }, { week, month, quarter });
}

async function readStatements(
  reports: Reports,
  window: ReportWindow,
): Promise<readonly ReadStatement[]> {
  const read: ReadStatement[] = [];
  for (const statement of await reports.statements(window)) {
    const traits = await statementTraits(statement.sql);
    if (traits !== undefined) read.push({ ...statement, ...traits });
  }
  return read;
}

/** One after the other: a report is not urgent, and the store has other work. */
async function weekFacts(
  reports: Reports,
  window: ReportWindow,
  statements: readonly ReadStatement[],
) {
  const named = statements.flatMap(({ traits, statement }) =>
    traits.map((name) => ({ name, statement })),
  );
  return {
    runs: await reports.facts('runs', window),
    days: await reports.facts('days', window),
    tools: await reports.facts('tools', window),
    timeouts: await reports.facts('timeouts', window),
    traits: await reports.facts('timeout_traits', window, named),
    periods: await reports.facts('timeout_periods', window),
    retries: await reports.facts('retries', window),
    rungs: await reports.facts('rungs', window),
    breakers: await reports.facts('breakers', window),
    findings: await reports.facts('findings', window),
    costs: await reports.facts('costs', window),
  };
}

async function monthFacts(
  deps: ReportDeps,
  window: ReportWindow,
  statements: readonly ReadStatement[],
  signal: AbortSignal,
): Promise<MonthFacts> {
  const { reports } = deps;
  const named = statements.map(({ normalized: name, statement }) => ({ name, statement }));
  const slow = await reports.facts('slow', window, named);
  return {
    slow,
    plans: await slowPlans(slow, statements, deps, window, signal),
    uncaught: await reports.facts('uncaught', window),
    feedback: await reports.facts('feedback', window),
  };
}

async function quarterFacts(
  { reports, replay }: ReportDeps,
  window: ReportWindow,
  signal: AbortSignal,
): Promise<QuarterFacts> {
  return {
    models: await reports.facts('models', window),
    replays: await replayFacts(replay, window, signal),
  };
}
