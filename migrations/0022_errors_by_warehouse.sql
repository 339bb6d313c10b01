-- Errors that are concentrated in one of several warehouses, and what the views without one say of all together.

create or replace view surefoot.v_error_spread as
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
       string_agg(cell, ', ' order by excess desc) filter (where is_suspect) as suspects,
       max(cell) filter (where dimension = 'warehouse' and not is_none) as largest_warehouse,
       max(share) filter (where dimension = 'warehouse' and not is_none) as largest_warehouse_share
from (
  select *, errors >= 5 and share >= 0.5 and excess >= 4 as is_suspect
  from (
    -- How much of the errors a cell has, and by how many standard deviations that exceeds what chance alone would
    -- give a cell with its part of the calls. A cell with all calls exceeds nothing. A warehouse is held against the
    -- calls that read one: that a tool fails which reads them says nothing of the one that it reads most.
    select day, tenant, error_class, dimension, cell, is_none, errors, cells, calls / errors as share,
           coalesce((calls - among * expected) / nullif(sqrt(among * expected * (1 - expected)), 0), 0) as excess,
           row_number() over (partition by day, tenant, error_class, dimension order by is_none, calls desc, cell) as place
    from (
      select *,
             sum(calls) over (partition by day, tenant, error_class, dimension) as errors,
             sum(calls) over (partition by day, tenant, error_class, dimension, is_none) as among,
             count(*) over (partition by day, tenant, error_class, dimension) as cells,
             sum(calls) over (partition by day, tenant, dimension, cell)
               / sum(calls) over (partition by day, tenant, dimension, is_none) as expected
      from (
        select day, tenant, error_class, dimension, cell, dimension = 'warehouse' and cell = '' as is_none,
               count(*)::double precision as calls
        from (
          select date_trunc('day', started_at, 'UTC') as day, tenant, tool, user_id, warehouse,
                 to_char(started_at at time zone 'UTC', 'YYYY-MM-DD HH24:00') as hour,
                 case when status <> 'success' then coalesce(error_class, status) end as error_class
          from surefoot.tool_calls
          where attempt = 1 and status in ('success', 'error', 'timeout', 'lost')
        ) first_attempts
        cross join lateral (
          values ('tool', coalesce(tool, '')), ('user', coalesce(user_id, '')), ('hour', hour),
                 ('warehouse', coalesce(warehouse, ''))
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
  'tool, user, hour or warehouse. A call counts once, by its first attempt: where its retries fail says nothing new.';
comment on column surefoot.v_error_spread.pattern is
  'systematic: one tool, user, hour or, of several, warehouse has at least half of them, and 4 standard deviations more '
  'than its part of the day''s calls (of a warehouse: of those that read one) would give by chance; random: none has; '
  'too_few: fewer than 5 say nothing.';
comment on column surefoot.v_error_spread.concentrated_in is
  'Where systematic: tool, user, hour, warehouse or several of them, what exceeds chance by most first; null otherwise.';
comment on column surefoot.v_error_spread.largest_warehouse is
  'The warehouse with the most of them; null where none of them read one.';
comment on column surefoot.v_error_spread.largest_warehouse_share is 'Its part of them, 0 to 1.';

comment on view surefoot.v_tool_hourly is
  'One row per hour, tenant and tool: its attempts on all warehouses together, by the hour in which each began.';
comment on view surefoot.v_tool_daily is
  'One row per day, tenant and tool: its attempts on all warehouses together, by the day in which each began.';
comment on view surefoot.v_rungs is
  'One row per hour, tenant, tool and rung: how often each rung was tried, and gave a result, on all warehouses together.';
comment on column surefoot.v_alerts.subject is
  'The tool, of several warehouses one on one of them such as execute_query@sales; the breaker; or runs.';
