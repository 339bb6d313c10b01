import { attemptsOfBoth, count, ownAttempts } from './common.js';

const queries = `queries as (
  select *, status = 'timeout' as timed_out, parameters ->> 'sql' as sql
  from own
  where is_now and parameters ->> 'sql' is not null and coalesce(rung, 'live') <> 'cache'
),
whole as (select warehouse, count(*)::integer as queries, ${count('timed_out')} as timeouts from queries group by 1)`;

/** Of several warehouses each is compared with itself: that one is slow says nothing of a table. */
const compared = `select trait, t.warehouse, t.queries, t.timeouts, t.timeouts::float8 / t.queries as share,
       whole.queries - t.queries as others, whole.timeouts - t.timeouts as others_timeouts,
       (whole.timeouts - t.timeouts)::float8 / nullif(whole.queries - t.queries, 0) as others_share
from traits t join whole on whole.warehouse is not distinct from t.warehouse
order by t.timeouts desc, t.queries desc, trait, t.warehouse`;

/** The statements of the period; most timeouts first. */
export const statementsSql = `
with ${attemptsOfBoth},
${ownAttempts},
${queries}
select md5(sql) as statement, min(sql) as sql, count(*)::integer as queries, ${count('timed_out')} as timeouts
from queries
group by 1
order by timeouts desc, queries desc, statement
limit 2000`;

/** $5 names a trait and $6 a statement that has it, as MD5 of its text, pair by pair. */
export const timeoutTraitsSql = `
with ${attemptsOfBoth},
${ownAttempts},
${queries},
traits as (
  select trait, warehouse, count(*)::integer as queries, ${count('timed_out')} as timeouts
  from unnest($5::text[], $6::text[]) as known (trait, statement)
  join queries on md5(sql) = statement
  group by 1, 2
)
${compared}`;

/** A declared end as a day; null where it is none, since nothing holds a declaration to days. */
const day = (end: string) =>
  `substring(parameters #>> '{period,${end}}' from '^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$')::date`;

/** By the length of the period that the query declares. */
export const timeoutPeriodsSql = `
with ${attemptsOfBoth},
${ownAttempts},
${queries},
days as (
  select *, ${day('to')} - ${day('from')} as days
  from queries
),
traits as (
  select case when days is null then 'no period'
              when days <= 31 then 'up to a month'
              when days <= 92 then 'up to a quarter'
              when days <= 366 then 'up to a year'
              else 'more than a year' end as trait,
         warehouse, count(*)::integer as queries, ${count('timed_out')} as timeouts
  from days
  group by 1, 2
)
${compared}`;
