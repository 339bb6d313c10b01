import type { Answer } from '../../src/client.js';
import { cellFigure, plan, query, says, step, type Said } from '../e2e/scripts.js';

/** The question that most runs ask: two queries with a note between them, each marked with the run's id. */
export function questionOf(runId: string): string {
  return `How many orders and customers, for ${runId}?`;
}

/** Found in the warehouse's log, or in the tool's journal. */
export function markOf(stepId: string, runId: string): string {
  return `${stepId} of ${runId};`;
}

export function markIn(
  text: string,
): { readonly step: string; readonly runId: string } | undefined {
  const [, step, runId] = /(\w+) of (scene_[^;]+);/.exec(text) ?? [];
  return step === undefined || runId === undefined ? undefined : { step, runId };
}

interface PlanMore {
  /** Its queries are those of an earlier run, whose results can then stand in. */
  readonly queriesOf?: string;
  /** What the customers are called that are counted; by default all are. */
  readonly customers?: string;
}

export function planOf(runId: string, { queriesOf = runId, customers }: PlanMore = {}): Said {
  const named = customers === undefined ? '' : `AND name = '${customers}'`;
  return plan([
    query(
      'quick',
      `SELECT count(*) AS orders, '${markOf('quick', queriesOf)}' AS mark FROM orders`,
    ),
    step('note', 'notes.append', { line: markOf('note', runId) }, ['quick']),
    query(
      'last',
      `SELECT count(*) AS customers, '${markOf('last', queriesOf)}' AS mark FROM customers
       WHERE customer_id <> -$1::bigint ${named}`,
      {
        dependsOn: ['quick', 'note'],
        params: [{ kind: 'cell', value: '', step: 'quick', column: 'orders' }],
      },
    ),
  ]);
}

export const words: Said = says(
  '{{orders}} orders of {{customers}} customers',
  cellFigure('orders', 'quick', 'orders'),
  cellFigure('customers', 'last', 'customers'),
);

/** What the user gets, apart from ids, marks and durations. */
export function said({ status, text, figures, data, verification }: Answer): unknown {
  return {
    status,
    text,
    figures: figures.map(({ name, value, display }) => [name, value, display]),
    rows: data?.rows.map((row) => row.slice(0, 1)),
    checks: verification.checks.map(({ name, passed }) => [name, passed]),
  };
}
