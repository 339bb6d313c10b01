-- Are a day's errors random, or is there a tool, a user or an hour to look at?

create view surefoot.v_error_spread as
select day, tenant, error_class, errors::bigint as errors,
       max(cells) filter (where dimension = 'tool') as tools,
       max(cell) filter (where dimension = 'tool') as largest_tool,
       max(share) filter (where dimension = 'tool') as largest_tool_share,
       max(cells) filter (where dimension = 'user') as users,
       max(cell) filter (where dimension = 'user') as largest_user,
       max(share) filter (where dimension = 'user') as largest_user_share,
       max(cells) filter (where dimension = 'hour') as hours,
       max(cell) filter (where dimension = 'hour') as largest_hour,
       max(share) filter (where dimension = 'hour') as largest_hour_share,
       case when errors < 5 then 'too_few' when bool_or(is_suspect) then 'systematic' else 'random' end as pattern,
       string_agg(dimension, ', ' order by excess desc) filter (where is_suspect) as concentrated_in,
       string_agg(cell, ', ' order by excess desc) filter (where is_suspect) as suspects
from (
  select *, errors >= 5 and share >= 0.5 and excess >= 4 as is_suspect
  from (
    -- How much of the errors a cell has, and by how many standard deviations that exceeds what chance alone would
    -- give a cell with its part of the calls. A cell with all calls exceeds nothing.
    select day, tenant, error_class, dimension, cell, errors, cells, calls / errors as share,
           coalesce((calls - errors * expected) / nullif(sqrt(errors * expected * (1 - expected)), 0), 0) as excess,
           row_number() over (partition by day, tenant, error_class, dimension order by calls desc, cell) as place
    from (
      select *,
             sum(calls) over (partition by day, tenant, error_class, dimension) as errors,
             count(*) over (partition by day, tenant, error_class, dimension) as cells,
             sum(calls) over (partition by day, tenant, dimension, cell)
               / sum(calls) over (partition by day, tenant, dimension) as expected
      from (
        select day, tenant, error_class, dimension, cell, count(*)::double precision as calls
        from (
          select date_trunc('day', started_at, 'UTC') as day, tenant, tool, user_id,
                 to_char(started_at at time zone 'UTC', 'YYYY-MM-DD HH24:00') as hour,
                 case when status <> 'success' then coalesce(error_class, status) end as error_class
          from surefoot.tool_calls
          where attempt = 1 and status in ('success', 'error', 'timeout', 'lost')
        ) first_attempts
        cross join lateral (
          values ('tool', coalesce(tool, '')), ('user', coalesce(user_id, '')), ('hour', hour)
        ) as of(dimension, cell)
        group by day, tenant, error_class, dimension, cell
      ) cells
    ) compared
    where error_class is not null
  ) ranked
  where place = 1
) largest
group by day, tenant, error_class, errors;

comment on view surefoot.v_error_spread is
  'One row per day, tenant and class of error: whether its errors are spread as the calls are, or concentrated in one '
  'tool, user or hour. A call counts once, by its first attempt: where its retries fail says nothing new.';
comment on column surefoot.v_error_spread.day is 'When the day begins, in UTC.';
comment on column surefoot.v_error_spread.tenant is 'Whose runs they are; default where there are no tenants.';
comment on column surefoot.v_error_spread.error_class is
  'transient, timeout, permanent, user_error or unknown; lost where the worker never said how it ended.';
comment on column surefoot.v_error_spread.errors is 'Calls whose first attempt failed so.';
comment on column surefoot.v_error_spread.tools is 'In how many tools.';
comment on column surefoot.v_error_spread.largest_tool is 'The tool with the most of them.';
comment on column surefoot.v_error_spread.largest_tool_share is 'Its part of them, 0 to 1.';
comment on column surefoot.v_error_spread.users is 'For how many users.';
comment on column surefoot.v_error_spread.largest_user is 'The user with the most of them; empty where nobody is named.';
comment on column surefoot.v_error_spread.largest_user_share is 'That user''s part of them, 0 to 1.';
comment on column surefoot.v_error_spread.hours is 'In how many hours of the day.';
comment on column surefoot.v_error_spread.largest_hour is 'The hour with the most of them, in UTC.';
comment on column surefoot.v_error_spread.largest_hour_share is 'Its part of them, 0 to 1.';
comment on column surefoot.v_error_spread.pattern is
  'systematic: one tool, user or hour has at least half of them, and 4 standard deviations more than its part of the '
  'day''s calls would give by chance; random: none has; too_few: fewer than 5 say nothing.';
comment on column surefoot.v_error_spread.concentrated_in is
  'Where systematic: tool, user, hour or several of them, what exceeds chance by most first; null otherwise.';
comment on column surefoot.v_error_spread.suspects is 'Where systematic: which ones, in the same order; null otherwise.';
