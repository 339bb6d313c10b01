import { both, count } from './common.js';

/** What checks and reviews held against plans, results and texts. */
export const findingsSql = `
with findings as (
  select *, at >= $1::timestamptz as is_now
  from surefoot.v_findings
  where at >= $3::timestamptz and at < $2::timestamptz and ($4::text is null or tenant = $4)
)
select about, code,
       ${both('findings', count)},
       (count(distinct (tenant, run_id)) filter (where is_now))::integer as runs
from findings
group by 1, 2
having ${count('is_now')} > 0
order by findings desc, about, code`;
