import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseOf } from '../../src/domain/evaluation-case.js';
import { bindingsIn, withLiterals } from '../../src/domain/parameters.js';
import type { Binding } from '../../src/domain/plan.js';
import { anAnswer, anAnswerStep } from './builders.js';

const bound = (fields: Partial<Binding>): Binding => ({
  ...{ kind: 'text', value: '', step: '', column: '' },
  ...fields,
});

test('texts and nulls take the place of parameters, and nothing within quotes does', () => {
  const sql = `SELECT '$1', "$1", $1, $2, $3, $10 FROM t`;
  const bindings = [bound({ value: "O'Hara" }), bound({ kind: 'null' }), bound({ kind: 'cell' })];
  assert.equal(withLiterals(sql, bindings), `SELECT '$1', "$1", 'O''Hara', NULL, $3, $10 FROM t`);
});

test('what the log no longer has whole binds nothing', () => {
  for (const kept of [undefined, null, '[redacted]', [{ kind: 'text' }], [1]]) {
    assert.deepEqual(bindingsIn(kept), []);
  }
});

const rated = {
  ...{ runId: 'r1', question: 'Revenue?', asOf: '2026-09-30', note: ' Wrong year. ' },
  answer: anAnswer({
    steps: [
      anAnswerStep({ id: 'first', resultId: 'a', sql: 'SELECT 1' }),
      anAnswerStep({ id: 'last', resultId: 'b', sql: 'SELECT $1, $2' }),
      anAnswerStep({ id: 'chart', tool: 'format_results', resultId: 'c', sql: null }),
    ],
  }),
  bindings: {
    last: [bound({ value: '2025-01-01' }), bound({ kind: 'column', step: 'first', column: 'x' })],
  },
};

test('a case has the SQL that answered, and says what a person has to put right', () => {
  assert.deepEqual(caseOf({ ...rated, rating: 'down' }), {
    ...{ id: 'r1', question: 'Revenue?', asOf: '2026-09-30', sql: "SELECT '2025-01-01', $2" },
    note:
      'Wrong year. Rated down: put the SQL right before it counts as gold. ' +
      '$2 is column x of step first.',
  });
});

test('the SQL of a good answer is gold, that of the step which the chart shows first of all', () => {
  const answer = { ...rated.answer, chart: { data: { name: 'first' } } };
  const { sql, note } = caseOf({ ...rated, answer, rating: 'up', note: '' });
  assert.deepEqual([sql, note], ['SELECT 1', '']);
});

test('an answer without a query makes a case without SQL', () => {
  const answer = { ...rated.answer, steps: [] };
  assert.equal(caseOf({ ...rated, answer, rating: 'down' }).sql, '');
});

for (const [note, begins] of [
  ['net, not gross', 'net, not gross. Rated down: '],
  ['Why? ', 'Why? Rated down: '],
  ['', 'Rated down: '],
] as const) {
  test(`a note "${note}" ends before the advice begins`, () => {
    assert.ok(caseOf({ ...rated, note, rating: 'down' }).note.startsWith(begins));
  });
}
