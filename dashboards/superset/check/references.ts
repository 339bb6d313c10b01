/** Neither cancelled, nor refused by a breaker, nor under way. */
const tried = `status not in ('running', 'cancelled', 'refused')`;

const dimensions = [
  ['tool', 'tool'],
  ['user', 'user_id'],
  ['hour', 'hour'],
  ['warehouse', 'warehouse'],
] as const;

/**
 * What each chart has to show, from the store's tables and in words of its own: neither the views nor the dataset's
 * metrics, which are what is checked. $1 and $2 bound the time, $3, $4 and $5 are the tools, tenants and warehouses that
 * are wanted, null for all.
 */
export const references: Readonly<Record<string, string>> = {
  'Success rate': `
    select count(*) filter (where status = 'success')::float8 / count(*) as success_rate
    from (${calls()}) calls where ${tried}`,

  'Runs with an answer': `
    select sum(case status when 'answered' then 1 when 'degraded' then 1 else 0 end)::float8 / count(*) as answered_rate
    from (${runs()}) runs where status <> 'running'`,

  'First plans valid': `select ${validity()} from (${firstPlans()}) plans`,

  'Cost a run': `
    select sum((answer -> 'usage' ->> 'costUsd')::numeric) / count(answer -> 'usage' ->> 'costUsd') as cost_per_run
    from (${runs()}) runs`,

  'Success rate by tool, by hour': successRate('hour'),
  'Success rate by tool, by day': successRate('day'),
  'Success rate by tool, by week': successRate('week'),

  'Latency: p50, p95 and p99 by day': `
    select ${at('day')} as started_at, ${percentiles()} from (${calls()}) calls group by 1`,

  'p95 latency by tool, by day': `
    select ${at('day')} as started_at, tool, ${percentile(95)} as p95 from (${calls()}) calls group by 1, 2`,

  'Latency by tool': `
    select tool, warehouse, count(*) as attempts, ${percentiles()} from (${calls()}) calls group by 1, 2`,

  'Retries by tool, by day': `
    select ${at('day')} as started_at, tool, sum((attempt > 1)::integer) as retries
    from (${calls()}) calls group by 1, 2`,

  'Retries that helped, by tool': `
    select tool, sum(retried) as retries, sum(helped) as retry_successes,
           sum(helped)::float8 / nullif(sum(retried), 0) as retry_help, sum(lost) as failed_calls
    from (
      select tool, (attempt > 1)::integer as retried, (attempt > 1 and status = 'success')::integer as helped,
             (status in ('error', 'timeout', 'lost') and attempt = last_attempt)::integer as lost
      from (${calls()}) calls
    ) counted
    group by 1`,

  'Fallback rungs by day': `
    select ${at('day')} as started_at, rung, sum((status = 'success')::integer) as successes
    from (${calls()}) calls
    where rung is not null and rung not in ('live', 'cache', 'own_model', 'person')
    group by 1, 2`,

  'Errors by class, by day': `
    select ${at('day')} as started_at, coalesce(error_class, status) as failure, count(*) as failures
    from (${calls()}) calls where status not in ('success', 'running', 'cancelled', 'refused')
    group by 1, 2`,

  'Random or systematic, by day': `
    select day, pattern, sum(errors) as errors from (${spread()}) spread group by 1, 2`,

  'Systematic errors, and where they are': `
    select error_class, concentrated_in, suspects, sum(errors) as errors, count(distinct day) as days
    from (${spread()}) spread where pattern = 'systematic' group by 1, 2, 3`,

  'Runs by status, by day': `
    select ${at('day', 'began_at')} as began_at, status, count(*) as runs from (${runs()}) runs group by 1, 2`,

  'Cost by model, by day': `
    select ${at('day')} as started_at, model, sum(coalesce(cost_usd, 0)) as cost_usd
    from (${calls()}) calls where tool in ('plan', 'review', 'interpret', 'reviewAnswer')
    group by 1, 2`,

  'How long runs take, by status': `
    select status, count(*) as runs, ${percentile(50, 'ms')} as p50_ms, ${percentile(95, 'ms')} as p95_ms,
           avg(cost) as cost_per_run
    from (
      select status, 1000 * extract(epoch from (ended_at - began_at))::float8 as ms,
             (answer -> 'usage' ->> 'costUsd')::numeric as cost
      from (${runs()}) runs
    ) timed
    group by 1`,

  'First plans valid, by day': `
    select ${at('day', 'ended_at')} as at, model, ${validity()} from (${firstPlans()}) plans group by 1, 2`,

  'First plans valid, by model and prompt': `
    select model, prompt_version, count(*) as first_tries, ${validity()} from (${firstPlans()}) plans group by 1, 2`,
};

type Unit = 'hour' | 'day' | 'week';

