/** A chart before it is spelt out for Superset. Its name is also what its ids are made from. */
export interface Chart {
  readonly name: string;
  /** Shown beside the name, and in docs/dashboards.md. */
  readonly about: string;
  readonly view: string;
  readonly kind: 'number' | 'lines' | 'bars' | 'table';
  /** Names of the dataset's metrics. */
  readonly metrics: readonly string[];
  /** One series, or one row, for each value of these. */
  readonly by?: readonly string[];
  /** Of lines and bars: how long a point is. */
  readonly grain?: Grain;
  readonly where?: readonly Condition[];
  /** Of a table: the metric that sorts it, largest first. */
  readonly sort?: string;
  readonly logarithmic?: boolean;
  /** Of a row's twelve columns; where no chart of a row says it, all are as wide. */
  readonly width?: number;
}

export type Grain = 'hour' | 'day' | 'week';

export type Condition = readonly [
  column: string,
  operator: 'IN',
  values: readonly (string | number)[],
];

const successRate = (grain: Grain): Chart => ({
  name: `Success rate by tool, by ${grain}`,
  about: 'Attempts that succeeded, of those that succeeded, failed, timed out or were lost.',
  view: 'v_tool_calls',
  kind: 'lines',
  metrics: ['success_rate'],
  by: ['tool'],
  grain,
});

const numbers: readonly Chart[] = [
  {
    name: 'Success rate',
    about: 'Attempts that succeeded, of those that succeeded, failed, timed out or were lost.',
    view: 'v_tool_calls',
    kind: 'number',
    metrics: ['success_rate'],
  },
  {
    name: 'Runs with an answer',
    about: 'Runs that ended answered or degraded, of those that ended.',
    view: 'v_runs',
    kind: 'number',
    metrics: ['answered_rate'],
  },
  {
    name: 'First plans valid',
    about:
      'First plans of Claude that passed every check as they were, of those that are plans: a question that is asked back is none.',
    view: 'v_plan_tries',
    kind: 'number',
    metrics: ['first_try_validity'],
  },
  {
    name: 'Cost a run',
    about: 'In US dollars at list price.',
    view: 'v_runs',
    kind: 'number',
    metrics: ['cost_per_run'],
  },
];

const latencies: readonly Chart[] = [
  {
    name: 'Latency: p50, p95 and p99 by day',
    width: 3,
    about:
      'Of attempts that succeeded, in milliseconds; of the tools that the filter lets through.',
    view: 'v_tool_calls',
    kind: 'lines',
    metrics: ['p50', 'p95', 'p99'],
    grain: 'day',
    logarithmic: true,
  },
  {
    name: 'p95 latency by tool, by day',
    width: 4,
    about: 'Of attempts that succeeded, in milliseconds.',
    view: 'v_tool_calls',
    kind: 'lines',
    metrics: ['p95'],
    by: ['tool'],
    grain: 'day',
    logarithmic: true,
  },
  {
    name: 'Latency by tool',
    width: 5,
    about:
      'Of attempts that succeeded, in milliseconds; of a tool that reads a warehouse, on each of them.',
    view: 'v_tool_calls',
    kind: 'table',
    metrics: ['attempts', 'p50', 'p95', 'p99'],
    by: ['tool', 'warehouse'],
    sort: 'attempts',
  },
];

const retries: readonly Chart[] = [
  {
    name: 'Retries by tool, by day',
    about: "Attempts after an activity's first.",
    view: 'v_tool_calls',
    kind: 'bars',
    metrics: ['retries'],
    by: ['tool'],
    grain: 'day',
  },
  {
    name: 'Retries that helped, by tool',
    about:
      'How many attempts after the first there were, how many of them succeeded, and what failed for good.',
    view: 'v_tool_calls',
    kind: 'table',
    metrics: ['retries', 'retry_successes', 'retry_help', 'failed_calls'],
    by: ['tool'],
    sort: 'retries',
  },
];

