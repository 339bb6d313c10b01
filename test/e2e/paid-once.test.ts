import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Answer } from '../../src/client.js';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';
import { cellFigure, countsOrders, plan, query, says, saysOrders, scriptFile } from './scripts.js';
import { answerTo, callsOf, eventOf, rolesOf, rowsOf, until, patient } from './watching.js';

let stack: Stack;
/** What outlives a test goes on in the next one, which kills it or needs a second. */
let survivor: ChildProcess | undefined;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  // The journal of executions is Postgres's own log: no process of ours writes it.
  await runSql(
    stack.warehouse.url,
    `alter database "${stack.warehouse.name}" set log_statement = 'all'`,
  );
});
after(() => stack.close());

/** A quick query, and one of a second or two that reads from it. Their marks are found in Postgres's log. */
function quickThenSlow(question: string): void {
  const marked = (id: string) => `'${id} of ${question}' AS mark`;
  script.add(question, {
    planner: [
      plan([
        query('quick', `SELECT count(*) AS orders, ${marked('quick')} FROM orders`),
        query(
          'slow',
          `SELECT count(*) AS pairs, ${marked('slow')}
           FROM (SELECT order_id FROM orders WHERE order_id > $1::bigint - $1::bigint LIMIT 4000) AS a
           CROSS JOIN (SELECT order_id FROM orders LIMIT 4000) AS b`,
          {
            dependsOn: ['quick'],
            params: [{ kind: 'cell', value: '', step: 'quick', column: 'orders' }],
          },
        ),
      ]),
    ],
    interpreter: [
      says(
        '{{pairs}} pairs, {{orders}} orders',
        cellFigure('pairs', 'slow', 'pairs'),
        cellFigure('orders', 'quick', 'orders'),
      ),
    ],
  });
}

test('a worker that is killed after the first query costs nothing that was paid for', async () => {
  quickThenSlow('How many pairs, undisturbed?');
  quickThenSlow('How many pairs, with a death in between?');
  const victim = await stack.workerProcess();
  const undisturbed = await answerTo(stack, 'How many pairs, undisturbed?');
  assert.equal(undisturbed.status, 'answered', undisturbed.text);

  const handle = await stack.surefoot.ask('How many pairs, with a death in between?', {
    id: 'killed',
    asOf: stack.asOf,
    bounds: patient,
  });
  await eventOf(handle, 'step.finished', 'quick');
  const reviews = `select from surefoot.replies where run_id = 'killed' and role = 'reviewer'`;
  await until(
    'the review is kept',
    async () => (await rowsOf(stack.storeUrl, reviews)).length === 1,
  );
  await kill(victim);
  survivor = await stack.workerProcess();
  const answer = await handle.result();

  assert.deepEqual(said(answer), said(undisturbed));
  assert.equal(await executions('quick of How many pairs, with a death in between?'), 1);
  assert.ok((await executions('slow of How many pairs, with a death in between?')) <= 2);
  assert.deepEqual(rolesOf(stack, 'killed'), ['planner', 'reviewer', 'interpreter']);
  assert.equal(answer.usage.claudeCalls, 3);
});

test('a call to Claude in flight when its worker dies is made once more, and only that one', async () => {
  const question = 'How many orders, after a slow start?';
  script.add(question, {
    planner: [{ ...countsOrders, delayMs: 60_000 }, countsOrders],
    interpreter: [saysOrders],
  });
  const victim = survivor ?? (await stack.workerProcess());
  // So much time for the plan that the second attempt comes before the fallback model, however slow the machine.
  const handle = await stack.surefoot.ask(question, {
    id: 'in-flight',
    asOf: stack.asOf,
    timeoutMs: 300_000,
    bounds: { ...patient, planMs: 240_000 },
  });
  await until('Claude is asked', () => callsOf(stack, 'in-flight').length === 1);
  await kill(victim);
  survivor = await stack.workerProcess();
  const answer = await handle.result();
  assert.equal(answer.status, 'answered', answer.text);
  assert.deepEqual(rolesOf(stack, 'in-flight').toSorted(), [
    'interpreter',
    'planner',
    'planner',
    'reviewer',
  ]);
  assert.equal(answer.usage.claudeCalls, 4, 'the call that was lost counts, too');
});

test('two workers share the queues: one dies, and all ten runs are answered', async () => {
  const questions = Array.from({ length: 10 }, (_, n) => `How many pairs, number ${n}?`);
  questions.forEach(quickThenSlow);
  const [victim] = await Promise.all([stack.workerProcess(), survivor ?? stack.workerProcess()]);
  const handles = await Promise.all(
    questions.map((question, n) =>
      stack.surefoot.ask(question, { id: `shared-${n}`, asOf: stack.asOf, bounds: patient }),
    ),
  );
  const answers = Promise.all(handles.map((handle) => handle.result()));
  const finished = `select from surefoot.run_events where run_id like 'shared-%' and kind = 'step.finished'`;
  await until(
    'a query is finished',
    async () => (await rowsOf(stack.storeUrl, finished)).length > 0,
  );
  await kill(victim);

  for (const answer of await answers) {
    assert.equal(answer.status, 'answered', `${answer.runId}: ${answer.text}`);
    assert.ok(
      callsOf(stack, answer.runId).length <= 5,
      'at most what was in flight is asked again',
    );
  }
});

/** Last, when no worker has polled these queues: a stack of its own has none at all. */
test('where no worker is, the answer says so and what to do', async () => {
  const lonely = await startStack({ warehouse: stack.warehouse });
  try {
    const answer = await answerTo(lonely, 'Anybody there?', { id: 'lonely', timeoutMs: 1_000 });
    assert.equal(answer.status, 'unavailable');
    assert.match(answer.text, /^No worker polls queue test-\w+: start one with `surefoot worker`/);
  } finally {
    await lonely.close();
  }
});

/** What the user gets, apart from ids and durations. */
function said({ status, text, figures, data, verification }: Answer) {
  const values = figures.map(({ name, value, display, rung }) => [name, value, display, rung]);
  const rows = data?.rows.map((row) => row.slice(0, 1));
  return { status, text, values, rows, checks: verification.checks };
}

/** How often Postgres began to run the statement with that mark. */
async function executions(mark: string): Promise<number> {
  const [row] = await rowsOf(stack.warehouse.url, 'show data_directory');
  const folder = dirname(String(row?.['data_directory']));
  const log = await readFile(join(folder, 'server.log'), 'utf8');
  // A statement of several lines is one entry: an entry begins with its time.
  const entries = log.split(/\n(?=\d{4}-\d\d-\d\d )/);
  return entries.filter(
    (entry) => /LOG:\s+execute [^:]+: select \* from/.test(entry) && entry.includes(mark),
  ).length;
}

async function kill(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit');
  worker.kill('SIGKILL');
  await gone;
}
