import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import { postgresForTests, type TestDatabase } from '../support.js';
import { cellFigure, plan, query, says, scriptFile } from './scripts.js';
import { answerTo, rowsOf } from './watching.js';

const script = scriptFile();
let warehouse: TestDatabase;
let stack: Stack;

before(async () => {
  warehouse = await (await postgresForTests()).createDatabase();
  await rowsOf(
    warehouse.url,
    `create table people (id int primary key, name text, email text, spent numeric);
     insert into people select i, 'Ada Private ' || i % 3, 'ada' || i || '@private.example', i from generate_series(1, 9) i;
     comment on column people.name is '@pii:mask'`,
  );
  stack = await startStack({
    script: script.path,
    warehouse,
    env: { SUREFOOT_PII: 'people(email)' },
  });
  await stack.worker();
});
after(async () => {
  await stack.close();
  await warehouse.drop();
});

test('personal values are in no answer, no row of the store and no history, and can be counted', async () => {
  const question = 'Who spent most, and how many people are there?';
  script.add(question, {
    planner: [
      plan([query('all', 'SELECT * FROM people')]),
      plan([
        query(
          'most',
          'SELECT name, sum(spent) AS spent FROM people GROUP BY name ORDER BY spent DESC',
        ),
        query('n', 'SELECT count(DISTINCT name) AS names, count(*) AS people FROM people'),
      ]),
    ],
    interpreter: [
      says(
        '{{who}} spent {{most}}; there are {{n}} names.',
        cellFigure('who', 'most', 'name'),
        cellFigure('most', 'most', 'spent'),
        cellFigure('n', 'n', 'names'),
      ),
    ],
  });
  const answer = await answerTo(stack, question, { id: 'personal' });
  assert.equal(answer.status, 'answered', answer.text);
  assert.match(answer.text, /^\[masked\] spent 18; there are 3 names\.$/);
  assert.equal(answer.verification.planRepairs, 1, 'a star reaches what may not be read');

  const refused = 'What is the address of number 1?';
  const addresses = plan([query('one', 'SELECT email AS e FROM people WHERE id = 1')]);
  script.add(refused, { planner: [addresses] });
  const failed = await answerTo(stack, refused, { id: 'personal-2', bounds: { planRepairs: 0 } });
  assert.match(failed.text, /the column email does not exist/);
  assert.doesNotMatch(failed.suggestions.join(' '), /has [^.]*email/);

  const tables = ['cache', 'replies', 'results', 'run_events', 'runs', 'tickets', 'tool_calls'];
  const kept = await Promise.all(
    tables.map((table) => rowsOf(stack.storeUrl, `select t::text as t from surefoot.${table} t`)),
  );
  const handle = stack.temporal.workflow.getHandle('surefoot/default/personal');
  const { events } = await handle.fetchHistory();
  const history = JSON.stringify(events, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : value,
  );
  for (const text of [JSON.stringify([answer, failed]), JSON.stringify(kept), history]) {
    assert.doesNotMatch(text, /Ada Private|private\.example/);
  }
});
