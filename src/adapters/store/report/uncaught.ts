import { attemptsOfBoth, count } from './common.js';

/** Steps that no rung gave a result, by what their last live attempt failed with. */
export const uncaughtSql = `
with ${attemptsOfBoth},
steps as (
  select tenant, run_id, plan_version, step, max(tool) as tool,
         (array_agg(coalesce(error_class, 'unknown') order by started_at desc)
           filter (where status in ('error', 'timeout', 'lost', 'refused') and coalesce(rung, 'live') = 'live'))[1] as error_class,
         (array_agg(coalesce(error_name, status) order by started_at desc)
           filter (where status in ('error', 'timeout', 'lost', 'refused') and coalesce(rung, 'live') = 'live'))[1] as error,
         bool_or(coalesce(rung, 'live') <> 'live') as has_lower,
         count(distinct activity_id) > 1 as has_more
  from attempts
  where is_now and step is not null
  group by 1, 2, 3, 4
  having not bool_or(status = 'success') and not bool_or(status in ('cancelled', 'running'))
)
select coalesce(tool, 'unknown') as tool, error_class, error,
       count(*)::integer as steps,
       count(distinct (tenant, run_id))::integer as runs,
       ${count('not has_lower and not has_more')} as untried
from steps
where error is not null
group by 1, 2, 3
order by steps desc, tool, error`;
