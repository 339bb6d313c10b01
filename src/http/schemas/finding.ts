import { z } from '@hono/zod-openapi';
import type { Finding } from '../../domain/finding.js';

export const findingSchema: z.ZodType<Finding> = z
  .object({ code: z.string(), where: z.string(), what: z.string(), fix: z.string() })
  .openapi('Finding', { description: 'One thing held against a plan, a result or an answer.' });
