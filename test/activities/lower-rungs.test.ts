import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { z } from 'zod';
import type { Attempt } from '../../src/activities/attempt.js';
import { runStep } from '../../src/activities/run-step.js';
import { ToolFailure } from '../../src/domain/failure.js';
import { defaultPolicy } from '../../src/domain/policy.js';
import type { StepOutcome, StepTask } from '../../src/domain/tasks.js';
import { defineTool, type Rungs } from '../../src/tools/define-tool.js';
import type { AnyTool } from '../../src/tools/registry.js';
import { newRun, storeForTests } from '../adapters/store/fixtures.js';
import { anError, anInput, aStep } from '../domain/builders.js';
import { noClaude } from './no-claude.js';

const database = await storeForTests();
after(() => database.close());
const { store } = database;
const notAsked = () => Promise.reject(new Error('The tool does not ask it.'));
const warehouse = {
  name: 'w',
  identity: 'w',
  checkTenant: () => {},
  catalog: notAsked,
  explain: notAsked,
  query: notAsked,
};
const deps = { ...noClaude, store, warehouses: [warehouse] as const };

const hour = 3_600_000;
const policy = { ...defaultPolicy, cacheFreshMs: 300_000, cacheStaleMs: 24 * hour };
const timedOut = anError({ error: 'tool_timeout', class: 'timeout', tool: 'stock' });

type Stock = { readonly item: string; readonly count: number };

/** A user's own tool: what is in the warehouse is `count`, until it is set to fail. */
function stock(rungs: Rungs<{ item: string }, Stock> = {}, count: () => number = () => 7) {
  const tool = defineTool({
    name: 'stock',
    description: 'Counts an item.',
    input: z.strictObject({ item: z.string() }),
    output: z.strictObject({ item: z.string(), count: z.number() }),
    cacheKey: ({ item }, { run }) => Promise.resolve(`${run.tenant}/${item}`),
    run: ({ item }) => Promise.resolve({ item, count: count() }),
    rungs,
  });
  return tool as unknown as AnyTool;
}

let steps = 0;

interface Asked {
  readonly item: string;
  readonly rung?: StepTask['rung'];
  readonly tool?: AnyTool;
  readonly fresh?: boolean;
  readonly runStartedAtMs?: number;
  readonly failure?: StepTask['failure'];
  /** A run of its own by default. */
  readonly runId?: string;
  readonly earlierIds?: readonly string[];
}

async function ask({ item, rung = 'live', tool = stock(), fresh = false, ...asked }: Asked) {
  const { runStartedAtMs = Date.now() } = asked;
  const { runId = newRun().runId, earlierIds = [] } = asked;
  const failure = asked.failure ?? (rung === 'live' ? null : timedOut);
  const task: StepTask = {
    input: { ...anInput(), runId, fresh },
    runStartedAtMs,
    planVersion: 1,
    step: aStep('count', { tool: 'stock', input: { item }, policy }),
    results: {},
    rung,
    failure,
    calls: 0,
  };
  const attempt: Attempt = {
    number: 1,
    id: `attempt-${(steps += 1)}`,
    temporalRunId: 't',
    timeoutMs: 10_000,
    deadlineMs: Date.now() + 10_000,
    earlierIds,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    noteBreaker: () => undefined,
    noteSpent: () => undefined,
    noteResponse: () => undefined,
  };
  const outcome = await runStep(task, tool, deps, attempt);
  return { outcome, rows: await rowsOf(runId, outcome) };
}

async function rowsOf(runId: string, { resultId }: StepOutcome) {
  return (await store.results.get({ tenant: 'default', runId }, resultId))?.rows;
}

/** As if everything had been read earlier. */
async function age(ms: number): Promise<void> {
  for (const table of ['results', 'cache']) {
    await database.query(
      `update surefoot.${table} set read_at = read_at - $1 * interval '1 ms' where true`,
      [ms],
    );
  }
}

async function failureOf(asked: Asked): Promise<ToolFailure> {
  try {
    await ask(asked);
  } catch (error) {
    if (error instanceof ToolFailure) return error;
  }
  throw new Error('It did not fail.');
}

test('a stale result says how old it is and why it stands in', async () => {
  await ask({ item: 'pencils' });
  await age(3 * hour);
  const { outcome, rows } = await ask({ item: 'pencils', rung: 'stale_cache' });
  assert.deepEqual(rows, [['pencils', '7']]);
  assert.equal(outcome.rung, 'stale_cache');
  assert.equal(outcome.note, 'This result is 3 h old, because stock did not answer in time.');
  assert.ok(Math.abs((outcome.ageSeconds ?? 0) - 3 * 3_600) < 60);
});

test('a result older than the policy says does not stand in', async () => {
  await ask({ item: 'pens' });
  await age(25 * hour);
  const { toolError } = await failureOf({ item: 'pens', rung: 'stale_cache' });
  assert.equal(toolError.error, 'no_stale_result');
  assert.equal(toolError.class, 'permanent', 'it is not looked for again');
});

