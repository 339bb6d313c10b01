import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, type Decision } from '../../src/domain/decide.js';
import type { ErrorClass } from '../../src/domain/failure.js';
import type { Step } from '../../src/domain/plan.js';

const classes = ['transient', 'timeout', 'permanent', 'user_error', 'unknown'] as const;
const wishes = ['abort', 'skip', 'replan'] as const;
const chances = [0, 1, 2].flatMap((replansLeft) =>
  [false, true].map((timeForReplan) => ({ replansLeft, timeForReplan })),
);

/** What another query could avoid. */
const avoidable: readonly ErrorClass[] = ['permanent', 'timeout'];

function expected(
  errorClass: ErrorClass,
  onFailure: Step['onFailure'],
  { replansLeft, timeForReplan }: (typeof chances)[number],
): Decision {
  if (onFailure === 'skip') return 'skip';
  if (onFailure === 'abort') return 'abort';
  return avoidable.includes(errorClass) && replansLeft > 0 && timeForReplan ? 'replan' : 'abort';
}

for (const errorClass of classes) {
  for (const onFailure of wishes) {
    for (const chance of chances) {
      const decision = expected(errorClass, onFailure, chance);
      const { replansLeft, timeForReplan } = chance;
      const time = timeForReplan ? 'time' : 'no time';
      test(`${errorClass}, onFailure ${onFailure}, ${replansLeft} replans and ${time} left: ${decision}`, () => {
        assert.equal(decide({ onFailure }, { class: errorClass }, chance), decision);
      });
    }
  }
}

test('a wrong column is planned around; a warehouse that is down is not', () => {
  const chance = { replansLeft: 1, timeForReplan: true };
  assert.equal(decide({ onFailure: 'replan' }, { class: 'permanent' }, chance), 'replan');
  assert.equal(decide({ onFailure: 'replan' }, { class: 'transient' }, chance), 'abort');
});
