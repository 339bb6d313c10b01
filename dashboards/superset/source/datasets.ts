/** A view of the store as Superset sees it: its columns come from the store, what is computed of them from here. */
export interface Dataset {
  readonly view: string;
  /** The column that the time filter limits. */
  readonly time: string;
  readonly about: string;
  /** Columns that Superset computes. */
  readonly computed?: Readonly<Record<string, { readonly sql: string; readonly about: string }>>;
  readonly metrics: Readonly<Record<string, Metric>>;
}

export interface Metric {
  readonly label: string;
  readonly sql: string;
  /** D3's, such as `.1%`. */
  readonly format: string;
  readonly about?: string;
}

const count = ',d';
const share = '.1%';
const milliseconds = ',.0f';
const dollars = '$,.2f';

/** An attempt that was tried and came to an end of its own: neither cancelled nor refused by a breaker nor under way. */
const ended = `status IN ('success', 'error', 'timeout', 'lost')`;
const failed = `status IN ('error', 'timeout', 'lost')`;
const retried = 'attempt > 1';
const helped = `COUNT(*) FILTER (WHERE ${retried} AND status = 'success')`;

const percentile = (part: number): Metric => ({
  label: `p${part * 100}`,
  sql: `PERCENTILE_CONT(${part}) WITHIN GROUP (ORDER BY latency_ms) FILTER (WHERE status = 'success')`,
  format: milliseconds,
  about: 'Latency of attempts that succeeded, in milliseconds.',
});

const toolCalls: Dataset = {
  view: 'v_tool_calls',
  time: 'started_at',
  about: 'One row per attempt of one activity: a step, a rung, a check or a call to Claude.',
  computed: {
    failure: {
      sql: `CASE WHEN ${failed} THEN COALESCE(error_class, status) END`,
      about: 'Class of the error, or timeout or lost; null where it did not fail.',
    },
  },
  metrics: {
    attempts: { label: 'Attempts', sql: 'COUNT(*)', format: count },
    failures: { label: 'Failures', sql: `COUNT(*) FILTER (WHERE ${failed})`, format: count },
    success_rate: {
      label: 'Success rate',
      sql: `AVG(CASE WHEN ${ended} THEN CASE WHEN status = 'success' THEN 1.0 ELSE 0 END END)`,
      format: share,
      about: 'Attempts that succeeded, of those that succeeded, failed, timed out or were lost.',
    },
    successes: {
      label: 'Results',
      sql: `COUNT(*) FILTER (WHERE status = 'success')`,
      format: count,
    },
    retries: { label: 'Retries', sql: `COUNT(*) FILTER (WHERE ${retried})`, format: count },
    retry_successes: { label: 'Retries that helped', sql: helped, format: count },
    retry_help: {
      label: 'Share that helped',
      sql: `${helped}::float8 / NULLIF(COUNT(*) FILTER (WHERE ${retried}), 0)`,
      format: share,
    },
    failed_calls: {
      label: 'Calls that failed for good',
      sql: `COUNT(*) FILTER (WHERE ${failed} AND is_last)`,
      format: count,
    },
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    cost_usd: { label: 'Cost', sql: 'COALESCE(SUM(cost_usd), 0)', format: dollars },
    claude_calls: {
      label: 'Calls to Claude',
      sql: 'COALESCE(SUM(claude_calls), 0)',
      format: count,
    },
  },
};

const toolHours: Dataset = {
  view: 'v_tool_hourly',
  time: 'hour',
  about: 'One row per hour, tenant and tool: its attempts, by the hour in which each began.',
  metrics: {
    attempts: { label: 'Attempts', sql: 'SUM(attempts)', format: count },
    success_rate: {
      label: 'Success rate',
      sql: 'SUM(successes) / NULLIF(SUM(successes + errors + timeouts + lost), 0)',
      format: share,
      about: 'Attempts that succeeded, of those that succeeded, failed, timed out or were lost.',
    },
    retries: { label: 'Retries', sql: 'SUM(retries)', format: count },
    retry_successes: { label: 'Retries that helped', sql: 'SUM(retry_successes)', format: count },
    retry_rate: {
      label: 'Retries a call',
      sql: 'SUM(retries) / NULLIF(SUM(calls), 0)',
      format: share,
      about: 'Attempts after the first, for each first attempt.',
    },
    retry_help: {
      label: 'Share that helped',
      sql: 'SUM(retry_successes) / NULLIF(SUM(retries), 0)',
      format: share,
    },
    failed_calls: { label: 'Calls that failed for good', sql: 'SUM(failed_calls)', format: count },
  },
};

const rungs: Dataset = {
  view: 'v_rungs',
  time: 'hour',
  about: 'One row per hour, tenant, tool and rung: how often each was tried, and gave a result.',
  metrics: {
    attempts: { label: 'Attempts', sql: 'SUM(attempts)', format: count },
    successes: { label: 'Results', sql: 'SUM(successes)', format: count },
  },
};

const runs: Dataset = {
  view: 'v_runs',
  time: 'began_at',
  about: 'One row per run: a question, how it ended, how long it took and what it cost.',
  metrics: {
    runs: { label: 'Runs', sql: 'COUNT(*)', format: count },
    answered_rate: {
      label: 'Answered',
      sql: `AVG(CASE WHEN status <> 'running' THEN CASE WHEN status IN ('answered', 'degraded') THEN 1.0 ELSE 0 END END)`,
      format: share,
      about: 'Runs that ended answered or degraded, of those that ended.',
    },
    cost_usd: { label: 'Cost', sql: 'COALESCE(SUM(cost_usd), 0)', format: dollars },
    cost_per_run: { label: 'Cost a run', sql: 'AVG(cost_usd)', format: '$,.4f' },
    p50_ms: {
      label: 'Median time',
      sql: 'PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY total_ms)',
      format: milliseconds,
    },
    p95_ms: {
      label: 'p95 time',
      sql: 'PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY total_ms)',
      format: milliseconds,
    },
  },
};

const planTries: Dataset = {
  view: 'v_plan_tries',
  time: 'at',
  about: 'One row per plan that was had, from Claude or another source, and what its checks said.',
  metrics: {
    first_tries: {
      label: 'First plans',
      sql: `COUNT(*) FILTER (WHERE try = 1 AND source IN ('own_model', 'fallback_model'))`,
      format: count,
    },
    first_try_validity: {
      label: 'Valid at the first try',
      sql: `AVG(CASE WHEN outcome = 'valid' THEN 1.0 ELSE 0 END) FILTER (WHERE try = 1 AND source IN ('own_model', 'fallback_model') AND outcome <> 'clarification')`,
      format: share,
      about:
        'First plans of Claude that passed every check as they were, of those that are plans: a question that is asked back is none.',
    },
  },
};

const errorSpread: Dataset = {
  view: 'v_error_spread',
  time: 'day',
  about:
    'One row per day, tenant and class of error: whether its errors are spread as the calls are, or concentrated.',
  metrics: {
    errors: { label: 'Errors', sql: 'SUM(errors)', format: count },
    days: { label: 'Days', sql: 'COUNT(DISTINCT day)', format: count },
  },
};

export const datasets: readonly Dataset[] = [
  toolCalls,
  toolHours,
  rungs,
  runs,
  planTries,
  errorSpread,
];
