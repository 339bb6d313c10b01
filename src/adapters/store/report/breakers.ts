import { count } from './common.js';

/** How often each breaker opened, and how long it was not closed. Breakers belong to no tenant: $3 and $4 are not read. */
export const breakersSql = `
with changes as (
  select name, from_state, to_state, at,
         lead(at, 1, $2::timestamptz) over (partition by name order by version) as next_at
  from surefoot.v_breaker_changes
  where at < $2::timestamptz and $3::timestamptz is not null and ($4::text is null or true)
)
select name as breaker,
       ${count("at >= $1::timestamptz and from_state = 'closed' and to_state <> 'closed'")} as opened,
       ${count("at >= $1::timestamptz and to_state = 'forced_open'")} as forced,
       coalesce(sum(extract(epoch from least(next_at, $2::timestamptz) - greatest(at, $1::timestamptz)))
         filter (where to_state <> 'closed' and next_at > $1::timestamptz), 0)::float8 * 1000 as open_ms,
       to_char(max(at) filter (where at >= $1::timestamptz and from_state = 'closed') at time zone 'UTC',
         'YYYY-MM-DD HH24:MI') as last_opened
from changes
group by name
having ${count('at >= $1::timestamptz')} > 0
    or bool_or(to_state <> 'closed' and next_at > $1::timestamptz)
order by open_ms desc, name`;
