import { itemAt } from '../../src/embedded/sample/random.js';
import { seldom } from './chance.js';
import { ask, type Course } from './course.js';
import { incidentAt } from './incidents.js';
import type { Scribe } from './scribe.js';

const mostRepairs = 2;

/** A first plan, or one after a replan, with its repairs. */
export function plan(
  scribe: Scribe,
  course: Course,
): 'made' | 'away' | 'failed' | 'needs_clarification' {
  const { random, incidents, fromMs, toMs } = scribe.world;
  const { version } = course;
  const beganMs = course.atMs;
  const isNew = (beganMs - fromMs) / (toMs - fromMs) >= 1 / 3;
  const surge = incidentAt(incidents, 'repairs', beganMs);
  for (let round = 1; ; round += 1) {
    const roundBegan = course.atMs;
    const reply = ask(scribe, course, 'plan', `plan.${version}.${round}`);
    course.planMs += course.atMs - roundBegan;
    if (reply === null) return 'away';
    course.planner = reply.model;
    const { replyId } = reply;
    const repaired = round > 1 && { repaired: { intent: false, steps: changedSql } };
    const told = { version, promptVersion: 'planner-1', ...repaired };
    if (round === 1 && version === 1 && seldom(random, 400)) {
      const clarified = { ...told, findings: [] };
      scribe.event('plan.refused', `plan.refused:${replyId}`, clarified, course.atMs);
      return 'needs_clarification';
    }
    const odds = surge === undefined ? (isNew ? 60 : 105) : surge.share;
    if (!random.chance(round === 1 ? odds : 90)) {
      scribe.event('plan.made', `plan.made:${replyId}`, told, course.atMs);
      return 'made';
    }
    const findings = [itemAt(planFindings, random.weighted([40, 25, 15, 12, 8]))];
    const refused = { ...told, findings };
    scribe.event('plan.refused', `plan.refused:${replyId}`, refused, course.atMs);
    if (round > mostRepairs) return 'failed';
    course.planRepairs += 1;
  }
}

const changedSql = { added: [], removed: [], changed: ['revenue.sql'] };

const planFindings = [
  ['unknown_column', 'There is no column order_date in orders.', 'Use ordered_at.'],
  ['limit_without_order', 'LIMIT without ORDER BY returns any rows.', 'Order by the measure.'],
  ['repeated_rows', 'The join repeats rows of orders.', 'Aggregate before the join.'],
  ['unused_parameter', 'The parameter $2 is not used.', 'Use it, or leave it out.'],
  ['integer_division', 'Both sides of / are integers.', 'Cast one side to numeric.'],
].map(([code, what, fix]) => ({ code, where: 'step revenue, sql', what, fix }));

/** Beside the steps: takes none of the run's time. Inconclusive where Claude is away. */
export function review(scribe: Scribe, course: Course): Course['verdict'] {
  const { random } = scribe.world;
  const [beganMs, warnings] = [course.atMs, course.warnings];
  const model = ask(scribe, course, 'review', `review.${course.version}`);
  Object.assign(course, { atMs: beganMs, warnings });
  if (model === null || seldom(random, 150)) return 'inconclusive';
  return seldom(random, 130) ? 'refuted' : 'confirmed';
}