test('a stale result is no fresh one', async () => {
  await ask({ item: 'ink' });
  await age(hour);
  const { outcome, rows } = await ask({ item: 'ink', tool: stock({}, () => 8) });
  assert.equal(outcome.rung, 'live');
  assert.deepEqual(rows, [['ink', '8']]);
});

test('a run that refuses cached results takes a labelled one where it would have none', async () => {
  await ask({ item: 'paper' });
  const fresh = await ask({ item: 'paper', fresh: true, tool: stock({}, () => 8) });
  assert.equal(fresh.outcome.rung, 'live');
  const { outcome, rows } = await ask({ item: 'paper', fresh: true, rung: 'stale_cache' });
  assert.equal(outcome.rung, 'stale_cache');
  assert.deepEqual(rows, [['paper', '8']]);
});

test('a run that refuses cached results does not read twice what it has read itself', async () => {
  await ask({ item: 'tape' });
  const tool = stock({}, () => 8);
  const since = Date.now() - 60_000;
  const { outcome } = await ask({ item: 'tape', fresh: true, tool, runStartedAtMs: since });
  assert.equal(outcome.rung, 'cache');
  await age(2 * 60_000);
  const later = await ask({ item: 'tape', fresh: true, tool, runStartedAtMs: since });
  assert.equal(later.outcome.rung, 'live');
});

for (const rung of ['simplified', 'sample'] as const) {
  test(`what a tool returns as ${rung} is labelled, and never taken for the whole result`, async () => {
    const item = `${rung} things`;
    const lesser = () => Promise.resolve({ output: { item, count: 5 }, note: 'Only shelves.' });
    const tool = stock({ [rung]: lesser });
    const { outcome, rows } = await ask({ item, rung, tool });
    assert.deepEqual(rows, [[item, '5']]);
    assert.equal(outcome.rung, rung);
    assert.equal(outcome.ageSeconds, null);
    assert.equal(outcome.note, 'Only shelves. It stands in because stock did not answer in time.');
    const next = await ask({ item });
    assert.equal(next.outcome.rung, 'live');
    assert.equal(
      (await failureOf({ item: `${item}?`, rung: 'stale_cache', tool })).toolError.error,
      'no_stale_result',
    );
  });

  test(`a ${rung} that fails is not tried again: the ladder goes on`, async () => {
    const down = new ToolFailure({ error: 'away', class: 'transient', message: 'Away.' });
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    for (const thrown of [down, reset]) {
      const tool = stock({ [rung]: () => Promise.reject(thrown) });
      const failure = await failureOf({ item: 'chalk', rung, tool });
      assert.equal(failure.toolError.error, thrown === down ? 'away' : 'tool_failed');
      assert.equal(failure.toolError.class, 'transient');
      assert.equal(failure.final, true);
    }
  });
}

test('a lesser result keeps the statement that really ran', async () => {
  const sql = 'SELECT 1';
  const tool = stock({
    sample: ({ item }) => Promise.resolve({ output: { item, count: 5 }, note: 'Some.', sql }),
  });
  const { outcome } = await ask({ item: 'glue', rung: 'sample', tool });
  assert.equal(outcome.sql, sql);
});

test('the reason is the failure’s own', async () => {
  const reasons: Record<string, Partial<ReturnType<typeof anError>>> = {
    'stock did not answer in time.': { class: 'timeout' },
    'stock is switched off: moving house.': {
      class: 'transient',
      error: 'breaker_open',
      message: 'stock is switched off: moving house.',
    },
    'stock was out of reach.': { class: 'transient', error: 'connection_lost' },
    'stock failed.': { class: 'unknown', error: 'tool_failed' },
  };
  await ask({ item: 'rulers' });
  for (const [reason, failure] of Object.entries(reasons)) {
    const { outcome } = await ask({
      item: 'rulers',
      rung: 'stale_cache',
      failure: anError({ tool: 'stock', ...failure }),
    });
    assert.ok(outcome.note?.endsWith(`because ${reason}`), outcome.note ?? '');
  }
});

test('a rung whose word was lost is not made again: what it kept is told with its note and its input', async () => {
  const { runId } = newRun();
  let made = 0;
  const tool = stock({
    simplified: ({ item }) => {
      made += 1;
      const output = { item, count: 40 };
      return Promise.resolve({
        output,
        note: 'In tens.',
        sql: 'select 40',
        input: { item: 'tens' },
      });
    },
  });
  const asked = { item: 'clips', rung: 'simplified', tool, runId } as const;
  const first = await ask(asked);
  const second = await ask({ ...asked, earlierIds: [first.outcome.resultId] });
  assert.equal(made, 1);
  const { ms: _first, ...told } = first.outcome;
  const { ms: _second, ...toldAgain } = second.outcome;
  assert.deepEqual(toldAgain, told);
  assert.deepEqual(second.rows, first.rows);
});
