import type { Breach } from '../../../domain/alerts/breach.js';
import type { Thresholds } from '../../../domain/alerts/thresholds.js';
import type { Db, NamedStatement, Value } from '../db.js';
import { isoTime } from '../storable.js';
import { errorRate, fallbackShare, latency, retryExhaustion, timeouts } from './call-rules.js';
import { breakerOpen, costPerRun, plannerRepairs } from './run-rules.js';

/** What each rule takes besides the moments, as $2 and on. */
const rules: readonly (readonly [NamedStatement, (given: Given) => readonly Value[]])[] = [
  [errorRate, (given) => [given.areSeveral, given.errorPercent, given.leastCalls]],
  [latency, (given) => [given.areSeveral, given.slowerTimes, given.leastCalls, given.slowFloorMs]],
  [timeouts, (given) => [given.areSeveral, given.timeoutsPerHour]],
  [retryExhaustion, (given) => [given.areSeveral, given.exhaustedPerHour]],
  [breakerOpen, () => []],
  [fallbackShare, (given) => [given.areSeveral, given.fallbackPercent, given.leastCalls]],
  [costPerRun, (given) => [given.costTimes, given.leastCalls]],
  [plannerRepairs, (given) => [given.repairPercent, given.leastCalls]],
];

interface Given extends Thresholds {
  /** Whether the log knows several warehouses: of those, a tool is one on each. */
  readonly areSeveral: boolean;
}

/** The rules that do not hold at each of these moments, which may be as many as a month has. */
export async function measure(
  db: Db,
  moments: readonly string[],
  thresholds: Thresholds,
): Promise<readonly (Breach & { readonly at: string })[]> {
  const found: (Breach & { readonly at: string })[] = [];
  const [log] = await db.run<{ areSeveral: boolean }>(severalWarehouses, [moments]);
  // One after the other: a check is in no hurry, and a run that asks the store is.
  for (const [statement, values] of rules) {
    found.push(
      ...(await db.run<Breach & { at: string }>(told(statement), [
        moments,
        ...values({ ...thresholds, areSeveral: log?.areSeveral ?? false }),
      ])),
    );
  }
  return found;
}

/** As far back as a rule looks, so that an alert keeps its subject while one of them is not asked. */
const severalWarehouses: NamedStatement = {
  name: 'alert_several_warehouses',
  text: `
    select coalesce(min(warehouse) <> max(warehouse), false) as "areSeveral"
    from (select min(at) as first, max(at) as last from unnest($1::timestamptz[]) as at) as asked
    join surefoot.v_tool_calls on started_at >= first - interval '8 days' and started_at <= last`,
};

function told({ name, text }: NamedStatement): NamedStatement {
  return {
    name,
    text: `
      select ${isoTime('at')} as at, rule, subject, minutes, value::float8 as value, "limit", bad, total, runs, users,
             baseline, mostly, ${isoTime('since')} as since
      from (${text}) as broken`,
  };
}
