import { cellFigure, plan, query, says, step, type Said } from '../../e2e/scripts.js';
import { markOf } from '../question.js';
import type { Scenario } from '../scenario.js';
import { killsOfQuestion } from './kill-at-each.js';
import { begun, keeping, worked } from './points.js';

/** The tools of our own beside the query. */
export const toolKills: readonly Scenario[] = [
  killsOf(step('more', 'fetch_schema', { tables: ['orders'] }, ['quick'])),
  killsOf(
    step('more', 'format_results', { step: 'quick', as: 'number', x: '', y: 'orders' }, ['quick']),
  ),
];

/** That step after a query. */
function killsOf(more: ReturnType<typeof step>): Scenario {
  const asks = {
    says: (runId: string) => ({ planner: [planWith(more, runId)], interpreter: [words] }),
  };
  const points = [begun('more-1'), keeping('more-1'), worked('more-1')];
  return killsOfQuestion(`kill/${more.tool}`, asks, points);
}

function planWith(more: ReturnType<typeof step>, runId: string): Said {
  const mark = markOf('quick', runId);
  return plan([
    query('quick', `SELECT count(*) AS orders FROM orders WHERE '${mark}' <> ''`),
    more,
  ]);
}

const words = says('{{orders}} orders', cellFigure('orders', 'quick', 'orders'));
