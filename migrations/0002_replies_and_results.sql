-- What was paid for and what was read: Claude's replies, and results by reference.

create table surefoot.replies (
  tenant       text        not null,
  run_id       text        not null,
  reply_id     text        not null,
  role         text        not null,
  request_hash text        not null,
  text         text        not null,
  stop_reason  text        not null,
  model        text        not null,
  usage        jsonb       not null,
  kept_at      timestamptz not null default now(),
  primary key (tenant, run_id, reply_id),
  unique (tenant, run_id, role, request_hash)
);

create index replies_kept_at on surefoot.replies (kept_at);

create table surefoot.results (
  tenant    text        not null,
  run_id    text        not null,
  result_id text        not null,
  columns   jsonb       not null,
  rows      text        not null,
  row_count integer     not null,
  truncated boolean     not null,
  sql       text,
  bytes     integer     not null,
  read_at   timestamptz not null,
  kept_at   timestamptz not null default now(),
  primary key (tenant, run_id, result_id)
);

create index results_kept_at on surefoot.results (kept_at);

comment on column surefoot.results.rows is
  'JSON as text, an array of arrays in column order: jsonb would be parsed and written again on every use.';
comment on column surefoot.results.bytes is 'Length of rows in UTF-8.';
comment on column surefoot.results.read_at is 'When the data was read from the warehouse; a copy keeps it.';

-- lz4 takes a tenth of the time of the default; not every build of Postgres has it.
do $$
begin
  if exists (select from pg_settings where name = 'default_toast_compression' and 'lz4' = any (enumvals)) then
    alter table surefoot.results alter column rows set compression lz4;
  end if;
end
$$;

create table surefoot.cache (
  tenant    text        not null,
  cache_key text        not null,
  run_id    text        not null,
  result_id text        not null,
  read_at   timestamptz not null,
  primary key (tenant, cache_key)
);

create index cache_read_at on surefoot.cache (read_at);

comment on table surefoot.cache is 'The newest result under each key. It points into results and is a miss once that row is gone.';
