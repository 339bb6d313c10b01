import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { parametersOf } from '../../src/activities/log-parameters.js';
import { readyWithoutConstants } from '../../src/sql/without-constants.js';
import { aStep } from '../domain/builders.js';

before(readyWithoutConstants);

const input = {
  sql: `SELECT name FROM customers WHERE email = 'ada@example.com' AND region = $1`,
  params: [{ kind: 'text', value: 'North', step: '', column: '' }],
  measure: { name: 'names', column: 'name', aggregation: '', additive: false, unit: '' },
  grain: '',
  period: { from: '2026-01-01', to: '' },
  dimensions: ['name'],
  filters: [`email = 'ada@example.com'`],
  order: '',
  limit: 7,
};
const queryStep = aStep('names', { input });

test('a step is logged with its input, or with the shape of it, or without', () => {
  assert.deepEqual(parametersOf({ step: queryStep }, 'on'), input);
  const { measure, grain, dimensions, order, limit } = input;
  assert.deepEqual(parametersOf({ step: queryStep }, 'redacted'), {
    sql: 'SELECT name FROM customers WHERE email = $2 AND region = $1',
    params: 1,
    ...{ measure, grain, dimensions, order, limit },
  });
  assert.equal(parametersOf({ step: queryStep }, 'off'), null);
});

test('of what cannot be taken apart names are kept', () => {
  for (const sql of ['SELECT (', `SELECT ${'('.repeat(10_000)}1${')'.repeat(10_000)}`]) {
    const broken = aStep('broken', { input: { ...input, sql } });
    assert.equal(parametersOf({ step: broken }, 'redacted')?.['sql'], '…');
  }
  const other = aStep('other', { input: { customer: 'Ada', days: 3 } });
  assert.deepEqual(parametersOf({ step: other }, 'redacted'), { customer: '…', days: '…' });
});

test("the run's own activities are logged with names and codes, never with words", () => {
  const finding = { code: 'unknown_table', where: 'step a, sql', what: 'secret', fix: 'secret' };
  const task = {
    source: 'own_model',
    room: 1,
    earlier: [{ replyId: 'r', findings: [finding] }],
    finished: [{ id: 'a', columns: [], rowCount: 1 }],
    failed: [],
    edited: null,
  } as const;
  assert.deepEqual(parametersOf(task, 'on'), {
    ...{ source: 'own_model', room: 1, repairs: ['unknown_table'], finished: ['a'] },
  });
  assert.deepEqual(parametersOf({ ...task, edited: '{"secret":1}' }, 'redacted'), {
    ...{ source: 'own_model', room: 1, repairs: ['unknown_table'], finished: ['a'], edited: true },
  });
  assert.deepEqual(parametersOf({ steps: [queryStep] }, 'on'), { steps: ['names'] });
});
