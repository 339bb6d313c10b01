import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pastRunsDesk } from '../../src/client/past-runs.js';
import type { NewRunEvent } from '../../src/ports.js';
import {
  answerTo,
  begunRun,
  endOf,
  replyOf,
  startOf,
  storeForTests,
} from '../adapters/store/fixtures.js';
import { anAnswerStep } from '../domain/builders.js';

const { store, ...database } = await storeForTests();
after(() => database.close());
const runs = pastRunsDesk(store, { url: 'http://ui.test/', namespace: 'default' });

const finding = { code: 'unknown_column', where: 'step revenue, sql', what: 'No.', fix: 'Use x.' };
const refused: NewRunEvent = {
  ...{ kind: 'plan.refused', key: 'plan.refused:1' },
  data: { version: 1, findings: [finding] },
};
const repaired = { intent: false, steps: { added: [], removed: [], changed: ['revenue.sql'] } };
const made: NewRunEvent = {
  ...{ kind: 'plan.made', key: 'plan.made:2' },
  data: {
    ...{ version: 2, intent: 'Revenue by region', promptVersion: 'planner-1', repaired },
    steps: [{ id: 'revenue', tool: 'execute_query', dependsOn: [] }],
  },
};
const started: NewRunEvent = {
  ...{ kind: 'step.started', key: 'step.started:revenue-2' },
  data: { step: 'revenue', tool: 'execute_query', rung: 'live' },
};
const params = [{ kind: 'text', value: '2025-01-01', step: '', column: '' }];
const sql = 'SELECT $1';

test('the receipt of a run that has ended has its plans, steps, attempts, cells and ratings', async () => {
  const run = await begunRun(store);
  for (const event of [refused, made, started]) await store.runs.append(run, event);
  await store.attempts.start(startOf(run, { parameters: { sql, params } }));
  await store.attempts.end(endOf(run, { status: 'timeout', errorName: 'tool_timeout' }));
  await store.attempts.start(startOf(run, { attempt: 2, parameters: { sql, params } }));
  await store.attempts.end(endOf(run, { attempt: 2 }));
  const rows = Array.from({ length: 80 }, (_, index) => [`r${index}`, String(index)]);
  const columns = [
    { name: 'region', type: 'text' },
    { name: 'revenue', type: 'numeric' },
  ];
  const result = { columns, rows, rowCount: 80, truncated: false, sql, cacheKey: null };
  await store.results.put(run, 'kept', result);
  const { ticketId } = await store.tickets.open({
    ...{ ...run, ticketId: `T-${run.runId}`, cause: 'revenue: x', priority: 'high', body: {} },
  });
  const figure = { value: '70', unit: '', display: '70', calc: 'none', rung: 'live' } as const;
  const from = (step: string, row: number | null) => [{ step, row, column: 'revenue' }];
  await store.runs.finish(
    run,
    answerTo(run, {
      ...{ status: 'escalated', ticket: ticketId },
      steps: [
        anAnswerStep({ id: 'revenue', resultId: 'kept', sql }),
        anAnswerStep({ id: 'gone', resultId: 'gone', sql: 'SELECT 2' }),
      ],
      figures: [
        { ...figure, name: 'cell', interval: null, from: from('revenue', 70) },
        { ...figure, name: 'all', interval: null, from: from('revenue', null) },
        { ...figure, name: 'lost', interval: null, from: from('gone', 1) },
      ],
    }),
  );
  await store.feedback.rate({ ...run, user: 'ada', rating: 'down', note: 'No.' });

  const receipt = await runs.receipt(run.runId);

  assert.deepEqual(
    receipt.plans.map(({ version, made: was, findings, changed }) => [
      version,
      was,
      findings,
      changed,
    ]),
    [
      [1, false, [finding], null],
      [2, true, [], repaired],
    ],
  );
  assert.deepEqual(
    receipt.steps.map(({ id, params: bound }) => [id, bound]),
    [
      ['revenue', params],
      ['gone', []],
    ],
  );
  assert.deepEqual(
    receipt.attempts.map(({ step, attempt, status, errorName }) => [
      step,
      attempt,
      status,
      errorName,
    ]),
    [
      ['revenue', 1, 'timeout', 'tool_timeout'],
      ['revenue', 2, 'success', null],
    ],
  );
  assert.ok(!JSON.stringify(receipt.attempts).includes('"parameters"'));
  assert.deepEqual(
    receipt.figures.map(({ name, from: [source] }) => [name, source?.value, source?.kept]),
    [
      ['cell', '70', true],
      ['all', null, true],
      ['lost', null, false],
    ],
  );
  const [kept, ...others] = receipt.results;
  assert.deepEqual(others, [], 'a result that is gone is left out');
  assert.deepEqual([kept?.rows.length, kept?.rows.at(-1)?.index, kept?.rowCount], [51, 70, 80]);
  assert.deepEqual([receipt.ticket?.ticketId, receipt.ticket?.status], [ticketId, 'open']);
  assert.deepEqual(
    receipt.feedback.map(({ user, note }) => [user, note]),
    [['ada', 'No.']],
  );
  assert.deepEqual(
    [receipt.status, receipt.doing, receipt.usage.costUsd],
    ['escalated', null, 0.0123],
  );
  assert.match(
    receipt.links.temporal ?? '',
    /^http:\/\/ui\.test\/namespaces\/default\/workflows\//,
  );
});

