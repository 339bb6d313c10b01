import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runCli } from '../cli/spawn-cli.js';
import { startStack, type Stack } from '../stack.js';
import { countsOrders, plan, query, saysOrders, scriptFile, says } from './scripts.js';
import { answerTo, rowsOf } from './watching.js';

// What the contract of docs/tool-call-log.md says, over real runs: one repaired and critical, one from the cache, one
// that is handed over.
const question = 'How many orders, logged?';
const handedOver = 'How many orders, for a person?';
const script = scriptFile([{ name: 'away', run: '^log-away', reply: { status: 418 } }]);
let stack: Stack;

before(async () => {
  // Without a fallback model a run is handed over seconds sooner.
  stack = await startStack({
    script: script.path,
    env: { SUREFOOT_FALLBACK_MODEL: 'claude-sonnet-5-5' },
  });
  await stack.worker({ identity: 'worker-of-the-log' });
  script.add(question, {
    planner: [plan([query('orders', 'SELECT count(*) AS orders FROM odrers')]), countsOrders],
    interpreter: [says('There are 3 of them.'), saysOrders],
  });
  const who = { user: 'ada', session: 's-log' };
  const first = await answerTo(stack, question, { id: 'log-critical', critical: true, ...who });
  assert.equal(first.status, 'answered', first.text);
  const again = await answerTo(stack, question, { id: 'log-again', ...who });
  assert.equal(again.steps[0]?.rung, 'cache', again.text);
  const away = await answerTo(stack, handedOver, { id: 'log-away', critical: true, ...who });
  assert.equal(away.status, 'escalated', away.text);
});
after(() => stack.close());

const read = (sql: string, ...values: unknown[]) => rowsOf(stack.storeUrl, sql, values);

/** Which columns are filled in, in the first row of each kind of activity. */
async function filledOf(run: string) {
  const rows = await read(
    `select tool, row_to_json(t) as row from surefoot.v_tool_calls t
     where run_id = $1 order by started_at desc`,
    run,
  );
  return new Map(
    rows.map(({ tool, row }) => [
      tool,
      Object.entries(row as object).flatMap(([column, value]) => (value === null ? [] : [column])),
    ]),
  );
}

const always = [
  ...['tenant', 'run_id', 'tool', 'attempt', 'status', 'started_at', 'ended_at', 'latency_ms'],
  ...['user_id', 'session_id', 'plan_version', 'worker', 'parameters'],
  ...['workflow_id', 'temporal_run_id', 'activity_id', 'month', 'is_last'],
];
const ofClaude = [
  ...['rung', 'breaker_state', 'bytes', 'digest', 'reply_id', 'model', 'prompt_version'],
  ...['claude_calls', 'input_tokens', 'cache_read_tokens', 'output_tokens', 'cost_usd'],
];

test('every kind of activity that goes well fills in all that there is of it', async () => {
  const filled = await filledOf('log-critical');
  const expected = {
    plan: [...always, ...ofClaude],
    review: [...always, ...ofClaude],
    execute_query: [
      ...[...always, 'step', 'warehouse', 'rung', 'breaker_state', 'row_count', 'bytes', 'digest'],
    ],
    verify: always,
    interpret: [...always, ...ofClaude],
    reviewAnswer: [...always, ...ofClaude],
  };
  for (const [tool, columns] of Object.entries(expected)) {
    assert.deepEqual(filled.get(tool)?.toSorted(), columns.toSorted(), tool);
  }
});

test('a failed attempt says how and at what, and a ticket is a row like any other', async () => {
  const filled = await filledOf('log-away');
  const failed = [...always, 'rung', 'breaker_state', 'error_class', 'error_name', 'error_code'];
  const spent = ofClaude.filter((column) => /claude_calls|tokens|cost/.test(column));
  assert.deepEqual(filled.get('plan')?.toSorted(), [...failed, ...spent].toSorted());
  assert.deepEqual(filled.get('openTicket')?.toSorted(), always.toSorted());
  const [ticket] = await read(
    `select parameters, worker from surefoot.v_tool_calls where run_id = 'log-away' and tool = 'openTicket'`,
  );
  assert.equal(ticket?.['worker'], 'worker-of-the-log');
  assert.deepEqual(Object.keys(ticket['parameters'] as object).toSorted(), [
    ...['cause', 'error', 'step', 'steps'],
  ]);
});

test('a result from the cache has the digest and the size of the one that it copies', async () => {
  const rows = await read(
    `select rung, row_count, bytes, digest from surefoot.v_tool_calls
     where tool = 'execute_query' and run_id in ('log-critical', 'log-again') order by started_at`,
  );
  const [live, cached] = rows;
  assert.deepEqual([live?.['rung'], cached?.['rung']], ['live', 'cache']);
  assert.deepEqual({ ...live, rung: '' }, { ...cached, rung: '' });
});

