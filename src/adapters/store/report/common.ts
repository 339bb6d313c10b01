import { toolOn } from '../tool-on.js';

/**
 * Every query of a report takes the same four parameters: from $1 (counts) to $2 (does not), the start of the period
 * before in $3, and the tenant in $4, null for all. More come after these.
 */
const ofBoth = `started_at >= $3::timestamptz and started_at < $2::timestamptz
    and ($4::text is null or tenant = $4)`;

/**
 * Where these attempts read several warehouses, a tool is one on each, by the name that its breaker has; where they read
 * one, nothing is said of it.
 */
export const attemptsOfBoth = `warehouses as (
  select min(warehouse) <> max(warehouse) as are_several
  from surefoot.v_tool_calls
  where ${ofBoth}
),
attempts as (
  select tenant, run_id, workflow_id, temporal_run_id, activity_id, attempt,
         ${toolOn('are_several')} as tool,
         case when are_several then warehouse end as warehouse,
         step, plan_version, status, rung, started_at, ended_at, latency_ms, error_class, error_name, parameters,
         reply_id, model, prompt_version, claude_calls, input_tokens, cache_read_tokens, output_tokens, cost_usd,
         started_at >= $1::timestamptz as is_now
  from surefoot.v_tool_calls cross join warehouses
  where ${ofBoth}
)`;

/** A tool's own attempts that were made: not lower rungs, which are activities of their own. */
export const ownAttempts = `own as (
  select * from attempts
  where status in ('success', 'timeout', 'error', 'lost')
    and coalesce(rung, 'live') in ('live', 'cache', 'own_model')
)`;

/** The same expression for this period and the one before. */
export function both(name: string, expression: (filter: string) => string): string {
  return `${expression('is_now')} as ${name},
       ${expression('not is_now')} as ${name}_before`;
}

/** Null where there is nothing to share. */
export function share(part: string, whole: string): string {
  return `${part} / nullif(${whole}, 0)::float8`;
}

export function percentile(fraction: number, column: string, filter: string): string {
  return `percentile_cont(${fraction}) within group (order by ${column}) filter (where ${filter})`;
}

export function count(filter: string): string {
  return `(count(*) filter (where ${filter}))::integer`;
}
