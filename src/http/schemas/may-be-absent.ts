import type { z } from '@hono/zod-openapi';

/**
 * A field of a response that is left out where there is none. The generator takes zod's own `exactOptional` for a
 * required field; our types tell a field that is left out from one that is undefined.
 */
export function mayBeAbsent<T extends z.ZodType>(schema: T): z.ZodExactOptional<T> {
  return schema.optional() as unknown as z.ZodExactOptional<T>;
}
