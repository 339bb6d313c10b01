import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { describeFailure } from '../../src/cli/failures.js';
import {
  AnotherQuestion,
  loadConfig,
  NoWorker,
  RunNotFound,
  startOptions,
  Surefoot,
  TemporalRefused,
  TemporalUnreachable,
  type SurefootOptions,
} from '../../src/client.js';
import { unavailableAnswer } from '../../src/domain/ending.js';
import { problemOf } from '../../src/http/problem-of.js';
import { storeForTests } from '../adapters/store/fixtures.js';
import { postgresForTests, temporalCliForTests, temporalForTests } from '../support.js';

// No worker polls these queues: what is tested is the caller's side of a run.
const taskQueue = `nobody-${process.pid}`;
const question = 'Revenue by region?';
let temporal: Client;

before(async () => {
  const { address } = await temporalForTests();
  temporal = new Client({ connection: await Connection.connect({ address }) });
});
after(async () => {
  await temporal?.connection.close();
});

/** A store that is down: Temporal alone decides then. */
const away = () => Promise.reject(new Error('connect ECONNREFUSED 127.0.0.1:5432'));
const storeDown: SurefootOptions['store'] = {
  runs: {
    begin: away,
    append: away,
    events: away,
    finish: away,
    find: away,
    pin: away,
    context: away,
    turns: away,
  },
  verifiedQuestions: { promotable: away, keep: away, list: away, remove: away, near: away },
  results: { put: away, get: away, all: away, reuse: away, recentMetrics: away },
  tickets: { open: away, find: away, list: away, resolve: away },
  pastRuns: { list: away, find: away, attempts: away },
  feedback: { rate: away, ofRun: away, list: away },
};
const surefoot = (more: Partial<SurefootOptions> = {}) =>
  new Surefoot({ temporal, store: storeDown, taskQueue, ...more });

test('what is undefined in a question leaves what the client was set up with', async () => {
  // Refused before anything starts, so that it can be seen whose approval counts.
  const strict = surefoot({ approval: { waitMs: -1 } });
  const unset: object = { approval: undefined, onInconclusive: null };
  await assert.rejects(strict.ask(question, unset), {
    message: 'approval.waitMs: use a number of 0 or more.',
  });
});

test('whoever has left before they wait does not wait', { timeout: 20_000 }, async () => {
  const run = await surefoot().ask(question);
  assert.equal(await run.within(55_000, AbortSignal.abort()), undefined);
});

test('where no worker is, the answer is unavailable in time and names the queue', async () => {
  const run = await surefoot().ask(question, { timeoutMs: 1_000 });
  const answer = await run.result();
  assert.equal(answer.status, 'unavailable');
  assert.match(answer.text, new RegExp(`^No worker polls queue ${taskQueue}: start one`));
  assert.equal(answer.runId, run.runId);
  assert.equal(answer.question, question);
  await run.cancel();
});

test('a process with nothing but settings connects by them, and closes what it opened', async (t) => {
  const { address } = await temporalForTests();
  const database = await storeForTests();
  t.after(() => database.close());
  const settings = { TEMPORAL_ADDRESS: address, SUREFOOT_STORE_URL: database.url };
  const connected = await Surefoot.connect(
    loadConfig({ ...settings, SUREFOOT_TASK_QUEUE: taskQueue }),
  );
  t.after(() => connected.close());
  assert.deepEqual((await connected.runs.list()).runs, [], 'it is the store of the settings');
  const run = await connected.ask(question);
  const { taskQueue: queue } = await temporal.workflow.getHandle(run.workflowId).describe();
  assert.equal(queue, taskQueue);
  await run.cancel();
  await connected.close();
  const storeClosed =
    'The store was closed by this process: use it before `close()`, or connect again.';
  const temporalClosed =
    'The connection to Temporal was closed by this process: use it before `close()`, or connect again.';
  for (const [message, used] of [
    [storeClosed, () => connected.runs.list()],
    [storeClosed, () => connected.tickets.list()],
    // Patient with a store that is away, but not with one that stays away.
    [storeClosed, () => run.events()[Symbol.asyncIterator]().next()],
    [temporalClosed, () => connected.ask(question)],
    [temporalClosed, () => connected.get(run.runId)],
    [temporalClosed, () => run.result()],
    [temporalClosed, () => run.progress()],
  ] as const) {
    await assert.rejects(used, { message });
  }
});

