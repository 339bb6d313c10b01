-- What dashboards, reports and alerts read. Columns are only ever added; docs/tool-call-log.md lists them.

create or replace view surefoot.v_tool_calls as
select tenant, run_id, tool, step, attempt, status, rung, started_at, ended_at, latency_ms,
       error_class, error_name, error_code, breaker_state, row_count, bytes,
       model, prompt_version, claude_calls, input_tokens, cache_read_tokens, output_tokens, cost_usd,
       user_id, session_id, plan_version, worker, parameters, digest, workflow_id, temporal_run_id, activity_id,
       reply_id, month,
       not exists (
         select from surefoot.tool_calls later
         where later.workflow_id = t.workflow_id and later.temporal_run_id = t.temporal_run_id
           and later.activity_id = t.activity_id and later.attempt > t.attempt and later.month = t.month) as is_last
from surefoot.tool_calls t;

comment on column surefoot.v_tool_calls.rung is
  'Where the result came from, or would have: live, cache, stale_cache, simplified or sample; of what asks Claude whose '
  'reply it was: own_model, fallback_model, earlier_run or person. Null for rules and tickets.';
comment on column surefoot.v_tool_calls.parameters is
  'What it was called with, as SUREFOOT_LOG_PARAMETERS lets it be kept; null where that is off.';
comment on column surefoot.v_tool_calls.bytes is 'Size of the result as JSON, also of one that was copied within the store.';
comment on column surefoot.v_tool_calls.digest is
  'MD5 of the result''s rows as JSON, to see whether two attempts gave the same; null where there are no rows.';
comment on column surefoot.v_tool_calls.reply_id is 'The reply of Claude''s that it ended with; null where Claude was not asked.';
comment on column surefoot.v_tool_calls.month is
  'First day of the month, in UTC, in which the activity was scheduled: the partition that the row lies in.';
comment on column surefoot.v_tool_calls.is_last is
  'Whether no later attempt of the same activity is known: with an error it is the failure that the run saw.';

