import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { chinookDatabase } from '../adapters/warehouse/chinook.js';
import { startStack, type Stack } from '../stack.js';
import { unlessShared, type TestDatabase } from '../support.js';
import { cellFigure, columnFigure, plan, query, says, scriptFile, step } from './scripts.js';
import { answerTo } from './watching.js';

describe(
  'Chinook, a database that we did not make',
  { skip: unlessShared('chinook/chinook.sql') },
  () => {
    let stack: Stack;
    let warehouse: TestDatabase;
    const script = scriptFile();

    before(async () => {
      warehouse = await chinookDatabase();
      stack = await startStack({ script: script.path, warehouse });
      await stack.worker();
    });
    after(async () => {
      await stack.close();
      await warehouse.drop();
    });

    const revenue = {
      name: 'revenue',
      column: 'revenue',
      aggregation: 'sum',
      additive: true,
      unit: 'USD',
    };

    test('its revenue adds up to 2,328.60, with the best country named', async () => {
      const question = 'Which country brings the most revenue?';
      script.add(question, {
        planner: [
          plan([
            query(
              'countries',
              `SELECT billing_country AS country, sum(total) AS revenue FROM invoice
             GROUP BY billing_country ORDER BY revenue DESC`,
              {
                measure: revenue,
                expect: { columns: ['country', 'revenue'], uniqueBy: ['country'] },
              },
            ),
            step(
              'chart',
              'format_results',
              { step: 'countries', as: 'bar', x: 'country', y: 'revenue' },
              ['countries'],
            ),
          ]),
        ],
        interpreter: [
          says(
            '{{best}} led with {{best_revenue}} of {{total}} in all.',
            {
              ...cellFigure('best', 'countries', 'country', -1),
              calc: 'argmax',
              where: [{ column: 'revenue', equals: '' }],
            },
            cellFigure('best_revenue', 'countries', 'revenue'),
            columnFigure('total', 'sum', 'countries', 'revenue'),
          ),
        ],
      });

      const answer = await answerTo(stack, question);
      assert.equal(answer.text, 'USA led with $523.06 of $2,328.60 in all.');
      assert.equal(answer.status, 'answered');
      assert.equal(answer.figures.find(({ name }) => name === 'total')?.value, '2328.60');
      assert.equal(answer.data?.rowCount, 24);
      assert.deepEqual(answer.chart?.['data'], {
        name: 'countries',
        format: { parse: { country: 'string', revenue: 'number' } },
      });
    });

    test('a cell of one step becomes a parameter of the next', async () => {
      const question = 'How much did the best customer spend on Rock?';
      script.add(question, {
        planner: [
          plan([
            query(
              'best',
              'SELECT customer_id AS customer, sum(total) AS revenue FROM invoice GROUP BY customer_id ORDER BY revenue DESC LIMIT 1',
              { limit: 1 },
            ),
            query(
              'rock',
              `SELECT sum(l.unit_price * l.quantity) AS revenue FROM invoice_line l
             JOIN invoice i ON i.invoice_id = l.invoice_id JOIN track t ON t.track_id = l.track_id
             JOIN genre g ON g.genre_id = t.genre_id
             WHERE i.customer_id = $1 AND g.name = $2`,
              {
                dependsOn: ['best'],
                measure: revenue,
                params: [
                  { kind: 'cell', value: '', step: 'best', column: 'customer' },
                  { kind: 'text', value: 'Rock', step: '', column: '' },
                ],
              },
            ),
          ]),
        ],
        interpreter: [says('{{spent}}', cellFigure('spent', 'rock', 'revenue'))],
      });

      const answer = await answerTo(stack, question);
      assert.deepEqual([answer.status, answer.data?.rows], ['answered', [['9.90']]]);
      assert.equal(answer.text, '$9.90');
    });

    test('a column of one step becomes a list for the next', async () => {
      const question = 'What did the three best countries bring?';
      script.add(question, {
        planner: [
          plan([
            query(
              'top',
              'SELECT billing_country AS country, sum(total) AS revenue FROM invoice GROUP BY 1 ORDER BY 2 DESC LIMIT 3',
              { limit: 3 },
            ),
            query(
              'together',
              'SELECT count(*) AS invoices, sum(total) AS revenue FROM invoice WHERE billing_country = any($1)',
              {
                dependsOn: ['top'],
                measure: revenue,
                params: [{ kind: 'column', value: '', step: 'top', column: 'country' }],
              },
            ),
          ]),
        ],
        interpreter: [says('{{n}} invoices', cellFigure('n', 'together', 'invoices'))],
      });

      const answer = await answerTo(stack, question);
      const [usa, canada, france] = [523.06, 303.96, 195.1];
      assert.equal(answer.data?.rows[0]?.[1], (usa + canada + france).toFixed(2));
      assert.equal(answer.status, 'answered');
    });
  },
);