test('a running run says what it does, and what it has cost so far', async () => {
  const run = await begunRun(store);
  const doing = async () => (await runs.receipt(run.runId)).doing;
  assert.equal(await doing(), 'planning');
  await store.attempts.start(startOf(run, { activityId: 'plan', tool: 'plan', step: null }));
  const { model, usage } = replyOf('');
  await store.attempts.end(endOf(run, { activityId: 'plan', rung: null, model, usage }));
  await store.runs.append(run, made);
  assert.equal(await doing(), 'running the plan');
  await store.attempts.start(startOf(run, { parameters: { sql, params } }), started);
  assert.equal(await doing(), 'running revenue');
  const receipt = await runs.receipt(run.runId);
  assert.deepEqual(
    receipt.steps.map(({ id, status, sql: statement }) => [id, status, statement]),
    [['revenue', 'running', sql]],
  );
  assert.deepEqual(
    [receipt.status, receipt.usage.costUsd, receipt.planner],
    ['running', 0.1, 'offline'],
  );
  await store.runs.append(run, { kind: 'verified', key: 'verified:2', data: {} });
  assert.equal(await doing(), 'putting the results into words');
});

test('a plan that waits says why, and a run that waits for a person names the ticket', async () => {
  const run = await begunRun(store);
  await store.runs.append(run, { ...made, data: { ...made.data, waits: true } });
  const data = { version: 2, reason: 'It costs much.' };
  await store.runs.append(run, { kind: 'approval.needed', key: 'approval.needed:2', data });
  const waiting = await runs.receipt(run.runId);
  assert.deepEqual(
    [waiting.doing, waiting.plans[0]?.waited],
    ['waiting for approval: It costs much.', 'It costs much.'],
  );
  const ticketId = `T-${run.runId}`;
  await store.tickets.open({ ...run, ticketId, cause: 'x', priority: 'high', body: {} });
  const { doing, ticket } = await runs.receipt(run.runId);
  assert.deepEqual(
    [doing, ticket?.ticketId],
    [`waiting for a person, ticket ${ticketId}`, ticketId],
  );
});

test('no run of another tenant has a receipt', async () => {
  const run = await begunRun(store, { tenant: 'acme' });
  await assert.rejects(runs.receipt(run.runId), {
    name: 'RunNotFound',
    message: /^There is no run \S+ of tenant default in the store/,
  });
  assert.equal((await runs.receipt(run.runId, { tenant: 'acme' })).tenant, 'acme');
});
