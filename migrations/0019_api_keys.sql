-- Keys of the HTTP API, and the runs that were asked for through it.

create table surefoot.api_keys (
  key_id       text        primary key,
  tenant       text        not null,
  name         text        not null,
  role         text        not null check (role in ('user', 'approver', 'operator')),
  hash         text        not null unique,
  runs_at_once integer     check (runs_at_once > 0),
  created_at   timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at   timestamptz
);

comment on column surefoot.api_keys.hash is 'SHA-256 of the key, which nobody keeps.';
comment on column surefoot.api_keys.last_used_at is 'To the minute.';

create table surefoot.api_runs (
  tenant     text        not null,
  run_id     text        not null,
  key_id     text        not null,
  body_hash  text        not null,
  asked_at   timestamptz not null default now(),
  busy_until timestamptz not null,
  primary key (tenant, run_id)
);

create index api_runs_busy on surefoot.api_runs (key_id, busy_until);
create index api_runs_asked_at on surefoot.api_runs (asked_at);

comment on column surefoot.api_runs.key_id is 'Who asked; empty for this machine, where no key is needed.';
comment on column surefoot.api_runs.body_hash is 'SHA-256 of what was asked: the same Idempotency-Key with another body is refused.';
comment on column surefoot.api_runs.busy_until is 'Until then the run counts as under way, unless it has an answer.';

-- A function, since each of its statements sees what was there once the lock was had.
create function surefoot.admit_run(
  of_tenant text, of_run text, of_key text, of_body text, until timestamptz, most integer
) returns text
language plpgsql as $$
declare
  known text;
begin
  perform pg_advisory_xact_lock(hashtextextended('surefoot.api_runs ' || of_key, 0));
  insert into surefoot.api_runs (tenant, run_id, key_id, body_hash, busy_until)
  select of_tenant, of_run, of_key, of_body, until
  where most > (
    select count(*) from surefoot.api_runs a
    where a.key_id = of_key and a.busy_until > now() and not exists (
      select from surefoot.runs r where r.tenant = a.tenant and r.run_id = a.run_id and r.answer is not null))
  on conflict do nothing;
  if found then
    return 'new';
  end if;
  select a.body_hash into known from surefoot.api_runs a where a.tenant = of_tenant and a.run_id = of_run;
  return case when known is null then 'full' when known = of_body then 'same' else 'another' end;
end
$$;

comment on function surefoot.admit_run is
  'Whether a run may be started: new, same (it was asked for already), another (with another body) or full.';
