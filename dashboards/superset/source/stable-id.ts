import { createHash } from 'node:crypto';

/** Any constant will do, as long as it never changes: it is what ties an import to what was imported before. */
const namespace = Buffer.from('5c2d1a4e7b9f4d0e8a6c3f1b2e4d6a80', 'hex');

/** The same id for the same name, as UUID version 5: a second import replaces what the first one made. */
export function stableId(name: string): string {
  const hash = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [[0, 8], [8, 12], [12, 16], [16, 20], [20]]
    .map(([from, to]) => hex.slice(from, to))
    .join('-');
}
