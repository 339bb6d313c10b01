import { least } from '../../../domain/alerts/thresholds.js';
import type { NamedStatement } from '../db.js';
import { lowerRungs } from '../lower-rungs.js';
import { toolOn } from '../tool-on.js';

/** `$1` are the moments to look at: one in a check, a month of them where the rules are tried out. */
const asked = `asked as (select at from unnest($1::timestamptz[]) as at)`;

/** What had begun within so many minutes and was over at that moment; `lost` is known only afterwards. */
const within = (minutes: string) => `
  c.started_at > at - make_interval(mins => ${minutes}) and c.started_at <= at
  and coalesce(c.ended_at, c.started_at) <= at`;

/** Of several warehouses (`$2`) a tool is one on each of them, by the name that its breaker has. */
const subject = toolOn('$2::boolean');

/** Keeps the planner from reading the whole log once and comparing each row with each moment. */
const byMoment = 'offset 0';

/** Every statement of a rule returns a `Breach` and its moment; of two windows the shorter one that shows it. */
const shortest = 'distinct on (at, subject)';

const counted = `bad::integer, total::integer, runs::integer, users::integer`;

/** What a lower rung does not have is no failure of the tool; nor is what the question itself was wrong about. */
export const errorRate: NamedStatement = {
  name: 'alert_error_rate',
  text: `
    with ${asked}, seen as (
      select at, minutes, subject, count(*) as total,
             count(*) filter (where failed) as bad,
             count(distinct (tenant, run_id)) filter (where failed) as runs,
             count(distinct (tenant, user_id)) filter (where failed) as users,
             mode() within group (order by coalesce(error_name, status)) filter (where failed) as mostly,
             min(started_at) filter (where failed) as since
      from asked, (values (15), (60)) as windows (minutes),
        lateral (
          select c.*, ${subject} as subject, c.status <> 'success' as failed from surefoot.v_tool_calls c
          where ${within('minutes')} and c.status in ('success', 'error', 'timeout', 'lost')
            and c.error_class is distinct from 'user_error' and coalesce(c.rung, '') not in (${lowerRungs})
            and c.tool is not null
          ${byMoment}
        ) c
      group by at, minutes, subject
    )
    select ${shortest} at, 'error_rate' as rule, subject, minutes, 100.0 * bad / total as value, $3::float8 as "limit",
           ${counted}, null::float8 as baseline, mostly, since
    from seen
    where total >= $4::integer and bad >= ${least.bad} and runs >= ${least.badRuns} and 100.0 * bad / total > $3::float8
    order by at, subject, minutes`,
};

/** The week ends with yesterday, UTC, so that what began today is not held against itself. */
export const latency: NamedStatement = {
  name: 'alert_latency',
  text: `
    with ${asked},
    baseline as materialized (
      select day, subject, p50, p95
      from (select distinct date_trunc('day', at, 'UTC') as day from asked) as days,
        lateral (
          select ${subject} as subject, percentile_cont(0.5) within group (order by c.latency_ms) as p50,
                 percentile_cont(0.95) within group (order by c.latency_ms) as p95
          from surefoot.v_tool_calls c
          where c.started_at >= day - interval '7 days' and c.started_at < day and c.status in ('success', 'timeout')
            and coalesce(c.rung, 'live') in ('live', 'own_model')
          group by 1
          having count(*) >= ${least.baselineCalls}
        ) week
    ),
    seen as (
      select at, minutes, subject, min(p95) as baseline, min(too_slow) as too_slow, count(*) as total,
             percentile_cont(0.95) within group (order by latency_ms) as value,
             percentile_cont(0.5) within group (order by latency_ms) > ${least.medianTimes} * min(p50) as is_all_slow,
             count(*) filter (where latency_ms > too_slow) as bad,
             count(distinct (tenant, run_id)) filter (where latency_ms > too_slow) as runs,
             count(distinct (tenant, user_id)) filter (where latency_ms > too_slow) as users,
             min(started_at) filter (where latency_ms > too_slow) as since
      from asked, (values (15), (60)) as windows (minutes),
        lateral (
          select c.*, ${subject} as subject from surefoot.v_tool_calls c
          where ${within('minutes')} and c.status in ('success', 'timeout')
            and coalesce(c.rung, 'live') in ('live', 'own_model')
          ${byMoment}
        ) c,
        lateral (
          select p50, p95, greatest(p95 * $3::float8, $5::float8) as too_slow
          from baseline where baseline.subject = c.subject and day = date_trunc('day', at, 'UTC')
        ) week
      group by at, minutes, subject
    )
    select ${shortest} at, 'latency' as rule, subject, minutes, value, too_slow as "limit",
           ${counted}, baseline, '' as mostly, since
    from seen
    where total >= $4::integer and value > too_slow
      and runs >= case when is_all_slow then ${least.badRuns} when minutes = 60 then ${least.slowRuns} end
    order by at, subject, minutes`,
};

