-- What dashboards read. Columns are only ever added.

create view surefoot.v_tool_calls as
select tenant, run_id, tool, step, attempt, status, rung, started_at, ended_at, latency_ms,
       error_class, error_name, error_code, breaker_state, row_count, bytes,
       model, prompt_version, claude_calls, input_tokens, cache_read_tokens, output_tokens, cost_usd,
       user_id, session_id, plan_version, worker, parameters, digest, workflow_id, temporal_run_id, activity_id
from surefoot.tool_calls;

comment on view surefoot.v_tool_calls is 'One row per attempt of one activity: a step, a rung, a check or a call to Claude.';
comment on column surefoot.v_tool_calls.tenant is 'Whose run it is; default where there are no tenants.';
comment on column surefoot.v_tool_calls.run_id is 'The run, unique within the tenant.';
comment on column surefoot.v_tool_calls.tool is 'The activity''s type: a tool''s name, plan, review, verify or interpret.';
comment on column surefoot.v_tool_calls.step is 'The plan''s step; null for what belongs to the whole run.';
comment on column surefoot.v_tool_calls.attempt is 'Number of the attempt, from 1.';
comment on column surefoot.v_tool_calls.status is
  'running, success, timeout, error, cancelled, lost (its worker never said how it ended) or refused (by a breaker).';
comment on column surefoot.v_tool_calls.rung is 'What the result came from: live, cache, stale_cache, simplified or sample.';
comment on column surefoot.v_tool_calls.started_at is 'When the attempt began.';
comment on column surefoot.v_tool_calls.ended_at is 'When it ended; null while running, and where lost.';
comment on column surefoot.v_tool_calls.latency_ms is 'How long it took, in milliseconds, as its worker measured it.';
comment on column surefoot.v_tool_calls.error_class is 'transient, timeout, permanent, user_error or unknown; null on success.';
comment on column surefoot.v_tool_calls.error_name is 'Stable name of the error, such as tool_timeout.';
comment on column surefoot.v_tool_calls.error_code is 'SQLSTATE, HTTP status or network code.';
comment on column surefoot.v_tool_calls.breaker_state is 'The tool''s breaker when the attempt began: closed, open or half_open.';
comment on column surefoot.v_tool_calls.row_count is 'Rows of the result.';
comment on column surefoot.v_tool_calls.bytes is 'Size of the result.';
comment on column surefoot.v_tool_calls.model is 'The model that replied, or offline; null where Claude was not asked.';
comment on column surefoot.v_tool_calls.prompt_version is 'Version of the prompt that was sent.';
comment on column surefoot.v_tool_calls.claude_calls is 'Calls that were paid for: 0 where a kept reply was used.';
comment on column surefoot.v_tool_calls.input_tokens is 'Input tokens, without those read from Claude''s cache.';
comment on column surefoot.v_tool_calls.cache_read_tokens is 'Input tokens read from Claude''s cache.';
comment on column surefoot.v_tool_calls.output_tokens is 'Output tokens.';
comment on column surefoot.v_tool_calls.cost_usd is 'Price in US dollars at the list price of the day.';
comment on column surefoot.v_tool_calls.user_id is 'Who asked.';
comment on column surefoot.v_tool_calls.session_id is 'In which session.';
comment on column surefoot.v_tool_calls.plan_version is 'Version of the plan, from 1; a repair or a replan makes the next one.';
comment on column surefoot.v_tool_calls.worker is 'The worker that ran it.';
comment on column surefoot.v_tool_calls.parameters is 'What it was called with, without secrets.';
comment on column surefoot.v_tool_calls.digest is 'Hash of the result, to see whether two attempts gave the same.';
comment on column surefoot.v_tool_calls.workflow_id is 'Temporal''s workflow id.';
comment on column surefoot.v_tool_calls.temporal_run_id is 'Temporal''s run id.';
comment on column surefoot.v_tool_calls.activity_id is 'Temporal''s activity id.';

create view surefoot.v_runs as
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
       answer ->> 'text' as answer_text, workflow_id, temporal_run_id
from surefoot.runs;

comment on view surefoot.v_runs is 'One row per run: a question, how it ended, how long it took and what it cost.';
comment on column surefoot.v_runs.tenant is 'Whose run it is; default where there are no tenants.';
comment on column surefoot.v_runs.run_id is 'The run, unique within the tenant.';
comment on column surefoot.v_runs.question is 'What the user asked.';
comment on column surefoot.v_runs.user_id is 'Who asked.';
comment on column surefoot.v_runs.session_id is 'In which session.';
comment on column surefoot.v_runs.as_of is 'The day that "today" means in the question.';
comment on column surefoot.v_runs.time_zone is 'The time zone in which days begin.';
comment on column surefoot.v_runs.mode is 'interactive or background.';
comment on column surefoot.v_runs.status is
  'running, answered, degraded, needs_clarification, escalated, unavailable, failed or cancelled.';
comment on column surefoot.v_runs.began_at is 'When the run began.';
comment on column surefoot.v_runs.ended_at is 'When its answer was recorded; null while it runs.';
comment on column surefoot.v_runs.total_ms is 'From began_at to ended_at, in milliseconds.';
comment on column surefoot.v_runs.plan_ms is 'Of that, planning.';
comment on column surefoot.v_runs.steps_ms is 'Of that, the steps.';
comment on column surefoot.v_runs.verify_ms is 'Of that, verifying.';
comment on column surefoot.v_runs.interpret_ms is 'Of that, interpreting.';
comment on column surefoot.v_runs.planner is 'The model that planned, or offline.';
comment on column surefoot.v_runs.verdict is 'confirmed, refuted or inconclusive.';
comment on column surefoot.v_runs.plan_repairs is 'How often a plan went back with findings before it ran.';
comment on column surefoot.v_runs.replans is 'How often the run planned again after steps had run.';
comment on column surefoot.v_runs.answer_repairs is 'How often an interpretation went back with findings.';
comment on column surefoot.v_runs.claude_calls is 'Calls to Claude that were paid for.';
comment on column surefoot.v_runs.input_tokens is 'Input tokens, without those read from Claude''s cache.';
comment on column surefoot.v_runs.cache_read_tokens is 'Input tokens read from Claude''s cache.';
comment on column surefoot.v_runs.output_tokens is 'Output tokens.';
comment on column surefoot.v_runs.cost_usd is 'Price in US dollars at the list price of the day.';
comment on column surefoot.v_runs.warnings is 'Codes of the answer''s warnings.';
comment on column surefoot.v_runs.answer_text is 'The answer''s text.';
comment on column surefoot.v_runs.workflow_id is 'Temporal''s workflow id.';
comment on column surefoot.v_runs.temporal_run_id is 'Temporal''s run id.';
