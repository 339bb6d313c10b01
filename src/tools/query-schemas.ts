import { z } from 'zod';
import type { Cell, ResultSet } from '../domain/result.js';

/** The input of `execute_query` as Claude must give it: every field required, none nullable. */
export const QueryInputSchema = z.strictObject({
  sql: z.string().describe('Exactly one SELECT; every output column named with AS, no two alike'),
  params: z
    .array(
      z.strictObject({
        kind: z
          .enum(['text', 'null', 'cell', 'column'])
          .describe(
            'text: value, cast by Postgres; null; cell: the one row of a step; column: all its rows, for = any($n)',
          ),
        value: z.string().describe('For text; else ""'),
        step: z.string().describe('For cell and column: a step in dependsOn; else ""'),
        column: z
          .string()
          .describe('For cell and column: a column of that step\'s result; else ""'),
      }),
    )
    .describe('params[0] is $1; [] for none'),
  measure: z
    .strictObject({
      name: z.string().describe('What is measured, such as "revenue"; "" for none'),
      column: z.string().describe('The output column that holds it; "" for none'),
      aggregation: z.string().describe('sum, avg, count, count_distinct, min, max, ratio or ""'),
      additive: z.boolean().describe('Whether its parts may be summed: not for averages or ratios'),
      unit: z.string().describe('USD, EUR, percent, days … or "" for a bare count'),
    })
    .describe('The number the query is about'),
  grain: z.string().describe('day, week, month, quarter, year or ""'),
  period: z
    .strictObject({ from: z.string(), to: z.string() })
    .describe('Half open, ISO days: from counts, to does not; "" for no bound'),
  dimensions: z.array(z.string()).describe('Output columns that the measure is split by'),
  filters: z.array(z.string()).describe('Conditions in words, apart from the period'),
  order: z.string().describe('Such as "revenue desc"; "" for none'),
  limit: z.int().min(0).describe('The LIMIT; 0 for none'),
});

/** One plain check a cell, not a union of parsers: a result may have a hundred thousand cells. */
const CellSchema = z.custom<Cell>(
  (value) => typeof value === 'string' || typeof value === 'boolean' || value === null,
);

/** What a tool returns that reads rows. */
export const ResultSetSchema: z.ZodType<ResultSet> = z.strictObject({
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(CellSchema)),
  rowCount: z.int(),
  truncated: z.boolean(),
  intervals: z
    .array(z.strictObject({ row: z.int(), column: z.string(), low: z.string(), high: z.string() }))
    .exactOptional(),
});
