import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownFindings, unshownReview } from '../../src/domain/shown-findings.js';

const finding = (code: string) => ({
  code,
  where: 'step revenue',
  what: 'It returns 12.5 million.',
  fix: 'Return 11 million.',
});

test('our own findings are shown as they are', () => {
  assert.deepEqual(shownFindings([finding('unknown_column')]), {
    shown: [finding('unknown_column')],
    fixes: ['Return 11 million.'],
  });
});

for (const code of ['number_outside_figure', 'unknown_period', 'unknown_figure', unshownReview]) {
  test(`a finding ${code} is said in our words, without what it quotes`, () => {
    const { shown, fixes } = shownFindings([finding(code)]);
    assert.equal(shown[0]?.where, 'step revenue');
    assert.match(shown[0]?.what ?? '', /^(It|The review) [^\d]+\.$/);
    assert.deepEqual(fixes, []);
  });
}
