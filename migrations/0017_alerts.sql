-- Alerts: what was wrong and when, the newest check, and who is yet to be told.

create table surefoot.alerts (
  alert_id    text        primary key,
  rule        text        not null,
  subject     text        not null,
  breach      jsonb       not null,
  since       timestamptz not null,
  fired_at    timestamptz not null,
  seen_at     timestamptz not null,
  resolved_at timestamptz
);

-- One of a kind fires at a time.
create unique index alerts_firing on surefoot.alerts (rule, subject) where resolved_at is null;
create index alerts_fired_at on surefoot.alerts (fired_at);
create index alerts_resolved_at on surefoot.alerts (resolved_at);

create table surefoot.alert_checks (
  only_row boolean     primary key default true check (only_row),
  at       timestamptz not null
);

create table surefoot.alert_messages (
  alert_id   text        not null references surefoot.alerts on delete cascade,
  state      text        not null check (state in ('firing', 'resolved')),
  channel    text        not null check (channel in ('log', 'webhook')),
  due_at     timestamptz not null default now(),
  held_until timestamptz not null default now(),
  tries      integer     not null default 0,
  told_at    timestamptz,
  error      text,
  primary key (alert_id, state, channel)
);

create index alert_messages_due on surefoot.alert_messages (due_at) where told_at is null;

comment on table surefoot.alert_checks is
  'When the rules were last looked at. Whoever settles a check holds this row, so that an older one cannot follow.';
comment on column surefoot.alert_messages.held_until is 'Until then another check is telling it.';

create view surefoot.v_alerts as
select alert_id, rule, subject, case when resolved_at is null then 'firing' else 'resolved' end as state,
       since, fired_at, seen_at, resolved_at,
       (breach ->> 'value')::double precision as value, (breach ->> 'limit')::double precision as "limit",
       (breach ->> 'minutes')::integer as minutes, (breach ->> 'bad')::integer as bad,
       (breach ->> 'total')::integer as total, (breach ->> 'runs')::integer as runs,
       (breach ->> 'users')::integer as users, (breach ->> 'baseline')::double precision as baseline,
       breach ->> 'mostly' as mostly
from surefoot.alerts;

comment on view surefoot.v_alerts is 'One row per alert: a rule that was broken, from when it fired to when it was well again.';
comment on column surefoot.v_alerts.alert_id is 'Its id.';
comment on column surefoot.v_alerts.rule is
  'error_rate, latency, timeouts, retry_exhaustion, breaker_open, fallback_share, cost_per_run or planner_repairs.';
comment on column surefoot.v_alerts.subject is 'The tool or breaker that it is about, or runs.';
comment on column surefoot.v_alerts.state is 'firing or resolved.';
comment on column surefoot.v_alerts.since is 'When the first of what broke the rule began.';
comment on column surefoot.v_alerts.fired_at is 'The check that first saw it.';
comment on column surefoot.v_alerts.seen_at is 'The newest check that still found it broken.';
comment on column surefoot.v_alerts.resolved_at is 'The check that found it well for long enough; null while it fires.';
comment on column surefoot.v_alerts.value is 'What was measured: percent, milliseconds, a count or dollars, as the rule has it.';
comment on column surefoot.v_alerts."limit" is 'Above what the rule is broken, in the same unit.';
comment on column surefoot.v_alerts.minutes is 'How far back it was looked.';
comment on column surefoot.v_alerts.bad is 'How much was wrong.';
comment on column surefoot.v_alerts.total is 'Out of how much.';
comment on column surefoot.v_alerts.runs is 'Different runs that it was wrong for.';
comment on column surefoot.v_alerts.users is 'Different users that it was wrong for.';
comment on column surefoot.v_alerts.baseline is 'The same in the week before; null where the rule has none.';
comment on column surefoot.v_alerts.mostly is 'What it mostly was, such as an error''s name.';
