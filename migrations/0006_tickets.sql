-- Questions handed to a person.

create table surefoot.tickets (
  ticket_id   text        primary key,
  tenant      text        not null,
  run_id      text        not null,
  cause       text        not null,
  priority    text        not null check (priority in ('normal', 'high')),
  status      text        not null default 'open' check (status in ('open', 'resolved')),
  body        json        not null,
  resolution  text,
  resolved_by text,
  opened_at   timestamptz not null default now(),
  resolved_at timestamptz,
  constraint tickets_cause unique (tenant, run_id, cause),
  check ((status = 'resolved') = (resolved_at is not null))
);

create index tickets_open on surefoot.tickets (opened_at) where status = 'open';
