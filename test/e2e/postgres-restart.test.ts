import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPostgres } from '../../src/embedded/postgres/start-postgres.js';
import { startStack } from '../stack.js';
import { runSql } from '../support.js';
import { temporaryFolder } from '../throwaway.js';
import { cellFigure, plan, query, says, scriptFile } from './scripts.js';
import { loggedAttempts, patient, runningStatements, until } from './watching.js';

test('a Postgres that restarts in the middle of a query costs an attempt, not the answer', async () => {
  const home = temporaryFolder();
  let server = await startPostgres({ home, durable: false });
  await runSql(server.adminUrl(), 'create database sales');
  const warehouse = { name: 'sales', url: server.adminUrl('sales'), drop: () => Promise.resolve() };
  await runSql(
    warehouse.url,
    'create table numbers (n int primary key); insert into numbers select generate_series(1, 6000)',
  );
  const script = scriptFile();
  const stack = await startStack({ script: script.path, warehouse });
  try {
    await stack.worker();
    const question = 'How many pairs of numbers?';
    script.add(question, {
      planner: [
        plan([
          query('pairs', 'SELECT count(*) AS pairs FROM numbers AS a CROSS JOIN numbers AS b'),
        ]),
      ],
      interpreter: [says('{{pairs}} pairs', cellFigure('pairs', 'pairs', 'pairs'))],
    });
    const handle = await stack.surefoot.ask(question, {
      id: 'restarted',
      asOf: stack.asOf,
      bounds: patient,
    });
    const begins = 'SELECT count(*) AS pairs';
    await until('the query runs', async () => (await runningStatements(stack, begins)).length > 0);
    await server.stop();
    server = await startPostgres({ home, durable: false });

    const answer = await handle.result();
    assert.equal(answer.status, 'answered', answer.text);
    assert.deepEqual(answer.data?.rows, [['36000000']]);
    const attempts = await loggedAttempts(stack, 'restarted');
    assert.equal(attempts.get('pairs-1.1'), 'error');
    assert.equal([...attempts.values()].at(-1), 'success');
    assert.ok((answer.steps[0]?.attempts ?? 0) >= 2);
  } finally {
    await stack.close();
    await server.stop();
  }
});
