-- The tool-call log: one row per attempt of one activity.

create table surefoot.tool_calls (
  workflow_id       text             not null,
  temporal_run_id   text             not null,
  activity_id       text             not null,
  attempt           integer          not null,
  month             date             not null,
  tenant            text             not null,
  run_id            text             not null,
  tool              text,
  step              text,
  worker            text,
  user_id           text,
  session_id        text,
  plan_version      integer,
  parameters        jsonb,
  status            text             not null check (status in (
    'running', 'success', 'timeout', 'error', 'cancelled', 'lost', 'refused')),
  started_at        timestamptz      not null default now(),
  ended_at          timestamptz,
  latency_ms        double precision,
  error_class       text,
  error_code        text,
  error_name        text,
  rung              text,
  breaker_state     text,
  row_count         bigint,
  bytes             bigint,
  digest            text,
  model             text,
  prompt_version    text,
  claude_calls      integer,
  input_tokens      bigint,
  cache_read_tokens bigint,
  output_tokens     bigint,
  cost_usd          numeric,
  primary key (workflow_id, temporal_run_id, activity_id, attempt),
  check ((ended_at is null) = (status in ('running', 'lost')))
-- Each row is updated once, when its attempt ends.
) with (fillfactor = 80);

create index tool_calls_run on surefoot.tool_calls (tenant, run_id, started_at);
create index tool_calls_started_at on surefoot.tool_calls (started_at);

comment on column surefoot.tool_calls.month is
  'First day of the month in which the run began: the same for all attempts of a run, so that it can join the '
  'primary key when this table is partitioned by it.';
comment on column surefoot.tool_calls.tool is
  'The activity''s type. Null, like what else the start says, where an end came without its start.';
