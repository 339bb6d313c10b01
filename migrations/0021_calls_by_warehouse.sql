-- Which warehouse an attempt was about: with several, a slow or an absent one is told from the others.

alter table surefoot.tool_calls add column warehouse text;

comment on column surefoot.tool_calls.warehouse is
  'Null for what is about none, and in rows that are older than this column.';

create or replace view surefoot.v_tool_calls as
select tenant, run_id, tool, step, attempt, status, rung, started_at, ended_at, latency_ms,
       error_class, error_name, error_code, breaker_state, row_count, bytes,
       model, prompt_version, claude_calls, input_tokens, cache_read_tokens, output_tokens, cost_usd,
       user_id, session_id, plan_version, worker, parameters, digest, workflow_id, temporal_run_id, activity_id,
       reply_id, month,
       not exists (
         select from surefoot.tool_calls later
         where later.workflow_id = t.workflow_id and later.temporal_run_id = t.temporal_run_id
           and later.activity_id = t.activity_id and later.attempt > t.attempt and later.month = t.month) as is_last,
       warehouse
from surefoot.tool_calls t;

comment on column surefoot.v_tool_calls.warehouse is
  'The warehouse that the step reads, by its name; null for what reads none, and in rows that versions without this '
  'column have written.';
