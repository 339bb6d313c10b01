import type { Place } from '../domain/finding.js';
import { placeAtByte } from './finding.js';
import { parseSql } from './parse.js';
import { isObject } from './tree.js';

/**
 * Where in Claude's text stands what Postgres points at in the text that was sent. Both have the same tree, so the node
 * at that place is the same step of the walk in both. Null where no node is there.
 */
export async function samePlace(
  position: number,
  { sent, written }: { readonly sent: string; readonly written: string },
): Promise<Place | null> {
  const [theirs, ours] = [await parseSql(sent), await parseSql(written)];
  if (theirs.tree === null || ours.tree === null) return null;
  // Postgres counts characters from 1, the parser bytes from 0.
  const before = Array.from(sent).slice(0, position - 1);
  const index = locations(theirs.tree.stmts).indexOf(Buffer.byteLength(before.join('')));
  const location = index < 0 ? undefined : locations(ours.tree.stmts)[index];
  return location === undefined ? null : placeAtByte(written, location);
}

/** Every node's place, in an order that depends on the tree alone. */
function locations(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(locations);
  if (!isObject(value)) return [];
  const own = typeof value['location'] === 'number' ? [value['location']] : [];
  return [...own, ...Object.values(value).flatMap(locations)];
}
