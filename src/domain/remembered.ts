import { createMemory } from './memory.js';

/** Remembers what takes long to make and depends on its key alone. Keys may be a caller's, so only so many are kept. */
export function remembered<T>(): (key: string, make: () => T) => T {
  const memory = createMemory<T>({ mostEntries: 50, mostSize: 4 * 1024 * 1024 });
  return (key, make) => {
    const known = memory.get(key);
    if (known !== undefined) return known;
    const value = make();
    memory.set(key, value);
    return value;
  };
}
