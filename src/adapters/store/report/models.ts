import { attemptsOfBoth, count, percentile, share } from './common.js';

const first = 'number = 1 and not is_clarification';

/** What each model made of its work, by prompt version. $3 is not read: versions are compared with each other. */
export const modelsSql = `
with ${attemptsOfBoth},
replies as (
  select a.*,
         row_number() over (partition by a.tenant, a.run_id, a.tool order by a.ended_at, a.activity_id) as number,
         exists (select from surefoot.v_findings f
                 where f.tenant = a.tenant and f.run_id = a.run_id and f.reply_id = a.reply_id) as is_refused,
         exists (select from surefoot.v_plan_tries p
                 where p.tenant = a.tenant and p.run_id = a.run_id and p.reply_id = a.reply_id
                   and p.outcome = 'clarification') as is_clarification
  from attempts a
  where a.is_now and a.status = 'success' and a.model is not null and a.claude_calls > 0
    and coalesce(a.rung, 'own_model') in ('own_model', 'fallback_model')
)
select tool as work, model, coalesce(prompt_version, 'unknown') as prompt,
       count(*)::integer as replies,
       ${count(first)} as first,
       ${count(`${first} and not is_refused`)} as first_valid,
       ${share(count(`${first} and not is_refused`), count(first))} as first_valid_share,
       ${count('number > 1')} as repairs,
       avg(cost_usd)::float8 as cost_per_reply,
       ${percentile(0.5, 'latency_ms', 'true')} as p50_ms,
       ${percentile(0.95, 'latency_ms', 'true')} as p95_ms,
       to_char(min(started_at) at time zone 'UTC', 'YYYY-MM-DD') as first_used
from replies
group by 1, 2, 3
order by work, first_used, model, prompt`;
