import { confirms } from '../../e2e/scripts.js';
import { rowsOf, until } from '../../e2e/watching.js';
import { holdRows, holdTable } from '../hold.js';
import { planOf, words } from '../question.js';
import type { Scenario } from '../scenario.js';
import type { Scene } from '../scene.js';
import { isLogged, logged, newest, notesBegin, patienceMs } from '../waiting.js';
import { answerReviewKills } from './answer-review.js';
import { approvalKills } from './approval.js';
import { killAtEach, killsOfQuestion, type Point } from './kill-at-each.js';
import { rungKills } from './ladder.js';
import {
  asked,
  beginning,
  begun,
  heldAfter,
  heldRows,
  heldTable,
  isReviewed,
  late,
  worked,
} from './points.js';
import { toolKills } from './tools.js';

/** The workers of all of a run's activities are killed at the start, in the middle and at the end; others go on. */
export const kills: readonly Scenario[] = [
  ...activities().map(([activity, points]) => ({
    name: `kill/${activity}`,
    proxied: activity === 'record',
    play: (scene: Scene) => killAtEach(points, scene),
  })),
  killsInVerify(),
  {
    name: 'kill/ticket',
    async play(scene) {
      scene.failNotes();
      const allowed = await killAtEach(inTicket(), scene);
      return { ...allowed, statuses: ['escalated'] };
    },
  },
  ...toolKills,
  ...rungKills,
  approvalKills,
  answerReviewKills,
];

function activities(): readonly (readonly [string, readonly Point[]])[] {
  return [
    [
      'plan',
      [
        // Planning begins by looking for a reply that is there already.
        { name: 'start', reach: heldTable('surefoot.replies') },
        asked('planner', (runId) => ({ planner: late(planOf(runId)) })),
        worked('plan.1.1'),
      ],
    ],
    ['query', [beginning({ after: 'plan.1.1', reads: 'cache' }), inQuery(), worked('quick-1')]],
    ['tool', [inTool('start', notesBegin), inTool('middle', noteIsLogged), worked('note-1')]],
    [
      'review',
      [
        beginning({ after: 'plan.1.1', reads: 'replies' }),
        asked('reviewer', () => ({ reviewer: late(confirms) })),
        worked('review.1'),
      ],
    ],
    [
      'interpret',
      [
        beginning({ after: 'verify.1', reads: 'replies', once: isReviewed }),
        asked('interpreter', () => ({ interpreter: late(words) })),
        worked('interpret.1'),
      ],
    ],
    ['record', [beforeRecord(), afterRecord()]],
  ];
}

/** It asks the warehouse why a result is empty. */
function killsInVerify(): Scenario {
  const asks = { says: (runId: string) => ({ planner: [planOf(runId, { customers: 'nobody' })] }) };
  const points: readonly Point[] = [
    begun('verify.1'),
    {
      name: 'middle',
      async reach(scene, ask) {
        const take = () => holdTable(scene.warehouseUrl, 'customers');
        const hold = await heldAfter(scene, ask, { after: 'last-1', once: isReviewed }, take);
        // On a busy machine the time for advice may be over before it is asked for.
        const isOver = () => isLogged(scene, 'verify.1', 'success');
        const isThere = async () => (await hold.isReached()) || (await isOver());
        await until('verifying asks the warehouse', isThere, patienceMs);
        return () => hold.release();
      },
    },
    worked('verify.1'),
  ];
  return killsOfQuestion('kill/verify', asks, points);
}

/** A critical run whose tool fails in an unknown way is handed to a person. */
function inTicket(): readonly Point[] {
  const asks = { critical: true };
  return [
    { name: 'start', asks, reach: heldTable('surefoot.tickets') },
    { name: 'middle', asks, reach: heldRows('surefoot.tickets', 'true') },
    { ...worked('ticket.1.1'), asks },
  ];
}

function inQuery(): Point {
  return {
    name: 'middle',
    async reach(scene, ask) {
      const goOn = scene.holdNotes();
      await ask();
      await notesBegin(scene);
      const hold = await holdTable(scene.warehouseUrl, 'customers');
      goOn();
      await hold.reached();
      return () => hold.release();
    },
  };
}

function inTool(name: string, isThere: (scene: Scene) => Promise<void>): Point {
  return {
    name,
    async reach(scene, ask) {
      const goOn = scene.holdNotes();
      await ask();
      await isThere(scene);
      return goOn;
    },
  };
}

/** An attempt that is not over in a moment has a row. */
function noteIsLogged(scene: Scene): Promise<void> {
  return logged(scene, 'note-1', 'running');
}

function beforeRecord(): Point {
  return { name: 'start', reach: heldRows('surefoot.runs', 'new.answer is not null') };
}

/** The answer is recorded, and the worker has not heard of it: what the store says is held back on the way. */
function afterRecord(): Point {
  return {
    name: 'end',
    async reach(scene, ask) {
      const hold = await holdRows(scene.storeUrl, 'surefoot.runs', 'new.answer is not null');
      await ask();
      await hold.reached();
      scene.storeLine.mute();
      await hold.release();
      const answers = `select from surefoot.runs where answer is not null and run_id = $1`;
      await until(
        'the answer is recorded',
        async () => (await rowsOf(scene.storeUrl, answers, [newest(scene)])).length === 1,
      );
      return () => scene.storeLine.restore();
    },
  };
}
