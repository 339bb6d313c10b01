-- What people think of answers.

create table surefoot.feedback (
  tenant   text        not null,
  run_id   text        not null,
  user_id  text        not null,
  rating   text        not null check (rating in ('up', 'down')),
  note     text        not null default '',
  rated_at timestamptz not null default now(),
  primary key (tenant, run_id, user_id),
  -- It goes with its run, when that is purged.
  foreign key (tenant, run_id) references surefoot.runs on delete cascade
);

create index feedback_rated_at on surefoot.feedback (rated_at);
create index feedback_user on surefoot.feedback (user_id);

comment on table surefoot.feedback is 'One rating per user and run. user_id and note are personal: `surefoot forget` erases them.';

create view surefoot.v_feedback as
select f.tenant, f.run_id, f.user_id, f.rating, f.note, f.rated_at,
       r.question, r.as_of, r.user_id as asked_by, r.session_id, r.status as run_status, r.began_at,
       r.answer ->> 'text' as answer_text, r.answer ->> 'planner' as planner,
       (select max(c.plan_version) from surefoot.v_tool_calls c
        where c.tenant = f.tenant and c.run_id = f.run_id) as plan_version,
       (select c.prompt_version from surefoot.v_tool_calls c
        where c.tenant = f.tenant and c.run_id = f.run_id and c.tool = 'plan' and c.prompt_version is not null
        order by c.started_at desc limit 1) as plan_prompt,
       (select c.prompt_version from surefoot.v_tool_calls c
        where c.tenant = f.tenant and c.run_id = f.run_id and c.tool = 'interpret' and c.prompt_version is not null
        order by c.started_at desc limit 1) as interpret_prompt
from surefoot.feedback f
join surefoot.runs r using (tenant, run_id);

comment on view surefoot.v_feedback is 'One row per rating, with the run, the plan and the prompts that it fell on.';
comment on column surefoot.v_feedback.tenant is 'Whose run it is; default where there are no tenants.';
comment on column surefoot.v_feedback.run_id is 'The run, unique within the tenant.';
comment on column surefoot.v_feedback.user_id is 'Who rated it.';
comment on column surefoot.v_feedback.rating is 'up or down.';
comment on column surefoot.v_feedback.note is 'Why, in their words; empty where they gave none.';
comment on column surefoot.v_feedback.rated_at is 'When; a later rating by the same user replaces the earlier one.';
comment on column surefoot.v_feedback.question is 'What the run was asked.';
comment on column surefoot.v_feedback.as_of is 'The day that "today" means in the question.';
comment on column surefoot.v_feedback.asked_by is 'Who asked; not always who rated.';
comment on column surefoot.v_feedback.session_id is 'The session of the question.';
comment on column surefoot.v_feedback.run_status is 'How the run ended.';
comment on column surefoot.v_feedback.began_at is 'When the run began.';
comment on column surefoot.v_feedback.answer_text is 'The answer that was rated.';
comment on column surefoot.v_feedback.planner is 'The model that planned, or offline.';
comment on column surefoot.v_feedback.plan_version is 'Version of the run''s last plan, from 1.';
comment on column surefoot.v_feedback.plan_prompt is 'Version of the prompt that the last plan was asked for with.';
comment on column surefoot.v_feedback.interpret_prompt is 'Version of the prompt that the words were asked for with.';
