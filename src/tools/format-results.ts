import { z } from 'zod';
import { chartSpec } from '../domain/chart.js';
import { columnKind } from '../domain/column-kind.js';
import { ToolFailure } from '../domain/failure.js';
import type { Column } from '../domain/result.js';
import { defineTool } from './define-tool.js';

/** Chooses how a result is shown. Builds the chart itself: Claude names columns, never a spec. */
export const formatResults = defineTool({
  name: 'format_results',
  description:
    'Shows the result of an earlier step as a table, a number, a bar chart or a line chart. Use line for a series over time, bar for a comparison of groups.',
  input: z.strictObject({
    step: z.string().describe('Step whose rows are shown; this step must depend on it'),
    as: z.enum(['table', 'number', 'bar', 'line']),
    x: z.string().describe('Column of the labels; "" for table and number'),
    y: z.string().describe('Numeric column of the values; "" for table'),
  }),
  output: z.object({
    as: z.enum(['table', 'number', 'bar', 'line']),
    chart: z.record(z.string(), z.unknown()).nullable(),
  }),
  presents: true,
  // It only reads the store, and what it draws can be wrong but never unwell.
  policy: { breaker: null },
  async run({ step, as, x, y }, context) {
    const { columns, intervals } = await context.result(step);
    // Of a mere look at the first rows nothing can be drawn.
    if (intervals?.length === 0) return { as: 'table' as const, chart: null };
    const isChart = as === 'bar' || as === 'line';
    for (const name of [x, y]) {
      if (isChart || name !== '') requireColumn(name, step, columns);
    }
    if (isChart) requireNumeric(y, step, columns);
    const title = `${y} by ${x}${intervals === undefined ? '' : ' (estimated)'}`;
    const chart = chartSpec({ step, as, x, y, columns, title });
    return { as, chart: chart === null ? null : { ...chart } };
  },
});

function requireColumn(name: string, step: string, columns: readonly Column[]): void {
  if (columns.some((column) => column.name === name)) return;
  throw new ToolFailure({
    error: 'unknown_column',
    class: 'permanent',
    tool: 'format_results',
    message:
      name === ''
        ? 'A chart needs a column for x and one for y.'
        : `Step ${step} has no column "${name}".`,
    suggestion: 'Use the names of the columns as the step returns them.',
    alternatives: columns.map((column) => column.name),
  });
}

function requireNumeric(name: string, step: string, columns: readonly Column[]): void {
  const numeric = columns.filter(({ type }) => columnKind(type) === 'number');
  if (numeric.some((column) => column.name === name)) return;
  throw new ToolFailure({
    error: 'column_not_numeric',
    class: 'permanent',
    tool: 'format_results',
    message: `Column "${name}" of step ${step} is not numeric, so no chart can be drawn of it.`,
    suggestion: 'Use a numeric column for y, or show a table.',
    alternatives: numeric.map((column) => column.name),
  });
}
