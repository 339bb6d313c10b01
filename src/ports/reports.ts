import type { Facts } from '../domain/report/facts.js';
import type { PlanRow } from '../domain/report/query-plan.js';
import type { Period, Report, ReportKind } from '../domain/report/report.js';
import type { FactRows, LoggedStatement } from '../domain/report/rows.js';
import type { Statement } from './warehouse.js';
import type { Delivery } from './webhooks.js';
import type { ReportNotice } from '../domain/report/notice.js';

/** What a report's queries are asked for. */
export interface ReportWindow {
  readonly period: Period;
  readonly before: Period;
  /** Null for all. */
  readonly tenant: string | null;
}

/** Facts of the log by their query's name; `replays` are no rows of the store's. */
export type FactName = Exclude<keyof FactRows, 'replays'>;

/** A trait or a statement without its constants, and the MD5 of a text that has it. */
export interface Named {
  readonly name: string;
  readonly statement: string;
}

export interface LoggedExample {
  readonly tenant: string;
  readonly timeZone: string;
  /** As the log keeps them. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What reports are made of, and where they are kept. @throws ToolFailure while the store is away */
export interface Reports {
  /** `named` for the queries that count by name: `timeout_traits` and `slow`. */
  facts<Name extends FactName>(
    name: Name,
    window: ReportWindow,
    named?: readonly Named[],
  ): Promise<Facts<FactRows[Name]>>;
  /** The statements of the period, at most 2,000. */
  statements(window: ReportWindow): Promise<readonly LoggedStatement[]>;
  /** The newest query with one of these texts, by MD5; of this warehouse, where one is named. */
  example(
    window: ReportWindow,
    statements: readonly string[],
    warehouse: string | null,
  ): Promise<LoggedExample | undefined>;
  /** Kept for when the warehouse cannot be asked. */
  keepPlan(statement: string, plan: readonly PlanRow[]): Promise<void>;
  keptPlan(
    statement: string,
  ): Promise<{ readonly plan: readonly PlanRow[]; readonly day: string } | undefined>;
  /** Once per kind, period and tenant: the first one stays; returns the one that stands. */
  keep(report: Report): Promise<{ readonly reportId: string; readonly report: Report }>;
  find(reportId: string): Promise<Report | undefined>;
  /** The newest 100, without their bodies. */
  list(kind?: ReportKind): Promise<readonly ReportEntry[]>;
}

export interface ReportEntry {
  readonly reportId: string;
  readonly kind: ReportKind;
  readonly from: string;
  readonly to: string;
  /** ISO. */
  readonly madeAt: string;
}

/** How a warehouse would carry a statement out. */
export interface QueryPlans {
  /** The warehouse's. */
  readonly name: string;
  /** Plans without running. @throws ToolFailure */
  planRows(statement: Statement, signal: AbortSignal): Promise<readonly PlanRow[]>;
}

/** Tells another system that a report is there. */
export interface ReportWebhook {
  /** Once; safe to repeat. @throws ToolFailure `webhook_failed` or `webhook_refused` */
  deliver(notice: ReportNotice, delivery: Delivery): Promise<void>;
}
