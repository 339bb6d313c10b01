/** What can be wrong, in the order of docs/alerts.md. */
export const ruleNames = [
  'error_rate',
  'latency',
  'timeouts',
  'retry_exhaustion',
  'breaker_open',
  'fallback_share',
  'cost_per_run',
  'planner_repairs',
] as const;

export type RuleName = (typeof ruleNames)[number];

/** A rule that does not hold at a moment. */
export interface Breach {
  readonly rule: RuleName;
  /** The tool, of several warehouses one on one of them (`execute_query@sales`); the breaker; or `runs`, of all of them. */
  readonly subject: string;
  /** How far back it was looked, in minutes. */
  readonly minutes: number;
  /** What was measured: percent, milliseconds, a count or dollars, as the rule has it. */
  readonly value: number;
  /** Above what it breaks the rule, in the same unit. */
  readonly limit: number;
  /** What is wrong, out of `total`. */
  readonly bad: number;
  readonly total: number;
  /** Different runs, and users, that it is wrong for. */
  readonly runs: number;
  readonly users: number;
  /** The week before, in the rule's unit; null where the rule has no baseline. */
  readonly baseline: number | null;
  /** What it mostly is, such as an error's name; '' where there is nothing to name. */
  readonly mostly: string;
  /** When the first of it began, ISO. */
  readonly since: string;
}