test('what is missing or away when one connects is said at once, in a sentence', async (t) => {
  const { address: TEMPORAL_ADDRESS } = await temporalForTests();
  const nowhere = 'postgres://u:secret@127.0.0.1:9/x';
  const unmigrated = await (await postgresForTests()).createDatabase();
  t.after(() => unmigrated.drop());
  const refused = async (settings: Readonly<Record<string, string>>) => {
    const failed = await Surefoot.connect(loadConfig(settings)).catch((error: unknown) => error);
    return describeFailure(failed);
  };
  const TEMPORAL_NOWHERE = { TEMPORAL_ADDRESS: '127.0.0.1:9' };
  for (const [settings, exitCode, words] of [
    [{ TEMPORAL_ADDRESS }, 2, /SUREFOOT_STORE_URL: is not set$/],
    [{ ...TEMPORAL_NOWHERE, SUREFOOT_STORE_URL: nowhere }, 1, /^Temporal does not answer at 127/],
    [{ TEMPORAL_ADDRESS, SUREFOOT_STORE_URL: nowhere }, 1, /^The store is unavailable: /],
    [{ TEMPORAL_ADDRESS, SUREFOOT_STORE_URL: unmigrated.url }, 1, /surefoot migrate/],
  ] as const) {
    const told = await refused(settings);
    assert.match(told.message, words);
    assert.doesNotMatch(told.message, /secret/);
    assert.equal(told.exitCode, exitCode);
  }
});

test('the same question under the same id joins the run, also while the store is down', async () => {
  const id = `join-${process.pid}`;
  const first = await surefoot().ask(question, { id, asOf: '2026-09-30' });
  const temporalRun = async () =>
    (await temporal.workflow.getHandle(first.workflowId).describe()).runId;
  const before = await temporalRun();
  const second = await surefoot().ask(` ${question} `, { id });
  assert.equal(second.workflowId, first.workflowId);
  assert.equal(await temporalRun(), before);
  await first.cancel();
});

test('another question, or the same as of another day, is refused under that id', async () => {
  const id = `other-${process.pid}`;
  const first = await surefoot().ask(question, { id, asOf: '2026-09-30' });
  await assert.rejects(surefoot().ask('Revenue by product?', { id }), AnotherQuestion);
  await assert.rejects(surefoot().ask(question, { id, asOf: '2026-06-30' }), {
    name: 'AnotherQuestion',
    message: `Another question was asked under the id ${id}: take another id, or ask the same question.`,
  });
  await first.cancel();
});

test('a run that somebody terminated is an answer too', async () => {
  const run = await surefoot().ask(question);
  const result = run.result();
  await temporal.workflow.getHandle(run.workflowId).terminate('by a test');
  const answer = await result;
  assert.equal(answer.status, 'unavailable');
  assert.match(answer.text, /ended without an answer/);
});

test('a handle on a run elsewhere keeps its budget; one on no run says so', async () => {
  const run = await surefoot().ask(question, { timeoutMs: 1_000 });
  const handle = await surefoot().get(run.runId);
  assert.equal((await handle.result()).status, 'unavailable');
  await run.cancel();
  await assert.rejects(surefoot().get('none'), (error) => {
    assert.ok(error instanceof RunNotFound);
    assert.equal(
      error.message,
      'There is no run none of tenant default: `surefoot runs list` shows those there are, with their tenants.',
    );
    return true;
  });
});

test('nobody can say where a run is that no worker has taken, and the queue is named at once', async () => {
  const run = await surefoot().ask(question);
  await assert.rejects(run.progress(), (error) => {
    assert.ok(error instanceof NoWorker);
    assert.equal(
      error.message,
      `No worker polls queue ${taskQueue}: start one with \`surefoot worker\`.`,
    );
    return true;
  });
  await run.cancel();
});

