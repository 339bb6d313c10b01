import { z } from 'zod';
import { count, list, object } from './parts.js';

const hour = 3_600_000;
const rungs = ['stale_cache', 'simplified', 'sample'] as const;

/** What the file says of a tool's policy, which may be a part of it. */
export const PolicySchema = object({
  timeoutMs: count(1, hour).exactOptional(),
  retry: object({
    attempts: count(1, 20).exactOptional(),
    firstDelayMs: count(1, hour).exactOptional(),
    longestDelayMs: count(1, hour).exactOptional(),
  }).exactOptional(),
  cacheFreshMs: count(0, 24 * hour).exactOptional(),
  cacheStaleMs: count(0, 24 * hour).exactOptional(),
  breaker: object({ failures: count(1, 1_000), cooldownMs: count(1, 24 * hour) })
    .nullable()
    .exactOptional(),
  ladder: list(z.enum(rungs, `must be one of ${rungs.join(', ')}`), rungs.length).exactOptional(),
});
