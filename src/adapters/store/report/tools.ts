import { attemptsOfBoth, both, count, ownAttempts, percentile, share } from './common.js';

const timed = "status = 'success' and coalesce(rung, 'live') <> 'cache'";
const first = 'attempt = 1';
const succeeded = "attempt = 1 and status = 'success'";

/** How each tool's own attempts went. */
export const toolsSql = `
with ${attemptsOfBoth},
${ownAttempts}
select coalesce(tool, 'unknown') as tool,
       ${both('first_tries', (when) => count(`${when} and ${first}`))},
       ${both('first_try_successes', (when) => count(`${when} and ${succeeded}`))},
       ${both('first_try_share', (when) => share(count(`${when} and ${succeeded}`), count(`${when} and ${first}`)))},
       ${both('failures', (when) => count(`${when} and status <> 'success'`))},
       ${count("is_now and status = 'timeout'")} as timeouts,
       mode() within group (order by error_name) filter (where is_now and status <> 'success') as most_often,
       ${both('timed', (when) => count(`${when} and ${timed}`))},
       ${both('p50_ms', (when) => percentile(0.5, 'latency_ms', `${when} and ${timed}`))},
       ${both('p95_ms', (when) => percentile(0.95, 'latency_ms', `${when} and ${timed}`))}
from own
group by 1
having ${count('is_now')} > 0
order by failures desc, first_tries desc, tool`;

/** First tries of all tools by day, or by week where the period is longer than two months. */
export const daysSql = `
with ${attemptsOfBoth},
${ownAttempts}
select to_char(
         date_trunc(
           case when $2::timestamptz - $1::timestamptz > interval '62 days' then 'week' else 'day' end,
           started_at at time zone 'UTC'),
         'YYYY-MM-DD') as day,
       count(*)::integer as first_tries,
       ${count("status = 'success'")} as successes,
       ${share(count("status = 'success'"), 'count(*)')} as share
from own
where is_now and attempt = 1
group by 1
order by 1`;

/** What each tool's successes took, and its timeouts. */
export const timeoutsSql = `
with ${attemptsOfBoth},
${ownAttempts},
timed as (
  select coalesce(tool, 'unknown') as tool,
         ${count("status = 'success'")} as successes,
         ${count("status = 'timeout'")} as timeouts,
         ${percentile(0.5, 'latency_ms', "status = 'success'")} as p50_ms,
         ${percentile(0.95, 'latency_ms', "status = 'success'")} as p95_ms,
         ${percentile(0.99, 'latency_ms', "status = 'success'")} as p99_ms,
         max(latency_ms) filter (where status = 'success') as max_ms,
         ${percentile(0.5, 'latency_ms', "status = 'timeout'")} as timeout_ms
  from own
  where is_now and coalesce(rung, 'live') <> 'cache'
  group by 1
)
select *, timeout_ms - p99_ms as wasted_ms, ceil(1.5 * p99_ms / 1000) * 1000 as enough_ms
from timed
order by timeouts desc, successes desc, tool`;