test('a run that has ended is where it ended, without a worker, and can be cancelled in vain', async () => {
  const run = await surefoot().ask(question, { id: `ended-${process.pid}`, asOf: '2026-09-30' });
  const [input] = startOptions(question, { id: run.runId, asOf: '2026-09-30' }).args;
  await temporal.workflow.getHandle(run.workflowId).terminate('by a test');
  await run.cancel();

  const { runId } = run;
  const record = { runId, ...input.question, mode: input.mode, question };
  const runs: SurefootOptions['store']['runs'] = {
    ...storeDown.runs,
    find: async () => ({
      record: { ...record, workflowId: run.workflowId, temporalRunId: '' },
      answer: unavailableAnswer(input, 'It is over.', Date.now()),
    }),
    events: async () => [
      { seq: 2, kind: 'plan.made', key: 'plan.made:1', data: { version: 2 }, at: '' },
    ],
  };
  const ended = await surefoot({ store: { ...storeDown, runs } }).get(run.runId);
  const { phase, planVersion, approval } = await ended.progress();
  assert.deepEqual(
    { phase, planVersion, approval },
    { phase: 'ended', planVersion: 2, approval: null },
  );
});

test('a Temporal that is gone is said in one sentence', async () => {
  const { address } = await temporalForTests();
  const connection = await Connection.connect({ address });
  const gone = new Client({ connection });
  const run = await surefoot({ temporal: gone }).ask(question);
  await gone.connection.withDeadline(Date.now() - 1, async () => {
    await assert.rejects(surefoot({ temporal: gone }).ask(question), TemporalUnreachable);
  });
  await run.cancel();
  await connection.close();
});

test('an answer to a ticket whose run cannot be told now is one to try again', async () => {
  const { address } = await temporalForTests();
  const gone = new Client({ connection: await Connection.connect({ address }) });
  const ticket = {
    ...{ ticketId: 'T-1', tenant: 'default', runId: 'r', cause: 'x', priority: 'normal' as const },
    ...{ status: 'resolved' as const, body: {}, resolution: 'About 42.', resolvedBy: 'ada' },
    ...{ openedAt: '', resolvedAt: '' },
  };
  const tickets = { ...storeDown.tickets, resolve: async () => ticket };
  const desk = surefoot({ temporal: gone, store: { ...storeDown, tickets } }).tickets;
  const resolving = gone.connection.withDeadline(Date.now() - 1, () =>
    desk.resolve('T-1', { answer: 'About 42.', by: 'ada' }),
  );
  const error: unknown = await resolving.catch((reason: unknown) => reason);
  await gone.connection.close();
  assert.equal(problemOf(error).problem.status, 503);
  assert.match(describeFailure(error).message, /is kept with ticket T-1, but its run could not be/);
});

test('options that do not fit are refused before anything is started', async () => {
  await assert.rejects(surefoot().ask('', { asOf: '2026-02-31' }), {
    name: 'InvalidQuestion',
    message: 'the question is empty; asOf: use a day such as 2026-09-30.',
  });
});

test('a server without the search attributes refuses the start, and the message says what to do', async () => {
  const path = await temporalCliForTests();
  const bare = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path } },
  });
  try {
    const withThem = surefoot({ temporal: bare.client });
    const error: unknown = await withThem.ask(question).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof TemporalRefused);
    const { exitCode, message } = describeFailure(error);
    assert.equal(exitCode, 1);
    assert.match(
      message,
      /^Temporal does not know the search attributes.*SUREFOOT_SEARCH_ATTRIBUTES=off/,
    );
    assert.doesNotMatch(message, /\n|\bat /);

    const without = surefoot({ temporal: bare.client, searchAttributes: false });
    const run = await without.ask(question);
    await run.cancel();
  } finally {
    await bare.teardown();
  }
});
