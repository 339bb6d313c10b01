import { z } from '@hono/zod-openapi';

/** Who decides, as the caller's service knows them. */
export const personSchema = z
  .string({ error: 'must be a text' })
  .min(1, 'is empty')
  .max(256, 'has 256 characters at most')
  .openapi({ example: 'ana@example.com' });
