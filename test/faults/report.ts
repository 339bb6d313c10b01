import type { Report } from './scenario.js';

const columns = [
  'scenario',
  'runs',
  'ended',
  'lost',
  'repeated',
  'missingRows',
  'leftQueries',
  'doubleTickets',
];

/** What the JSON lines say, for people. */
export function tableOf(reports: readonly Report[]): string {
  const rows = [columns, ...reports.map(rowOf)];
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rowOf(report: Report): readonly string[] {
  const { scenario, runs, byStatus, lost, repeated, missingRows, leftQueries, doubleTickets } =
    report;
  const ended = Object.entries(byStatus).map(([status, count]) => `${count} ${status}`);
  const counts = [lost, repeated, missingRows, leftQueries, doubleTickets];
  return [scenario, `${runs}`, ended.join(', '), ...counts.map(String)];
}