/** In two runs at least: what one question does to the tool is its own trouble. */
export const timeouts: NamedStatement = {
  name: 'alert_timeouts',
  text: `
    with ${asked}, seen as (
      select at, subject, count(*) as total, count(*) filter (where status = 'timeout') as bad,
             count(distinct (tenant, run_id)) filter (where status = 'timeout') as runs,
             count(distinct (tenant, user_id)) filter (where status = 'timeout') as users,
             min(started_at) filter (where status = 'timeout') as since
      from asked,
        lateral (
          select c.*, ${subject} as subject from surefoot.v_tool_calls c
          where ${within('60')} and c.status not in ('running', 'refused') and c.tool is not null
          ${byMoment}
        ) c
      group by at, subject
    )
    select at, 'timeouts' as rule, subject, 60 as minutes, bad::float8 as value, $3::float8 as "limit",
           ${counted}, null::float8 as baseline, '' as mostly, since
    from seen
    where bad > $3::float8 and runs >= ${least.runs}
    order by at, subject`,
};

/** The last attempt of a call, once no other can follow: waits between attempts are shorter than a minute. */
export const retryExhaustion: NamedStatement = {
  name: 'alert_retry_exhaustion',
  text: `
    with ${asked}, calls as (
      select distinct on (at, workflow_id, temporal_run_id, activity_id)
             at, subject, tenant, run_id, user_id, attempt, status, error_class, error_name, started_at, ended_at
      from asked, lateral (
        select c.*, ${subject} as subject from surefoot.v_tool_calls c
        where ${within('60')} and c.tool is not null ${byMoment}
      ) c
      order by at, workflow_id, temporal_run_id, activity_id, attempt desc
    ),
    seen as (
      select at, subject, count(*) as total, count(*) filter (where used_up) as bad,
             count(distinct (tenant, run_id)) filter (where used_up) as runs,
             count(distinct (tenant, user_id)) filter (where used_up) as users,
             mode() within group (order by error_name) filter (where used_up) as mostly,
             min(started_at) filter (where used_up) as since
      from calls, lateral (
        select attempt >= 2 and status = 'error' and error_class in ('transient', 'unknown')
               and ended_at <= at - interval '1 minute' as used_up) as how
      group by at, subject
    )
    select at, 'retry_exhaustion' as rule, subject, 60 as minutes, bad::float8 as value, most as "limit",
           ${counted}, null::float8 as baseline, mostly, since
    from seen, lateral (
      select greatest($3::float8, floor(total * ${least.countedPercent} / 100.0)) as most
    ) as allowed
    where bad > most and runs >= ${least.runs}
    order by at, subject`,
};

/** Of the results that had to be made: a fresh one from the cache says nothing. */
export const fallbackShare: NamedStatement = {
  name: 'alert_fallback_share',
  text: `
    with ${asked}, seen as (
      select at, minutes, subject, count(*) as total, count(*) filter (where is_lower) as bad,
             count(distinct (tenant, run_id)) filter (where is_lower) as runs,
             count(distinct (tenant, user_id)) filter (where is_lower) as users,
             mode() within group (order by rung) filter (where is_lower) as mostly,
             min(started_at) filter (where is_lower) as since
      from asked, (values (15), (60)) as windows (minutes),
        lateral (
          select c.*, ${subject} as subject, c.rung in (${lowerRungs}) as is_lower from surefoot.v_tool_calls c
          where ${within('minutes')} and c.status = 'success' and c.rung is not null and c.rung <> 'cache'
          ${byMoment}
        ) c
      group by at, minutes, subject
    )
    select ${shortest} at, 'fallback_share' as rule, subject, minutes, 100.0 * bad / total as value,
           $3::float8 as "limit", ${counted}, null::float8 as baseline, mostly, since
    from seen
    where total >= $4::integer and bad >= ${least.bad} and runs >= ${least.badRuns} and 100.0 * bad / total > $3::float8
    order by at, subject, minutes`,
};