test('the views tell of plans, findings, rungs, breakers and tickets what the runs did', async () => {
  assert.deepEqual(
    await read(
      `select try::integer, outcome, source, findings, finding_codes, is_repair, plan_version
       from surefoot.v_plan_tries where run_id = 'log-critical' order by try`,
    ),
    [
      {
        ...{ try: 1, outcome: 'refused', source: 'own_model', findings: 1 },
        ...{ finding_codes: ['unknown_table'], is_repair: false, plan_version: 1 },
      },
      {
        ...{ try: 2, outcome: 'valid', source: 'own_model', findings: 0 },
        ...{ finding_codes: [], is_repair: true, plan_version: 1 },
      },
    ],
  );
  assert.deepEqual(
    await read(
      `select about, code, prompt_version is not null and model is not null as known
       from surefoot.v_findings where run_id = 'log-critical' order by at`,
    ),
    [
      { about: 'plan', code: 'unknown_table', known: true },
      { about: 'answer', code: 'number_outside_figure', known: true },
    ],
  );
  assert.deepEqual(
    await read(
      `select tool, rung, is_fallback, sum(successes)::integer as successes, sum(attempts - successes) > 0 as failed
       from surefoot.v_rungs where tool in ('execute_query', 'plan') group by 1, 2, 3 order by 1, 2`,
    ),
    [
      { tool: 'execute_query', rung: 'cache', is_fallback: false, successes: 1, failed: false },
      { tool: 'execute_query', rung: 'live', is_fallback: false, successes: 1, failed: false },
      { tool: 'plan', rung: 'earlier_run', is_fallback: true, successes: 0, failed: true },
      { tool: 'plan', rung: 'fallback_model', is_fallback: true, successes: 0, failed: true },
      { tool: 'plan', rung: 'own_model', is_fallback: false, successes: 4, failed: true },
    ],
  );
  assert.deepEqual(
    await read(`select question, user_id, status, wait_ms from surefoot.v_tickets`),
    [{ question: handedOver, user_id: 'ada', status: 'open', wait_ms: null }],
  );
  assert.deepEqual(
    await read(
      `select steps, failed_steps, lesser_steps, figures, plan_repairs, answer_repairs, prompt_version is not null as prompt
       from surefoot.v_runs where run_id = 'log-critical'`,
    ),
    [
      {
        ...{ steps: 1, failed_steps: 0, lesser_steps: 0, figures: 1 },
        ...{ plan_repairs: 1, answer_repairs: 1, prompt: true },
      },
    ],
  );
  const [query] = await read(
    `select sum(attempts)::integer as attempts, sum(calls)::integer as calls,
            sum(first_try_successes)::integer as first_try, min(p50_ms) > 0 as timed
     from surefoot.v_tool_daily where tool = 'execute_query'`,
  );
  assert.deepEqual(query, { attempts: 2, calls: 2, first_try: 2, timed: true });
  const breakers = await read(`select name, tool, target, state from surefoot.v_breakers`);
  assert.ok(
    breakers.some(({ tool, target }) => tool === 'execute_query' && target === 'warehouse'),
  );
});

test('forgetting a user erases their questions from the store and from Temporal, and says how much', async () => {
  const left = () =>
    read(`select count(*)::integer as runs, count(*) filter (where question <> '')::integer as questions
          from surefoot.v_runs`);
  assert.deepEqual(await left(), [{ runs: 3, questions: 3 }]);
  const { stdout, code } = await runCli(['forget', '--user', 'ada'], stack.env);
  assert.match(
    stdout,
    /^Forgotten: ada of tenant default\. 3 runs erased, with \d+ events, \d+ attempts/,
  );
  assert.match(
    stdout,
    /^Temporal: 3 histories deleted; the server takes up to a minute for it\.$/m,
  );
  assert.equal(code, 0, stdout);
  assert.deepEqual(await left(), [{ runs: 3, questions: 0 }]);
  const [receipt, nobody] = await Promise.all([
    runCli(['show', 'log-critical'], stack.env),
    runCli(['forget', '--user', 'ada'], { ...stack.env, SUREFOOT_TENANCY: 'required' }),
  ]);
  assert.equal(receipt.code, 0, receipt.stderr);
  assert.doesNotMatch(receipt.stdout, /How many orders|There are/);
  assert.match(nobody.stderr, /Say in which tenant with --tenant/);
  assert.equal(nobody.code, 2);
});
