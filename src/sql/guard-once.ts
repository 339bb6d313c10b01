import { createMemory, type Memory } from '../domain/memory.js';
import type { Catalog } from '../ports.js';
import { guard, type Guarded } from './guard.js';

interface Options {
  readonly catalog: Catalog;
  readonly paramCount: number;
}

const passed = new WeakMap<Catalog, Memory<Guarded>>();

/**
 * The guard, which knows again what it let through: its verdict rests on the text, the catalog and the number of
 * parameters alone. Text of its own making has the verdict of the text that it was made of, for it parses into the very
 * tree that was checked. So a query that was compiled in this process is not taken apart a second time before it runs;
 * any other text is.
 */
export async function guardOnce(sql: string, options: Options): Promise<Guarded> {
  const known = memoryOf(options.catalog);
  const before = known.get(keyOf(sql, options));
  if (before !== undefined) return before;
  const guarded = await guard(sql, options);
  if (guarded.accepted) {
    known.set(keyOf(sql, options), guarded);
    known.set(keyOf(guarded.sql, options), guarded);
  }
  return guarded;
}

function memoryOf(catalog: Catalog): Memory<Guarded> {
  const known = passed.get(catalog);
  if (known !== undefined) return known;
  const memory = createMemory<Guarded>({ mostEntries: 1_000, mostSize: 1024 * 1024 });
  passed.set(catalog, memory);
  return memory;
}

function keyOf(sql: string, { paramCount }: Options): string {
  return `${paramCount} ${sql}`;
}
