import { both, share } from './common.js';

/** Lower rungs, the fallback model and earlier plans: how often each was tried, and gave a result. */
export const rungsSql = `
with rungs as (
  select *, hour >= $1::timestamptz as is_now
  from surefoot.v_rungs
  where hour >= $3::timestamptz and hour < $2::timestamptz and ($4::text is null or tenant = $4) and is_fallback
)
select coalesce(tool, 'unknown') as tool, rung,
       ${both('tried', (when) => `coalesce(sum(attempts) filter (where ${when}), 0)::integer`)},
       coalesce(sum(successes) filter (where is_now), 0)::integer as gave,
       ${share('coalesce(sum(successes) filter (where is_now), 0)', 'sum(attempts) filter (where is_now)')} as gave_share
from rungs
group by 1, 2
order by tried desc, tool, rung`;
