-- Breakers, one row a tool and warehouse or a model of Claude's, shared by every worker; and how they changed.

create table surefoot.breakers (
  name       text        primary key,
  state      jsonb       not null,
  -- Compare-and-set: a writer names the version that it read.
  version    bigint      not null default 1,
  changed_at timestamptz not null default now()
);

create table surefoot.breaker_changes (
  name       text        not null,
  version    bigint      not null,
  from_state text        not null,
  to_state   text        not null,
  -- Who: a worker, or the person who forced it and why.
  by         text        not null,
  at         timestamptz not null default now(),
  primary key (name, version)
);

create index breaker_changes_at on surefoot.breaker_changes (at);

comment on table surefoot.breakers is
  'No row means closed. The state is that of src/domain/breaker.ts, changed by its pure rules alone.';
