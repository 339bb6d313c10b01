import type { Catalog } from '../ports.js';
import { guard, type Guarded } from './guard.js';

interface Options {
  readonly catalog: Catalog;
  readonly paramCount: number;
}

const passed = new WeakMap<Catalog, Map<string, Guarded>>();
const remembered = 1_000;

/**
 * The guard, which knows text of its own making again: such text parses into the very tree that was checked, so under
 * the same catalog the answer is the same. A query that was compiled in this process is not taken apart a second time
 * before it runs; any other text is.
 */
export async function guardOnce(sql: string, options: Options): Promise<Guarded> {
  const known = passed.get(options.catalog)?.get(keyOf(sql, options));
  if (known !== undefined) return known;
  const guarded = await guard(sql, options);
  if (guarded.accepted) remember(guarded.sql, guarded, options);
  return guarded;
}

function remember(sql: string, guarded: Guarded, options: Options): void {
  const texts = passed.get(options.catalog) ?? new Map<string, Guarded>();
  passed.set(options.catalog, texts);
  const [oldest] = texts.keys();
  if (texts.size >= remembered && oldest !== undefined) texts.delete(oldest);
  texts.set(keyOf(sql, options), guarded);
}

function keyOf(sql: string, { paramCount }: Options): string {
  return `${paramCount} ${sql}`;
}