const fallbacks: readonly Chart[] = [
  {
    name: 'Fallback rungs by day',
    about: 'Results that stood in for what was wanted, by the rung that gave them.',
    view: 'v_tool_calls',
    kind: 'bars',
    metrics: ['successes'],
    by: ['rung'],
    grain: 'day',
    where: [
      ['rung', 'IN', ['stale_cache', 'simplified', 'sample', 'fallback_model', 'earlier_run']],
    ],
  },
];

const errors: readonly Chart[] = [
  {
    name: 'Errors by class, by day',
    width: 3,
    about: 'Attempts that failed, timed out or were lost, by class.',
    view: 'v_tool_calls',
    kind: 'bars',
    metrics: ['failures'],
    by: ['failure'],
    grain: 'day',
    where: [['status', 'IN', ['error', 'timeout', 'lost']]],
  },
  {
    name: 'Random or systematic, by day',
    width: 3,
    about:
      'Systematic: one tool, user, hour or warehouse has at least half of the errors of a class in a day, and far more than its share of the calls explains.',
    view: 'v_error_spread',
    kind: 'bars',
    metrics: ['errors'],
    by: ['pattern'],
    grain: 'day',
  },
  {
    name: 'Systematic errors, and where they are',
    about:
      'What the errors of a class have in common on such days: which tool, user, hour or warehouse.',
    view: 'v_error_spread',
    kind: 'table',
    metrics: ['errors', 'days'],
    by: ['error_class', 'concentrated_in', 'suspects'],
    where: [['pattern', 'IN', ['systematic']]],
    sort: 'errors',
    width: 6,
  },
];

const runs: readonly Chart[] = [
  {
    name: 'Runs by status, by day',
    about: 'How the questions ended.',
    view: 'v_runs',
    kind: 'bars',
    metrics: ['runs'],
    by: ['status'],
    grain: 'day',
  },
  {
    name: 'Cost by model, by day',
    about: 'What Claude cost, in US dollars at list price.',
    view: 'v_tool_calls',
    kind: 'bars',
    metrics: ['cost_usd'],
    by: ['model'],
    grain: 'day',
    where: [['tool', 'IN', ['plan', 'review', 'interpret', 'reviewAnswer']]],
  },
  {
    name: 'How long runs take, by status',
    about: 'From the question to its answer, in milliseconds.',
    view: 'v_runs',
    kind: 'table',
    metrics: ['runs', 'p50_ms', 'p95_ms', 'cost_per_run'],
    by: ['status'],
    sort: 'runs',
  },
];

const firstPlans: readonly Condition[] = [
  ['try', 'IN', [1]],
  ['source', 'IN', ['own_model', 'fallback_model']],
];

const claude: readonly Chart[] = [
  {
    name: 'First plans valid, by day',
    about: 'First plans that passed every check as they were, by model.',
    view: 'v_plan_tries',
    kind: 'lines',
    metrics: ['first_try_validity'],
    by: ['model'],
    grain: 'day',
    where: firstPlans,
  },
  {
    name: 'First plans valid, by model and prompt',
    about: 'The same by model and version of the prompt.',
    view: 'v_plan_tries',
    kind: 'table',
    metrics: ['first_tries', 'first_try_validity'],
    by: ['model', 'prompt_version'],
    where: firstPlans,
    sort: 'first_tries',
  },
];

/** The dashboard from top to bottom: a heading, and below it rows of charts. */
export const sections: readonly {
  readonly heading: string;
  readonly rows: readonly (readonly Chart[])[];
}[] = [
  { heading: 'At a glance', rows: [numbers] },
  { heading: 'Do the tools work?', rows: [(['hour', 'day', 'week'] as const).map(successRate)] },
  { heading: 'How fast are they?', rows: [latencies] },
  { heading: 'What is tried again, and what stands in?', rows: [[...retries, ...fallbacks]] },
  { heading: 'What goes wrong, and where?', rows: [errors] },
  { heading: 'How do runs end, and what do they cost?', rows: [runs] },
  { heading: "Claude's first plans", rows: [claude] },
];

export const charts: readonly Chart[] = sections.flatMap(({ rows }) => rows.flat());
