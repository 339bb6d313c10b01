import { least } from '../../../domain/alerts/thresholds.js';
import type { NamedStatement } from '../db.js';

/** `$1` as in call-rules.ts. Of runs that began in those days and have ended: answers are read once each. */
const runsOf = (days: number) => `
  asked as (select at from unnest($1::timestamptz[]) as at),
  runs as materialized (
    select tenant, user_id, began_at, ended_at, cost_usd::float8 as cost_usd, plan_repairs
    from surefoot.v_runs
    where began_at >= (select min(at) from asked) - interval '${days} days' and began_at <= (select max(at) from asked)
      and ended_at is not null
  )`;

const within = `
  began_at > at - make_interval(mins => minutes) and began_at <= at and ended_at <= at`;

const windows = `(values (15), (60), (1440)) as windows (minutes)`;

const counted = `bad::integer, total::integer, bad::integer as runs, users::integer`;

export const costPerRun: NamedStatement = {
  name: 'alert_cost_per_run',
  text: `
    with ${runsOf(8)},
    baseline as materialized (
      select day, mean
      from (select distinct date_trunc('day', at, 'UTC') as day from asked) as days,
        lateral (
          select avg(cost_usd) as mean from runs
          where began_at >= day - interval '7 days' and began_at < day and cost_usd > 0
          having count(*) >= ${least.baselineRuns}
        ) week
    ),
    seen as (
      select at, minutes, min(mean) as baseline, min(dear) as dear, count(*) as total, avg(cost_usd) as value,
             count(*) filter (where cost_usd > dear) as bad,
             count(distinct (tenant, user_id)) filter (where cost_usd > dear) as users,
             min(began_at) filter (where cost_usd > dear) as since
      from asked, ${windows},
        lateral (
          select runs.*, mean, greatest(mean * $2::float8, ${least.costUsd}) as dear
          from runs join baseline on day = date_trunc('day', at, 'UTC')
          where ${within} and cost_usd > 0
        ) r
      group by at, minutes
    )
    select distinct on (at) at, 'cost_per_run' as rule, 'runs' as subject, minutes, value, dear as "limit",
           ${counted}, baseline, '' as mostly, since
    from seen
    where total >= $3::integer / 2 and bad >= ${least.bad} and value > dear
    order by at, minutes`,
};

/** Within an hour it takes twice the share: few runs say little. */
export const plannerRepairs: NamedStatement = {
  name: 'alert_planner_repairs',
  text: `
    with ${runsOf(1)},
    seen as (
      select at, minutes, count(*) as total, count(*) filter (where plan_repairs > 0) as bad,
             count(distinct (tenant, user_id)) filter (where plan_repairs > 0) as users,
             min(began_at) filter (where plan_repairs > 0) as since,
             case minutes when 1440 then $2::float8 else least(2 * $2::float8, 90) end as most
      from asked, ${windows}, lateral (select * from runs where ${within}) r
      group by at, minutes
    )
    select distinct on (at) at, 'planner_repairs' as rule, 'runs' as subject, minutes, 100.0 * bad / total as value,
           most as "limit", ${counted}, null::float8 as baseline, '' as mostly, since
    from seen
    where total >= $3::integer / 2 and bad >= ${least.bad} and 100.0 * bad / total > most
    order by at, minutes`,
};

/** Open at that moment, or opened within the last quarter of an hour: between two checks it may have closed again. */
export const breakerOpen: NamedStatement = {
  name: 'alert_breaker_open',
  text: `
    with asked as (select at from unnest($1::timestamptz[]) as at),
    seen as (
      select a.at, c.name as subject,
             (array_agg(c.to_state order by c.version desc))[1] as state,
             count(*) filter (where c.from_state = 'closed' and c.at > a.at - interval '15 minutes') as bad,
             max(c.at) filter (where c.from_state = 'closed') as since,
             (array_agg(c.at order by c.version desc))[1] as changed_at
      from asked a join surefoot.v_breaker_changes c on c.at <= a.at
      group by a.at, c.name
      union all
      -- Those whose changes have been deleted by now.
      select a.at, b.name, b.state, 0, b.changed_at, b.changed_at
      from asked a join surefoot.v_breakers b on b.changed_at <= a.at
      where not exists (select from surefoot.v_breaker_changes c where c.name = b.name)
    )
    select at, 'breaker_open' as rule, subject, 15 as minutes, bad::float8 as value, 0::float8 as "limit",
           bad::integer, bad::integer as total, 0 as runs, 0 as users, null::float8 as baseline,
           state as mostly, coalesce(since, changed_at) as since
    from seen
    where state <> 'closed' or bad > 0
    order by at, subject`,
};
