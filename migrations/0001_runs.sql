-- Runs, and the events that clients watch and resume by.

create table surefoot.runs (
  tenant          text        not null,
  run_id          text        not null,
  question        text        not null,
  user_id         text        not null,
  session_id      text        not null,
  as_of           date        not null,
  time_zone       text        not null,
  mode            text        not null check (mode in ('interactive', 'background')),
  workflow_id     text        not null,
  temporal_run_id text        not null,
  status          text        not null default 'running' check (status in (
    'running', 'answered', 'degraded', 'needs_clarification', 'escalated', 'unavailable', 'failed', 'cancelled')),
  answer          json,
  schema_digest   text,
  event_seq       bigint      not null default 0,
  began_at        timestamptz not null default now(),
  ended_at        timestamptz,
  primary key (tenant, run_id),
  check ((answer is null) = (status = 'running') and (answer is null) = (ended_at is null))
-- Every event updates event_seq: room on the page keeps those updates away from the indexes.
) with (fillfactor = 70);

create index runs_began_at on surefoot.runs (began_at);

comment on column surefoot.runs.event_seq is
  'Seq of the newest event. Whoever writes an event holds this row until commit, so none becomes visible late.';
comment on column surefoot.runs.schema_digest is
  'The catalog digest that this run plans with; the first one stays, so that a retry asks Claude the same.';

create table surefoot.run_events (
  tenant text        not null,
  run_id text        not null,
  seq    bigint      not null,
  kind   text        not null,
  key    text        not null,
  data   jsonb       not null,
  at     timestamptz not null default now(),
  primary key (tenant, run_id, seq),
  constraint run_events_key unique (tenant, run_id, key)
);