/** The log within the time, for the tools, tenants and warehouses; the last attempt of a call may be behind it. */
function calls(): string {
  return `
    select * from (
      select *, max(attempt) over (partition by workflow_id, temporal_run_id, activity_id) as last_attempt
      from surefoot.tool_calls
    ) numbered
    where started_at >= $1 and started_at < $2 and ${wanted()}`;
}

function runs(): string {
  return `select * from surefoot.runs where began_at >= $1 and began_at < $2 and ($4::text[] is null or tenant = any($4))`;
}

function wanted(): string {
  return ['tool', 'tenant', 'warehouse']
    .map((column, index) => `($${index + 3}::text[] is null or ${column} = any($${index + 3}))`)
    .join(' and ');
}

function successRate(unit: Unit): string {
  return `
    select ${at(unit)} as started_at, tool, ${rate()} as success_rate from (${calls()}) calls group by 1, 2`;
}

function rate(): string {
  return `avg((status = 'success')::integer) filter (where ${tried})`;
}

function at(unit: Unit, column = 'started_at'): string {
  return `date_trunc('${unit}', ${column} at time zone 'UTC') at time zone 'UTC'`;
}

function percentiles(): string {
  return [50, 95, 99].map((percent) => `${percentile(percent)} as p${percent}`).join(', ');
}

function percentile(
  percent: number,
  value = "case status when 'success' then latency_ms end",
): string {
  return `percentile_cont(${percent} / 100.0) within group (order by ${value})`;
}

function firstPlans(): string {
  return `
    select first.*, event.kind, event.data from (
      select distinct on (tenant, run_id) * from surefoot.tool_calls
      where tool = 'plan' and status = 'success' and reply_id is not null
      order by tenant, run_id, ended_at, activity_id
    ) first
    left join surefoot.run_events event
      on event.tenant = first.tenant and event.run_id = first.run_id and event.kind in ('plan.made', 'plan.refused')
        and split_part(event.key, ':', 2) = first.reply_id
    where ended_at >= $1 and ended_at < $2 and rung in ('own_model', 'fallback_model')
      and ($4::text[] is null or first.tenant = any($4))`;
}

/** Days, classes of errors, and whether and where they are concentrated: v_error_spread, dimension by dimension. */
function spread(): string {
  return `
    with first as (
      select ${at('day')} as day, tenant, tool, user_id, warehouse,
             to_char(${at('hour')} at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as hour,
             case status when 'success' then null else coalesce(error_class, status) end as error_class
      from surefoot.tool_calls
      where attempt = 1 and ${tried} and ${at('day')} >= $1 and ${at('day')} < $2
        and ($4::text[] is null or tenant = any($4))
    ),
    errors as (
      select day, tenant, error_class, count(*) as errors from first
      where error_class is not null group by day, tenant, error_class
    ),
    suspects as (${dimensions.map(suspects).join(' union all ')})
    select day, error_class, errors, concentrated_in, suspects,
           case when errors < 5 then 'too_few' when concentrated_in is null then 'random' else 'systematic' end as pattern
    from errors
    left join lateral (
      select array_to_string(array_agg(dimension order by excess desc), ', ') as concentrated_in,
             array_to_string(array_agg(cell order by excess desc), ', ') as suspects
      from suspects
      where (suspects.day, suspects.tenant, suspects.error_class) = (errors.day, errors.tenant, errors.error_class)
    ) found on errors >= 5`;
}

/**
 * Cells of one dimension with half of the errors or more, and 4 standard deviations above their part of the calls; of
 * warehouses, of the calls and errors that read one.
 */
function suspects([dimension, column]: (typeof dimensions)[number]): string {
  return `
    select day, tenant, error_class, '${dimension}' as dimension, ${column} as cell,
           (theirs - among * part) / sqrt(among * part * (1 - part)) as excess
    from (
      select day, tenant, error_class, ${column}, count(*) as theirs,
             sum(count(*)) over (partition by day, tenant, error_class)::float8 as among
      from first where ${column} is not null group by 1, 2, 3, 4
    ) failing
    join errors using (day, tenant, error_class)
    join (
      select day, tenant, ${column}, count(*)::float8 / sum(count(*)) over (partition by day, tenant)::float8 as part
      from first where ${column} is not null group by 1, 2, 3
    ) everything using (day, tenant, ${column})
    where part < 1 and theirs * 2 >= errors and theirs - among * part >= 4 * sqrt(among * part * (1 - part))`;
}

function validity(): string {
  const asksBack = `kind = 'plan.refused' and data -> 'findings' = '[]'::jsonb`;
  return `
    count(*) filter (where kind = 'plan.made')::float8
      / nullif(count(*) filter (where (${asksBack}) is not true), 0) as first_try_validity`;
}
