import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fittingTurns, mostTurns, type Turn } from '../../src/domain/turns.js';

function turn(question: string, sql = 'SELECT 1'): Turn {
  const step = { id: 'q', tool: 'execute_query', status: 'succeeded', sql };
  return {
    question,
    asOf: '2026-09-30',
    status: 'answered',
    intent: 'What was asked',
    steps: [{ ...step, columns: ['a'], rowCount: 1 }],
    askedBack: null,
  };
}

const questions = (turns: readonly Turn[]) => turns.map(({ question }) => question);

test('the newest turns are told, in the order in which they were asked', () => {
  const many = Array.from({ length: 9 }, (_, at) => turn(`${9 - at}`));
  const told = fittingTurns(many);
  assert.equal(told.length, mostTurns);
  assert.deepEqual(questions(told), ['5', '6', '7', '8', '9']);
});

test('a turn too long for the room is told without its steps, and none before one that is too long at all', () => {
  const room = JSON.stringify(turn('newest')).length * 2;
  const long = turn('long', 'x'.repeat(room));
  assert.deepEqual(
    fittingTurns([turn('newest'), long], room).map(({ question, steps }) => [
      question,
      steps.length,
    ]),
    [
      ['long', 0],
      ['newest', 1],
    ],
  );
  const endless = turn('x'.repeat(room));
  assert.deepEqual(questions(fittingTurns([turn('newest'), endless, turn('old')], room)), [
    'newest',
  ]);
});

test('room is counted in bytes, half a statement is none, and long texts are cut', () => {
  const wide = turn('売'.repeat(400));
  assert.deepEqual(fittingTurns([wide], 1_000), []);
  const [told] = fittingTurns([
    {
      ...turn('?', 'x'.repeat(4_001)),
      askedBack: { question: 'y'.repeat(5_000), options: Array.from({ length: 9 }, () => 'z') },
    },
  ]);
  assert.equal(told?.steps[0]?.sql, null);
  assert.equal(told.askedBack?.question.length, 1_001);
  assert.equal(told.askedBack.options.length, 5);
});
