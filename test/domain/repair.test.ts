import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FigureSpec } from '../../src/domain/interpretation.js';
import { answerChange, planChange } from '../../src/domain/repair.js';

const figure = (name: string, column = 'revenue'): FigureSpec => ({
  ...{ name, kind: 'column', calc: 'sum', step: 's', column },
  ...{ row: -1, where: [], from: '', to: '' },
});

test('a repaired text names its figures that are new, gone or other, and counts new sentences', () => {
  const before = { text: 'Revenue was 5. It is {{a}}.', figures: [figure('a'), figure('b')] };
  const after = {
    text: 'Revenue was {{c}}. It is {{a}}.',
    figures: [figure('a', 'net'), figure('c')],
  };
  assert.deepEqual(answerChange(before, after), {
    figures: { added: ['c'], removed: ['b'], changed: ['a'] },
    sentences: 1,
  });
});

test('a repaired plan names the steps, and the fields of those that stayed', () => {
  const step = (id: string, sql: string) => ({ id, input: { sql, limit: 0 } });
  const before = { intent: 'Revenue', steps: [step('a', 'select 1'), step('b', 'select 2')] };
  const after = { intent: 'Revenue', steps: [step('a', 'select 3'), step('c', 'select 2')] };
  assert.deepEqual(planChange(before, after), {
    intent: false,
    steps: { added: ['c'], removed: ['b'], changed: ['a.sql'] },
  });
});

test('however long the reply, few names are kept', () => {
  const many = Array.from({ length: 300 }, (_, at) => figure(`f${at}`));
  const { figures } = answerChange({ text: '', figures: [] }, { text: '', figures: many });
  assert.equal(figures.added.length, 20);
});
