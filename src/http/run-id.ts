import { createHash } from 'node:crypto';

/** The run that an Idempotency-Key stands for: the same key of the same tenant is the same run. */
export function runIdOf(tenant: string, key: string): string {
  const hash = createHash('sha256').update(`${tenant}\n${key}`).digest('hex');
  return `k-${hash.slice(0, 40)}`;
}
