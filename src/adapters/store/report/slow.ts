import { attemptsOfBoth, count, ownAttempts, percentile } from './common.js';

/**
 * $5 is a statement without its constants and $6, pair by pair, the MD5 of a text that it stands for. What ran out of
 * its time counts with the time that it had.
 */
export const slowSql = `
with ${attemptsOfBoth},
${ownAttempts}
select known.statement, own.warehouse,
       count(*)::integer as queries,
       ${count("status = 'timeout'")} as timeouts,
       ${percentile(0.5, 'latency_ms', 'true')} as p50_ms,
       max(latency_ms) as max_ms,
       sum(latency_ms)::float8 as total_ms
from unnest($5::text[], $6::text[]) as known (statement, md5)
join own on md5(parameters ->> 'sql') = known.md5
where is_now and status in ('success', 'timeout') and coalesce(rung, 'live') <> 'cache' and latency_ms is not null
group by 1, 2
order by p50_ms desc, statement, own.warehouse
limit 10`;

/** The newest query with one of those texts ($5), as it was asked; of the warehouse $6, where it is not null. */
export const exampleSql = `
with ${attemptsOfBoth},
${ownAttempts}
select own.tenant, coalesce(runs.time_zone, 'UTC') as time_zone, own.parameters
from own
left join surefoot.v_runs runs using (tenant, run_id)
where md5(own.parameters ->> 'sql') = any ($5::text[]) and ($6::text is null or own.warehouse = $6)
order by started_at desc
limit 1`;
