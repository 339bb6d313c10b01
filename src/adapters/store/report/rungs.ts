import { lowerRungs } from '../lower-rungs.js';
import { attemptsOfBoth, both, count, share } from './common.js';

const gave = "is_now and status = 'success'";

/** Lower rungs, the fallback model and earlier plans: how often each was tried, and gave a result. */
export const rungsSql = `
with ${attemptsOfBoth}
select coalesce(tool, 'unknown') as tool, rung,
       ${both('tried', count)},
       ${count(gave)} as gave,
       ${share(count(gave), count('is_now'))} as gave_share
from attempts
where rung in (${lowerRungs}) and status <> 'refused'
group by 1, 2
order by tried desc, tool, rung`;
