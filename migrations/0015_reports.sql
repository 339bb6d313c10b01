-- Weekly, monthly and quarterly reports, and the plans of slow queries that they show.

create table surefoot.reports (
  report_id   text        primary key,
  kind        text        not null check (kind in ('week', 'month', 'quarter')),
  from_day    date        not null,
  to_day      date        not null,
  tenant      text,
  body        json        not null,
  made_at     timestamptz not null,
  check (from_day < to_day)
);

create index reports_made_at on surefoot.reports (made_at);

comment on table surefoot.reports is
  'One row per report that a schedule made; the first one of a period stays. No user, question or comment is in it.';
comment on column surefoot.reports.report_id is 'Such as week-2026-09-21, with the tenant after it where it is of one.';
comment on column surefoot.reports.kind is 'week, month or quarter.';
comment on column surefoot.reports.from_day is 'The first day of the period, in UTC.';
comment on column surefoot.reports.to_day is 'The day after its last.';
comment on column surefoot.reports.tenant is 'Whose runs it is about; null for all.';
comment on column surefoot.reports.body is 'The report: sentences, tables, and the SQL of every figure.';
comment on column surefoot.reports.made_at is 'When it was made.';

create table surefoot.query_plans (
  statement    text        primary key,
  plan         jsonb       not null,
  explained_at timestamptz not null default now()
);

comment on table surefoot.query_plans is 'The newest plan of each slow query, for reports made while the warehouse cannot be asked.';
comment on column surefoot.query_plans.statement is 'MD5 of the statement without its constants.';
comment on column surefoot.query_plans.plan is 'Nodes of the plan by EXPLAIN: no constant is in them.';
comment on column surefoot.query_plans.explained_at is 'When the warehouse planned it.';
