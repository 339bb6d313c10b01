-- The tool-call log by month: what is old goes with its partition, and the newest rows have small indexes.

alter table surefoot.tool_calls rename to tool_calls_whole;
alter index surefoot.tool_calls_pkey rename to tool_calls_whole_pkey;
drop index surefoot.tool_calls_run, surefoot.tool_calls_started_at;

create table surefoot.tool_calls (
  like surefoot.tool_calls_whole including defaults including constraints including comments
) partition by range (month);

alter table surefoot.tool_calls
  add column reply_id text,
  add primary key (workflow_id, temporal_run_id, activity_id, attempt, month);
create index tool_calls_run on surefoot.tool_calls (tenant, run_id, started_at);
create index tool_calls_started_at on surefoot.tool_calls (started_at);

comment on table surefoot.tool_calls is
  'One row per attempt of one activity, in the partition of the month in which Temporal scheduled the activity.';
comment on column surefoot.tool_calls.month is
  'First day of the month, in UTC, in which the activity was scheduled: the same for all its attempts, however late '
  'their rows are written, so that the primary key holds across partitions.';
comment on column surefoot.tool_calls.rung is
  'Where the result came from, or would have: a rung of a step, or whose reply it was for what asks Claude.';

-- A month that nobody has made a partition for: an attempt never waits for one.
create table surefoot.tool_calls_default partition of surefoot.tool_calls default with (fillfactor = 80);

create function surefoot.make_log_partition(of_month date) returns boolean
language plpgsql
-- Whoever reads or writes the log meanwhile is held up no longer than this.
set lock_timeout = '500ms'
as $$
declare
  name text := 'tool_calls_' || to_char(of_month, 'YYYY_MM');
begin
  perform pg_advisory_xact_lock(hashtext('surefoot.tool_calls'));
  if to_regclass('surefoot.' || name) is not null then
    return false;
  end if;
  lock table surefoot.tool_calls_default in access exclusive mode;
  -- Each row is updated once, when its attempt ends: there is room for it on the page.
  execute format(
    'create table surefoot.%I (like surefoot.tool_calls including defaults including constraints) with (fillfactor = 80)',
    name);
  execute format(
    'with moved as (delete from surefoot.tool_calls_default where month = %L returning *)
     insert into surefoot.%I select * from moved',
    of_month, name);
  execute format(
    'alter table surefoot.tool_calls attach partition surefoot.%I for values from (%L) to (%L)',
    name, of_month, (of_month + interval '1 month')::date);
  return true;
end
$$;

create function surefoot.drop_log_partitions(kept_since timestamptz) returns integer
language plpgsql
set lock_timeout = '500ms'
as $$
declare
  part record;
  dropped integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('surefoot.tool_calls'));
  for part in
    select c.relname as name
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'surefoot.tool_calls'::regclass and c.relname ~ '^tool_calls_\d{4}_\d{2}$'
      -- What was scheduled in a month may begin later: a run lasts seven days at most.
      and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month 8 days' <= kept_since at time zone 'UTC'
  loop
    execute format('drop table surefoot.%I', part.name);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;

comment on function surefoot.make_log_partition is
  'Makes the partition of a month of the tool-call log, with what already lies in the default one; false where it is there.';
comment on function surefoot.drop_log_partitions is
  'Drops the partitions of months that are wholly older; returns how many.';

select surefoot.make_log_partition(month)
from (
  select distinct date_trunc('month', started_at at time zone 'UTC')::date as month from surefoot.tool_calls_whole
  union
  select (date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month')::date
  from generate_series(0, 2) as ahead
) known
order by month;

-- An activity's first attempt begins when it is scheduled, or soon after.
insert into surefoot.tool_calls
select workflow_id, temporal_run_id, activity_id, attempt,
       date_trunc('month', min(started_at) over (
         partition by workflow_id, temporal_run_id, activity_id) at time zone 'UTC')::date,
       tenant, run_id, tool, step, worker, user_id, session_id, plan_version, parameters, status, started_at, ended_at,
       latency_ms, error_class, error_code, error_name, rung, breaker_state, row_count, bytes, digest, model,
       prompt_version, claude_calls, input_tokens, cache_read_tokens, output_tokens, cost_usd
from surefoot.tool_calls_whole;

-- It is replaced in the next file; here it lets go of the old table.
create or replace view surefoot.v_tool_calls as
select tenant, run_id, tool, step, attempt, status, rung, started_at, ended_at, latency_ms,
       error_class, error_name, error_code, breaker_state, row_count, bytes,
       model, prompt_version, claude_calls, input_tokens, cache_read_tokens, output_tokens, cost_usd,
       user_id, session_id, plan_version, worker, parameters, digest, workflow_id, temporal_run_id, activity_id
from surefoot.tool_calls;

drop table surefoot.tool_calls_whole;