create or replace view surefoot.v_runs as
select tenant, run_id, question, user_id, session_id, as_of, time_zone, mode, status, began_at, ended_at,
       extract(epoch from ended_at - began_at)::double precision * 1000 as total_ms,
       (answer #>> '{timing,planMs}')::double precision as plan_ms,
       (answer #>> '{timing,stepsMs}')::double precision as steps_ms,
       (answer #>> '{timing,verifyMs}')::double precision as verify_ms,
       (answer #>> '{timing,interpretMs}')::double precision as interpret_ms,
       answer ->> 'planner' as planner,
       answer #>> '{verification,verdict}' as verdict,
       (answer #>> '{verification,planRepairs}')::integer as plan_repairs,
       (answer #>> '{verification,replans}')::integer as replans,
       (answer #>> '{verification,answerRepairs}')::integer as answer_repairs,
       (answer #>> '{usage,claudeCalls}')::integer as claude_calls,
       (answer #>> '{usage,inputTokens}')::bigint as input_tokens,
       (answer #>> '{usage,cacheReadTokens}')::bigint as cache_read_tokens,
       (answer #>> '{usage,outputTokens}')::bigint as output_tokens,
       (answer #>> '{usage,costUsd}')::numeric as cost_usd,
       array(select json_array_elements(answer -> 'warnings') ->> 'code') as warnings,
       answer ->> 'text' as answer_text, workflow_id, temporal_run_id,
       answer ->> 'intent' as intent,
       json_array_length(answer -> 'steps') as steps,
       (select count(*)::integer from json_array_elements(answer -> 'steps') step
        where step ->> 'status' = 'failed') as failed_steps,
       (select count(*)::integer from json_array_elements(answer -> 'steps') step
        where step ->> 'rung' in ('stale_cache', 'simplified', 'sample')) as lesser_steps,
       json_array_length(answer -> 'figures') as figures,
       answer ->> 'ticket' as ticket_id,
       (select made.data ->> 'promptVersion' from surefoot.run_events made
        where made.tenant = runs.tenant and made.run_id = runs.run_id and made.kind = 'plan.made'
        order by made.seq desc limit 1) as prompt_version
from surefoot.runs;

comment on column surefoot.v_runs.question is 'What the user asked; empty once the user was forgotten.';
comment on column surefoot.v_runs.user_id is 'Who asked; empty once the user was forgotten.';
comment on column surefoot.v_runs.intent is 'The question as the plan understood it.';
comment on column surefoot.v_runs.steps is 'Steps of the plan, those of earlier plans that stood included; null while the run goes on.';
comment on column surefoot.v_runs.failed_steps is 'Steps that failed on every rung.';
comment on column surefoot.v_runs.lesser_steps is 'Steps whose result is a stand-in: stale_cache, simplified or sample.';
comment on column surefoot.v_runs.figures is 'Figures in the answer''s text.';
comment on column surefoot.v_runs.ticket_id is 'The ticket that it was handed over with, if any.';
comment on column surefoot.v_runs.prompt_version is 'Version of the planner''s prompt that the last plan was made with; null without a plan.';

-- By hour and by day: the same columns, so that neither is summed from the other's percentiles.
do $$
declare
  unit text;
  name text;
begin
  foreach unit in array array['hour', 'day'] loop
    name := case unit when 'hour' then 'v_tool_hourly' else 'v_tool_daily' end;
    execute format($view$
      create view surefoot.%1$I as
      select date_trunc(%2$L, started_at, 'UTC') as %2$I, tenant, tool,
             count(*) as attempts,
             count(*) filter (where attempt = 1) as calls,
             count(*) filter (where status = 'success') as successes,
             count(*) filter (where status = 'success' and attempt = 1) as first_try_successes,
             count(*) filter (where attempt > 1) as retries,
             count(*) filter (where status = 'success' and attempt > 1) as retry_successes,
             count(*) filter (where status in ('error', 'timeout', 'lost') and not exists (
               select from surefoot.tool_calls later
               where later.workflow_id = t.workflow_id and later.temporal_run_id = t.temporal_run_id
                 and later.activity_id = t.activity_id and later.attempt > t.attempt and later.month = t.month
             )) as failed_calls,
             count(*) filter (where status = 'error') as errors,
             count(*) filter (where status = 'timeout') as timeouts,
             count(*) filter (where status = 'refused') as refused,
             count(*) filter (where status = 'cancelled') as cancelled,
             count(*) filter (where status = 'lost') as lost,
             count(*) filter (where status = 'running') as running,
             count(*) filter (where status = 'error' and error_class = 'transient') as transient_errors,
             count(*) filter (where status = 'error' and error_class = 'permanent') as permanent_errors,
             count(*) filter (where status = 'error' and error_class = 'user_error') as user_errors,
             count(*) filter (where status = 'error' and error_class = 'unknown') as unknown_errors,
             percentile_cont(0.5) within group (order by latency_ms) filter (where status = 'success') as p50_ms,
             percentile_cont(0.95) within group (order by latency_ms) filter (where status = 'success') as p95_ms,
             percentile_cont(0.99) within group (order by latency_ms) filter (where status = 'success') as p99_ms,
             max(latency_ms) filter (where status = 'success') as max_ms,
             coalesce(sum(claude_calls), 0)::bigint as claude_calls,
             coalesce(sum(input_tokens), 0)::bigint as input_tokens,
             coalesce(sum(cache_read_tokens), 0)::bigint as cache_read_tokens,
             coalesce(sum(output_tokens), 0)::bigint as output_tokens,
             coalesce(sum(cost_usd), 0) as cost_usd
      from surefoot.tool_calls t
      group by 1, 2, 3
    $view$, name, unit);
    execute format($comment$
      comment on view surefoot.%1$I is 'One row per %2$s, tenant and tool: its attempts, by the %2$s in which each began.';
      comment on column surefoot.%1$I.%2$I is 'When that %2$s begins, in UTC.';
      comment on column surefoot.%1$I.tenant is 'Whose runs they are; default where there are no tenants.';
      comment on column surefoot.%1$I.tool is 'The activity''s type: a tool''s name, plan, review, verify, interpret, reviewAnswer or openTicket.';
      comment on column surefoot.%1$I.attempts is 'Attempts that began, whatever became of them.';
      comment on column surefoot.%1$I.calls is 'First attempts that began: one for each activity.';
      comment on column surefoot.%1$I.successes is 'Attempts that succeeded; an activity has one at most.';
      comment on column surefoot.%1$I.first_try_successes is 'First attempts that succeeded.';
      comment on column surefoot.%1$I.retries is 'Attempts after an activity''s first.';
      comment on column surefoot.%1$I.retry_successes is 'Of those, the ones that succeeded: retries that helped.';
      comment on column surefoot.%1$I.failed_calls is 'Attempts that ended in error or timeout or were lost, with no later attempt known: what a lower rung or a person had to take over.';
      comment on column surefoot.%1$I.errors is 'Attempts that ended in an error, timeouts not among them.';
      comment on column surefoot.%1$I.timeouts is 'Attempts that ran out of their time.';
      comment on column surefoot.%1$I.refused is 'Attempts that an open breaker refused: nothing was tried.';
      comment on column surefoot.%1$I.cancelled is 'Attempts that were cancelled with their run or step.';
      comment on column surefoot.%1$I.lost is 'Attempts whose worker never said how they ended.';
      comment on column surefoot.%1$I.running is 'Attempts that have not ended.';
      comment on column surefoot.%1$I.transient_errors is 'Of the errors, those of class transient.';
      comment on column surefoot.%1$I.permanent_errors is 'Of the errors, those of class permanent.';
      comment on column surefoot.%1$I.user_errors is 'Of the errors, those of class user_error.';
      comment on column surefoot.%1$I.unknown_errors is 'Of the errors, those of class unknown.';
      comment on column surefoot.%1$I.p50_ms is 'Median latency of the successes, in milliseconds.';
      comment on column surefoot.%1$I.p95_ms is '95th percentile of the same.';
      comment on column surefoot.%1$I.p99_ms is '99th percentile of the same.';
      comment on column surefoot.%1$I.max_ms is 'Slowest success, in milliseconds.';
      comment on column surefoot.%1$I.claude_calls is 'Calls to Claude that were paid for.';
      comment on column surefoot.%1$I.input_tokens is 'Input tokens, without those read from Claude''s cache.';
      comment on column surefoot.%1$I.cache_read_tokens is 'Input tokens read from Claude''s cache.';
      comment on column surefoot.%1$I.output_tokens is 'Output tokens.';
      comment on column surefoot.%1$I.cost_usd is 'Price in US dollars at the list price of the day.';
    $comment$, name, unit);
  end loop;
end
$$;

create view surefoot.v_rungs as
select date_trunc('hour', started_at, 'UTC') as hour, tenant, tool, rung,
       rung in ('stale_cache', 'simplified', 'sample', 'fallback_model', 'earlier_run') as is_fallback,
       count(*) as attempts,
       count(*) filter (where status = 'success') as successes
from surefoot.tool_calls
where rung is not null and status <> 'refused'
group by 1, 2, 3, 4;

comment on view surefoot.v_rungs is 'One row per hour, tenant, tool and rung: how often each rung was tried, and gave a result.';
comment on column surefoot.v_rungs.hour is 'When that hour begins, in UTC.';
comment on column surefoot.v_rungs.tenant is 'Whose runs they are; default where there are no tenants.';
comment on column surefoot.v_rungs.tool is 'The activity''s type.';
comment on column surefoot.v_rungs.rung is
  'live, cache, stale_cache, simplified or sample of a step; own_model, fallback_model, earlier_run or person of what asks Claude.';
comment on column surefoot.v_rungs.is_fallback is 'Whether it stands in for what was wanted: all but live, cache, own_model and person.';
comment on column surefoot.v_rungs.attempts is 'Attempts at that rung, without those that a breaker refused. What the fresh cache gave had been asked for as live.';
comment on column surefoot.v_rungs.successes is 'Of those, the ones that gave a result.';

create view surefoot.v_breakers as
select name, split_part(name, '@', 1) as tool, split_part(name, '@', 2) as target, state ->> 'state' as state,
       changed_at,
       to_timestamp(coalesce((state ->> 'untilMs')::double precision, (state ->> 'leaseUntilMs')::double precision) / 1000)
         as until,
       (state ->> 'failures')::integer as failures,
       state ->> 'reason' as reason
from surefoot.breakers;

comment on view surefoot.v_breakers is 'One row per breaker, as it stands now.';
comment on column surefoot.v_breakers.name is 'A tool and its warehouse, such as execute_query@warehouse, or a model, such as claude@claude-sonnet-5-5.';
comment on column surefoot.v_breakers.tool is 'The part of its name before the @.';
comment on column surefoot.v_breakers.target is 'The part after it: a warehouse or a model.';
comment on column surefoot.v_breakers.state is
  'closed, open, half_open (one attempt tries) or forced_open (by a person). One that is open past its time lets the next attempt try.';
comment on column surefoot.v_breakers.changed_at is 'When anything about it changed last, a counted failure included.';
comment on column surefoot.v_breakers.until is 'Until when it is open, or its one attempt has time; null otherwise.';
comment on column surefoot.v_breakers.failures is 'Failures in a row while closed; null otherwise.';
comment on column surefoot.v_breakers.reason is 'Why a person switched it off; null otherwise.';

create view surefoot.v_breaker_changes as
select name, split_part(name, '@', 1) as tool, split_part(name, '@', 2) as target, version, from_state, to_state, by, at
from surefoot.breaker_changes;

comment on view surefoot.v_breaker_changes is 'One row per change of a breaker''s state, oldest kept as long as answers.';
comment on column surefoot.v_breaker_changes.name is 'The breaker, as in v_breakers.';
comment on column surefoot.v_breaker_changes.tool is 'The part of its name before the @.';
comment on column surefoot.v_breaker_changes.target is 'The part after it: a warehouse or a model.';
comment on column surefoot.v_breaker_changes.version is 'Number of the write that changed it; rising, with gaps.';
comment on column surefoot.v_breaker_changes.from_state is 'The state before.';
comment on column surefoot.v_breaker_changes.to_state is 'The state after.';
comment on column surefoot.v_breaker_changes.by is 'The attempt whose outcome changed it, or the person who did and why.';
comment on column surefoot.v_breaker_changes.at is 'When.';

create view surefoot.v_plan_tries as
select t.tenant, t.run_id,
       row_number() over (partition by t.tenant, t.run_id order by t.ended_at, t.activity_id) as try,
       t.plan_version,
       case when e.kind = 'plan.made' then 'valid'
            when e.kind is null then 'truncated'
            when jsonb_array_length(e.data -> 'findings') = 0 then 'clarification'
            else 'refused' end as outcome,
       t.rung as source, t.model, t.prompt_version, t.reply_id,
       coalesce(jsonb_array_length(e.data -> 'findings'), 0) as findings,
       array(select jsonb_array_elements(e.data -> 'findings') ->> 'code') as finding_codes,
       e.data ? 'repaired' as is_repair,
       t.ended_at as at
from surefoot.tool_calls t
left join surefoot.run_events e
  on e.tenant = t.tenant and e.run_id = t.run_id
  and e.key in ('plan.made:' || t.reply_id, 'plan.refused:' || t.reply_id)
where t.tool = 'plan' and t.status = 'success' and t.reply_id is not null;

comment on view surefoot.v_plan_tries is 'One row per plan that was had, from Claude or another source, and what its checks said.';
comment on column surefoot.v_plan_tries.tenant is 'Whose run it is; default where there are no tenants.';
comment on column surefoot.v_plan_tries.run_id is 'The run, unique within the tenant.';
comment on column surefoot.v_plan_tries.try is 'Number of the plan in its run, from 1; the first says how Claude plans without help.';
comment on column surefoot.v_plan_tries.plan_version is 'Version that the plan has or would have had; a replan has the next one.';
comment on column surefoot.v_plan_tries.outcome is
  'valid, refused (by its checks), clarification (the question was asked back) or truncated (cut short).';
comment on column surefoot.v_plan_tries.source is 'own_model, fallback_model, earlier_run or person.';
comment on column surefoot.v_plan_tries.model is 'The model that wrote it, or offline, or person.';
comment on column surefoot.v_plan_tries.prompt_version is 'Version of the planner''s prompt.';
comment on column surefoot.v_plan_tries.reply_id is 'The reply that it was read from.';
comment on column surefoot.v_plan_tries.findings is 'How many findings the checks have against it.';
comment on column surefoot.v_plan_tries.finding_codes is 'Their codes.';
comment on column surefoot.v_plan_tries.is_repair is 'Whether it repairs the reply before, by that reply''s findings.';
comment on column surefoot.v_plan_tries.at is 'When it was had.';

create view surefoot.v_findings as
select e.tenant, e.run_id, e.at,
       case e.kind when 'plan.refused' then 'plan' when 'answer.refused' then 'answer' else 'result' end as about,
       finding ->> 'code' as code, finding ->> 'where' as place, finding ->> 'what' as what, finding ->> 'fix' as fix,
       t.reply_id, t.model, t.prompt_version
from surefoot.run_events e
cross join lateral jsonb_array_elements(e.data -> 'findings') as finding
left join lateral (
  select reply_id, model, prompt_version
  from surefoot.tool_calls t
  where e.kind <> 'verified' and t.tenant = e.tenant and t.run_id = e.run_id and t.status = 'success'
    and t.reply_id = split_part(e.key, ':', 2)
  limit 1
) t on true
where e.kind in ('plan.refused', 'answer.refused', 'verified');

comment on view surefoot.v_findings is 'One row per finding held against a plan, a result or an answer''s text.';
comment on column surefoot.v_findings.tenant is 'Whose run it is; default where there are no tenants.';
comment on column surefoot.v_findings.run_id is 'The run, unique within the tenant.';
comment on column surefoot.v_findings.at is 'When it was found.';
comment on column surefoot.v_findings.about is 'plan, result or answer.';
comment on column surefoot.v_findings.code is 'Stable and short, such as unknown_column.';
comment on column surefoot.v_findings.place is 'The step, figure or place it is about.';
comment on column surefoot.v_findings.what is 'What is wrong, as people are told.';
comment on column surefoot.v_findings.fix is 'What would satisfy it; empty where that would quote what nothing stands behind.';
comment on column surefoot.v_findings.reply_id is 'The reply of Claude''s that it is held against, or, by a review, that says so; null for results.';
comment on column surefoot.v_findings.model is 'The model that wrote that reply.';
comment on column surefoot.v_findings.prompt_version is 'Version of the prompt that it answered.';

create view surefoot.v_tickets as
select ticket_id, tenant, run_id, cause, priority, status, opened_at, resolved_at,
       extract(epoch from resolved_at - opened_at)::double precision * 1000 as wait_ms,
       body ->> 'question' as question, body ->> 'user' as user_id, body ->> 'step' as step,
       body #>> '{error,error}' as error_name, body #>> '{error,class}' as error_class,
       resolution, resolved_by
from surefoot.tickets;

comment on view surefoot.v_tickets is 'One row per question handed to a person.';
comment on column surefoot.v_tickets.ticket_id is 'The ticket.';
comment on column surefoot.v_tickets.tenant is 'Whose run it is; default where there are no tenants.';
comment on column surefoot.v_tickets.run_id is 'The run, unique within the tenant.';
comment on column surefoot.v_tickets.cause is 'What it is about: one ticket per run and cause.';
comment on column surefoot.v_tickets.priority is 'normal, or high for a critical run.';
comment on column surefoot.v_tickets.status is 'open or resolved.';
comment on column surefoot.v_tickets.opened_at is 'When it was opened.';
comment on column surefoot.v_tickets.resolved_at is 'When a person answered; null while open.';
comment on column surefoot.v_tickets.wait_ms is 'From one to the other, in milliseconds.';
comment on column surefoot.v_tickets.question is 'What the user asked; null once the user was forgotten.';
comment on column surefoot.v_tickets.user_id is 'Who asked; null once the user was forgotten.';
comment on column surefoot.v_tickets.step is 'The step that failed; null where it was not a step.';
comment on column surefoot.v_tickets.error_name is 'Stable name of the error.';
comment on column surefoot.v_tickets.error_class is 'transient, timeout, permanent, user_error or unknown.';
comment on column surefoot.v_tickets.resolution is 'What the person answered; null while open, and once the user was forgotten.';
comment on column surefoot.v_tickets.resolved_by is 'Who that was.';
