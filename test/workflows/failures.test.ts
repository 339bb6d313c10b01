import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ActivityFailure, ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { noUsage } from '../../src/domain/answer.js';
import { nothing } from '../../src/domain/spend.js';
import { costOf } from '../../src/workflows/failures.js';

const cost = { usage: { ...noUsage, claudeCalls: 2 }, replyId: null };

for (const [what, cause, expected] of [
  ['was cancelled says what it had spent by then', new CancelledFailure('', [cost]), cost],
  ['was cancelled before it spent anything', new CancelledFailure('', [null]), nothing],
  // So says a real server of a run that is cancelled while all workers are busy.
  [
    'was cancelled before any worker began it',
    new CancelledFailure('', ['ACTIVITY_ID_NOT_STARTED']),
    nothing,
  ],
  ['failed says it last', ApplicationFailure.create({ details: [null, 1, null, cost] }), cost],
] as const) {
  test(`the cost of an activity that ${what}`, () => {
    const failure = new ActivityFailure('', 'plan', 'plan.1.1', 'NON_RETRYABLE_FAILURE', '', cause);
    assert.deepEqual(costOf(failure), expected);
  });
}
