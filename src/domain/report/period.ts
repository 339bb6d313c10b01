import { addDays } from '../day.js';
import type { Period, ReportKind } from './report.js';

/** The last whole week (from Monday), month or quarter before that day, ISO. */
export function lastPeriod(kind: ReportKind, day: string): Period {
  const to = startOf(kind, day);
  return { from: startOf(kind, addDays(to, -1)), to };
}

/** The calendar's period before it; for a period of other bounds, as many days. */
export function periodBefore(kind: ReportKind, { from, to }: Period): Period {
  const isWhole = startOf(kind, from) === from && startOf(kind, addDays(to, -1)) === from;
  if (isWhole && startOf(kind, to) === to) return lastPeriod(kind, from);
  return { from: addDays(from, -daysOf({ from, to })), to: from };
}

export function daysOf({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** As people say it: its last day counts. */
export function periodWords({ from, to }: Period): string {
  return `${from} to ${addDays(to, -1)}`;
}

const dayMs = 86_400_000;

function startOf(kind: ReportKind, day: string): string {
  if (kind === 'week') return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
  const month = Number(day.slice(5, 7));
  const first = kind === 'month' ? month : month - ((month - 1) % 3);
  return `${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`;
}
