import type { Breach, RuleName } from './breach.js';

/** What to ask the store for to see more, and the part of the docs that says what helps. */
export function whereToLook(breach: Breach): { readonly sql: string; readonly docs: string } {
  return {
    sql: statements[breach.rule](breach),
    docs: `docs/alerts.md#${breach.rule.replaceAll('_', '-')}`,
  };
}

const statements: Readonly<Record<RuleName, (breach: Breach) => string>> = {
  error_rate: (breach) =>
    `select error_class, error_name, error_code, count(*), count(distinct user_id) as users from surefoot.v_tool_calls where ${ofTool(breach)} and status <> 'success' group by 1, 2, 3 order by 4 desc`,
  latency: (breach) =>
    `select run_id, user_id, latency_ms, row_count, parameters ->> 'sql' as sql from surefoot.v_tool_calls where ${ofTool(breach)} and latency_ms > ${Math.round(breach.limit)} order by latency_ms desc`,
  timeouts: (breach) =>
    `select run_id, user_id, started_at, parameters ->> 'sql' as sql from surefoot.v_tool_calls where ${ofTool(breach)} and status = 'timeout' order by started_at`,
  retry_exhaustion: (breach) =>
    `select run_id, activity_id, attempt, started_at, error_name, error_code from surefoot.v_tool_calls where ${ofTool(breach)} and status = 'error' order by run_id, activity_id, attempt`,
  breaker_open: ({ subject }) =>
    `select from_state, to_state, by, at from surefoot.v_breaker_changes where name = ${literal(subject)} order by at desc limit 20`,
  fallback_share: (breach) =>
    `select rung, count(*), count(distinct run_id) as runs from surefoot.v_tool_calls where ${ofTool(breach)} and status = 'success' group by 1 order by 2 desc`,
  cost_per_run: ({ since }) =>
    `select run_id, user_id, cost_usd, claude_calls, input_tokens, output_tokens, question from surefoot.v_runs where began_at >= ${literal(since)} order by cost_usd desc nulls last limit 20`,
  planner_repairs: ({ since }) =>
    `select code, count(*), count(distinct run_id) as runs from surefoot.v_findings where about = 'plan' and at >= ${literal(since)} group by 1 order by 2 desc`,
};

function ofTool({ subject, since }: Breach): string {
  const [tool = subject, warehouse] = subject.split('@');
  const on = warehouse === undefined ? '' : ` and warehouse = ${literal(warehouse)}`;
  return `tool = ${literal(tool)}${on} and started_at >= ${literal(since)}`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
