-- What a run plans with beside the schema: the turns before it in its conversation.

alter table surefoot.runs add column context text;

comment on column surefoot.runs.context is
  'JSON, as the prompts have it; the first one stays, so that a retry asks Claude the same whatever ended meanwhile.';

create index runs_session on surefoot.runs (tenant, session_id, ended_at) where session_id <> '';
