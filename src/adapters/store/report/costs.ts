import { attemptsOfBoth, both } from './common.js';

const sum = (column: string, when: string, type: string) =>
  `coalesce(sum(${column}) filter (where ${when}), 0)::${type}`;

/** What each model was paid. */
export const costsSql = `
with ${attemptsOfBoth}
select model,
       ${sum('claude_calls', 'is_now', 'integer')} as calls,
       ${sum('input_tokens', 'is_now', 'float8')} as input_tokens,
       ${sum('cache_read_tokens', 'is_now', 'float8')} as cache_read_tokens,
       ${sum('output_tokens', 'is_now', 'float8')} as output_tokens,
       ${both('cost_usd', (when) => sum('cost_usd', when, 'float8'))}
from attempts
where model is not null
group by 1
order by cost_usd desc, model`;
