import { attemptsOfBoth, count } from './common.js';

/** Activities that were tried again, by tool and by what the first attempt failed with. */
export const retriesSql = `
with ${attemptsOfBoth},
activities as (
  select max(tool) as tool,
         max(attempt) as tries,
         max(coalesce(error_name, status)) filter (where attempt = 1) as error,
         bool_or(status = 'success') as helped,
         coalesce(sum(latency_ms) filter (where attempt > 1), 0) as spent_ms,
         bool_or(is_now) as is_now
  from attempts
  where status <> 'refused'
  group by workflow_id, temporal_run_id, activity_id
)
select coalesce(tool, 'unknown') as tool, coalesce(error, 'unknown') as error,
       count(*)::integer as retried,
       ${count('helped')} as helped,
       ${count('helped')}::float8 / count(*) as helped_share,
       sum(spent_ms)::float8 as spent_ms
from activities
where is_now and tries > 1
group by 1, 2
order by retried desc, tool, error`;
