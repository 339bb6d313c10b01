import { both, count, percentile, share } from './common.js';

const answered = "status in ('answered', 'degraded')";
const prompt = `${answered} and mode = 'interactive'`;
const cost = (when: string) => `coalesce(sum(cost_usd) filter (where ${when}), 0)::float8`;

/** How runs ended, how long they took, and what they cost. */
export const runsSql = `
with runs as (
  select *, began_at >= $1::timestamptz as is_now
  from surefoot.v_runs
  where began_at >= $3::timestamptz and began_at < $2::timestamptz and ($4::text is null or tenant = $4)
)
select ${both('runs', count)},
       ${both('answers', (when) => count(`${when} and ${answered}`))},
       ${both('answer_share', (when) => share(count(`${when} and ${answered}`), count(`${when} and status <> 'running'`)))},
       ${both('degraded', (when) => count(`${when} and status = 'degraded'`))},
       ${count("is_now and status = 'needs_clarification'")} as clarifications,
       ${count("is_now and status = 'escalated'")} as escalated,
       ${count("is_now and status = 'unavailable'")} as unavailable,
       ${count("is_now and status = 'failed'")} as failed,
       ${count("is_now and verdict = 'refuted'")} as refuted,
       ${count("is_now and verdict = 'inconclusive'")} as inconclusive,
       ${both('p50_ms', (when) => percentile(0.5, 'total_ms', `${when} and ${prompt}`))},
       ${both('p95_ms', (when) => percentile(0.95, 'total_ms', `${when} and ${prompt}`))},
       ${both('cost_usd', cost)},
       ${both('cost_per_answer', (when) => share(cost(when), count(`${when} and ${answered}`)))},
       (select to_char(min(began_at) at time zone 'UTC', 'YYYY-MM-DD') from surefoot.v_runs
        where $4::text is null or tenant = $4) as oldest
from runs`;
