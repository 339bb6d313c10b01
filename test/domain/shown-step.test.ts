import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AnswerFigure } from '../../src/domain/answer.js';
import { shownStep } from '../../src/domain/shown-step.js';
import { anAnswer, anAnswerStep } from './builders.js';

const read = (id: string) => anAnswerStep({ id, resultId: `result-${id}` });
const [q4, q3, chart] = [
  read('q4'),
  read('q3'),
  anAnswerStep({ id: 'chart', tool: 'format_results', resultId: 'c' }),
];

function figure(calc: string, ...steps: readonly string[]): AnswerFigure {
  const from = steps.map((step) => ({ step, row: 0, column: 'revenue' }));
  const value = { name: calc, value: '1', unit: '', display: '1' };
  return { ...value, calc, rung: 'live', interval: null, from };
}

describe('the step that an answer shows', () => {
  it('is the one that its chart is of', () => {
    const answer = anAnswer({ steps: [q4, q3, chart], chart: { data: { name: 'q4' } } });
    assert.equal(shownStep(answer)?.id, 'q4');
  });

  it('is its last query that has a result', () => {
    const failed = anAnswerStep({ id: 'failed', status: 'failed', resultId: null });
    assert.equal(shownStep(anAnswer({ steps: [q4, q3, failed, chart] }))?.id, 'q3');
    assert.equal(shownStep(anAnswer({ steps: [failed] })), undefined);
  });

  for (const calc of ['pct_change', 'diff', 'direction', 'share']) {
    it(`is none that is there to be compared with (${calc})`, () => {
      const figures = [figure('none', 'q4'), figure(calc, 'q3', 'q4'), figure('none', 'q3')];
      assert.equal(shownStep(anAnswer({ steps: [q4, q3], figures }))?.id, 'q4');
    });
  }

  it('is the last where each is compared with, within itself, or divided', () => {
    for (const figures of [
      [figure('diff', 'q3', 'q4'), figure('diff', 'q4', 'q3')],
      [figure('pct_change', 'q3', 'q3')],
      [figure('ratio', 'q3', 'q4')],
    ]) {
      assert.equal(shownStep(anAnswer({ steps: [q4, q3], figures }))?.id, 'q3');
    }
  });
});
