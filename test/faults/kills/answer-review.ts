import assert from 'node:assert/strict';
import { until } from '../../e2e/watching.js';
import { confirms } from '../../e2e/scripts.js';
import { planOf, words } from '../question.js';
import type { Scenario } from '../scenario.js';
import type { AskMore, Scene } from '../scene.js';
import { killAtEach, type Point } from './kill-at-each.js';
import { beginning, isReviewed, worked } from './points.js';

/** The reviewer's look at the text of a critical run. */
export const answerReviewKills: Scenario = {
  name: 'kill/reviewAnswer',
  async play(scene) {
    const worker = await scene.worker();
    const calm = await scene.ask('calm', asks);
    await calm.result();
    const allowed = await killAtEach(points, scene, { worker });
    paidOnce(scene);
    return { ...allowed, like: calm.runId };
  },
};

/** Plan and text are reviewed once each; a call that was cut off is made again, and a reply that was kept is read. */
function paidOnce({ claude, runs }: Scene): void {
  const asked = runs.map(({ runId }) =>
    claude
      .calls()
      .filter(({ run, role, status }) => run === runId && role === 'reviewer' && status === 200),
  );
  assert.deepEqual(
    asked.map((calls) => calls.length),
    [2, ...points.map(({ name }) => (name === 'middle' ? 3 : 2))],
    'reviews of each run',
  );
}

const asks: AskMore = { critical: true, bounds: { reviewAnswerMs: 40_000 } };

const points: readonly Point[] = [
  { ...beginning({ after: 'interpret.1', reads: 'replies', once: isReviewed }), asks },
  {
    name: 'middle',
    asks: {
      ...asks,
      says: (runId) => ({
        planner: [planOf(runId)],
        reviewer: [confirms, { ...confirms, delayMs: 60_000 }, confirms],
        interpreter: [words],
      }),
    },
    async reach({ claude }, ask) {
      const reviews = () => claude.calls().filter(({ role }) => role === 'reviewer').length;
      const before = reviews();
      await ask();
      await until('the text is reviewed', () => reviews() === before + 2);
      return () => {};
    },
  },
  { ...worked('reviewAnswer.1'), asks },
];
