import { count } from './common.js';

/** Ratings by the planner's and the interpreter's prompt that they fell on. */
export const feedbackSql = `
select work, coalesce(prompt, 'unknown') as prompt,
       ${count("rating = 'up'")} as up,
       ${count("rating = 'down'")} as down,
       ${count("rating = 'up'")}::float8 / count(*) as up_share
from surefoot.v_feedback
cross join lateral (values ('plan', plan_prompt), ('interpret', interpret_prompt)) as prompts (work, prompt)
where rated_at >= $1::timestamptz and rated_at < $2::timestamptz and $3::timestamptz is not null
  and ($4::text is null or tenant = $4)
group by 1, 2
order by work desc, count(*) desc, prompt`;
