-- Questions whose plan a person has verified: examples for the planner, and plans that are used again.

create table surefoot.verified_questions (
  tenant         text        not null,
  run_id         text        not null,
  question       text        not null,
  question_key   text        not null,
  user_id        text        not null,
  as_of          date        not null,
  time_zone      text        not null,
  intent         text        not null,
  sql            text        not null,
  plan           text        not null,
  model          text        not null,
  schema_version text        not null,
  prompt_version text        not null,
  verified_by    text        not null,
  verified_at    timestamptz not null default now(),
  words          tsvector    not null generated always as (to_tsvector('simple', question)) stored,
  primary key (tenant, run_id)
);

create index verified_questions_newest on surefoot.verified_questions (tenant, verified_at desc);

comment on table surefoot.verified_questions is
  'One per run that was promoted; it outlives its run. question, intent and sql are what a user asked: `surefoot forget` erases the row with its user.';
comment on column surefoot.verified_questions.question_key is 'The question without what case, spacing and its last mark change.';
comment on column surefoot.verified_questions.plan is 'The planner''s reply as it came: it is compiled anew each time.';
comment on column surefoot.verified_questions.user_id is 'Who had asked.';

-- How alike two texts are, by trigrams; without the extension words alone find an example.
do $$
begin
  create extension if not exists pg_trgm;
exception when insufficient_privilege or undefined_file or feature_not_supported then null;
end
$$;
do $$
declare
  home name := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                where e.extname = 'pg_trgm');
begin
  execute format(
    'create function surefoot.likeness(one text, other text) returns real language sql immutable parallel safe as %L',
    case when home is null then 'select 0::real' else format('select %I.similarity(one, other)', home) end);
end
$$;

alter table surefoot.runs add column turns smallint not null default 0;

comment on column surefoot.runs.turns is
  'How many turns of its conversation it was told of: with any, its question means nothing by itself.';
comment on column surefoot.runs.context is
  'JSON, as the prompts have it, while the run goes on; the first one stays, so that a retry asks Claude the same.';
