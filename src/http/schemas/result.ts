import { z } from '@hono/zod-openapi';
import type { Cell, CellInterval, Column, Rung } from '../../domain/result.js';

export const rungSchema: z.ZodType<Rung> = z
  .enum(['live', 'cache', 'stale_cache', 'simplified', 'sample'])
  .openapi('Rung', { description: 'What a result came from.' });

export const cellSchema: z.ZodType<Cell> = z.union([z.string(), z.boolean(), z.null()]).openapi({
  description: 'Postgres’s own text, so that no digit is lost; a boolean or null as such.',
});

export const columnSchema: z.ZodType<Column> = z.object({ name: z.string(), type: z.string() });

export const cellIntervalSchema: z.ZodType<CellInterval> = z.object({
  row: z.int(),
  column: z.string(),
  low: z.string(),
  high: z.string(),
});
