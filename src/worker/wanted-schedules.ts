import type { CalendarSpec } from '@temporalio/client';
import type { WantedSchedule } from '../adapters/temporal/schedules.js';
import type { Config } from '../config.js';
import type { ReportKind } from '../domain/report/report.js';

/** What the workers do by the clock, besides answering questions. */
export function wantedSchedules(config: Config): readonly WantedSchedule[] {
  const { SUREFOOT_TASK_QUEUE: taskQueue, SUREFOOT_REPORTS: kinds } = config;
  return [
    {
      name: 'tend-store',
      workflow: 'tendStore',
      taskQueue,
      spec: { intervals: [{ every: '1 hour' }] },
      summary: 'Deletes from the store what is older than its time, and makes partitions ahead.',
    },
    ...kinds.map((kind) => reportSchedule(kind, taskQueue)),
    ...(config.SUREFOOT_ALERTS ? [alertSchedule(config)] : []),
  ];
}

/** What an earlier start may have asked for, and the settings do no longer. */
export function unwantedSchedules(config: Config) {
  const { SUREFOOT_TASK_QUEUE: taskQueue, SUREFOOT_REPORTS: kinds } = config;
  const reports = Object.keys(due)
    .filter((kind) => !kinds.some((wanted) => wanted === kind))
    .map((kind) => ({ name: `report-${kind}`, taskQueue }));
  return config.SUREFOOT_ALERTS ? reports : [...reports, alertSchedule(config)];
}

/** Early on the day after, in UTC, and not all at once. */
const due: Readonly<Record<ReportKind, CalendarSpec>> = {
  week: { dayOfWeek: 'MONDAY', hour: 6 },
  month: { dayOfMonth: 1, hour: 6, minute: 10 },
  quarter: {
    month: ['JANUARY', 'APRIL', 'JULY', 'OCTOBER'],
    dayOfMonth: 1,
    hour: 6,
    minute: 20,
  },
};

function reportSchedule(kind: ReportKind, taskQueue: string): WantedSchedule {
  return {
    name: `report-${kind}`,
    workflow: 'makeReport',
    taskQueue,
    spec: { calendars: [due[kind]] },
    args: [kind],
    catchupWindow: '3 days',
    summary: `Makes the report of the last whole ${kind}, and keeps it.`,
  };
}

function alertSchedule(config: Config): WantedSchedule {
  return {
    name: 'check-alerts',
    workflow: 'checkAlerts',
    taskQueue: config.SUREFOOT_TASK_QUEUE,
    spec: { intervals: [{ every: `${config.SUREFOOT_ALERT_EVERY_SECONDS} seconds` }] },
    summary: 'Looks whether a rule of docs/alerts.md is broken, and tells of what is new.',
  };
}
