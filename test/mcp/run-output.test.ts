import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toldAnswer } from '../../src/mcp/schemas/run-output.js';
import { anAnswer, anAnswerStep } from '../domain/builders.js';

test('an answer says which warehouses it was read from, where there are several', () => {
  const steps = [anAnswerStep({ warehouse: 'sales' }), anAnswerStep({ warehouse: 'stock' })];
  assert.match(toldAnswer(anAnswer({ steps })).text, /\nRead from: sales, stock\.\n/);
  assert.doesNotMatch(toldAnswer(anAnswer()).text, /Read from/);
});
