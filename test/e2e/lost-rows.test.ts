import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, before, beforeEach, test } from 'node:test';
import { sampleDatabase } from '../embedded/sample/sample-database.js';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';
import { gateIn, type Gate } from './gate.js';
import { cellFigure, plan, query, says, scriptFile } from './scripts.js';
import { loggedAttempts, patient, rowsOf, runningStatements, until } from './watching.js';

// Workers die with what they had to tell the log, and nobody tries again what they did.
const script = scriptFile();
let gate: Gate;
let stack: Stack;
let worker: ChildProcess;

before(async () => {
  const warehouse = await sampleDatabase();
  gate = await gateIn(warehouse);
  stack = await startStack({ script: script.path, warehouse });
});
after(async () => {
  await gate.close();
  await stack.close();
  await stack.warehouse.drop();
});
beforeEach(async () => {
  worker = await stack.workerProcess();
});

async function kill(victim: ChildProcess): Promise<void> {
  const gone = once(victim, 'exit');
  victim.kill('SIGKILL');
  await gone;
}

/** The log takes no row of that activity, with that SQLSTATE, until the returned function is called. */
async function refusing(activityId: string, code: string): Promise<() => Promise<void>> {
  await runSql(
    stack.storeUrl,
    `create or replace function surefoot.refuse() returns trigger language plpgsql
       as $$ begin raise exception 'A test.' using errcode = '${code}'; end $$;
     create trigger refuse before insert on surefoot.tool_calls for each row
       when (new.activity_id = '${activityId}') execute function surefoot.refuse()`,
  );
  return () => runSql(stack.storeUrl, 'drop trigger refuse on surefoot.tool_calls');
}

test('an attempt of a cancelled run whose worker dies before its row is written has one all the same', async () => {
  script.add('How many orders, without a row?', {
    planner: [
      plan([
        query(
          'orders',
          `SELECT count(*) AS orders, 'rowless' AS mark FROM orders WHERE (SELECT passed FROM gate)`,
        ),
      ]),
    ],
  });
  const id = 'lost-rows-cancelled';
  const again = await refusing('orders-1', 'XX000');
  await gate.shut();
  const handle = await stack.surefoot.ask('How many orders, without a row?', {
    ...{ id, asOf: stack.asOf, bounds: patient, background: true },
  });
  await until(
    'the query runs',
    async () => (await runningStatements(stack, `SELECT count(*) AS orders, 'rowless`)).length > 0,
  );
  const other = await stack.worker();
  await kill(worker);
  await again();
  await handle.cancel();

  assert.equal((await handle.result()).status, 'cancelled');
  await gate.open();
  assert.equal((await loggedAttempts(stack, id)).get('orders-1.1'), 'lost');
  const [row] = await rowsOf(
    stack.storeUrl,
    `select tool, step, plan_version from surefoot.tool_calls where run_id = $1 and activity_id = 'orders-1'`,
    [id],
  );
  assert.deepEqual(row, { tool: 'execute_query', step: 'orders', plan_version: 1 });
  await other.shutdown();
});

test('a run that ended while the store was away is recorded, though its worker dies with the rows it owed', async () => {
  script.add('How many orders, owed?', {
    planner: [plan([query('orders', 'SELECT count(*) AS orders FROM orders')])],
    interpreter: [says('{{orders}} orders', cellFigure('orders', 'orders', 'orders'))],
  });
  const id = 'lost-rows-owed';
  const again = await refusing('interpret.1', '53300');
  const handle = await stack.surefoot.ask('How many orders, owed?', {
    ...{ id, asOf: stack.asOf, bounds: patient },
  });
  const answer = await handle.result();
  assert.equal(answer.status, 'answered');
  const recorded = () => stack.store.runs.find({ tenant: 'default', runId: id });
  assert.equal((await recorded())?.answer, null);
  await kill(worker);
  await again();
  const other = await stack.worker();

  await until('it is recorded', async () => (await recorded())?.answer !== null, 60_000);
  await until('the attempt has its row', async () =>
    (await loggedAttempts(stack, id)).has('interpret.1.1'),
  );
  const attempts = await loggedAttempts(stack, id);
  assert.equal(attempts.get('interpret.1.1'), 'lost');
  assert.equal(attempts.get('orders-1.1'), 'success');
  assert.deepEqual((await recorded())?.answer?.figures, answer.figures);
  await other.shutdown();
});
