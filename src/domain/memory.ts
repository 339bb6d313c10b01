/** What was made or found out under a key. What was least recently asked for is forgotten first. */
export interface Memory<T> {
  get(key: string): T | undefined;
  set(key: string, found: T): void;
}

interface Bounds<T> {
  readonly mostEntries?: number;
  readonly mostSize: number;
  /** In whatever `mostSize` is; the characters of the key where absent. */
  readonly sizeOf?: (found: T, key: string) => number;
}

/** Bounded in number and in size: whoever sends long texts fills no memory with them. */
export function createMemory<T>({
  mostEntries = Infinity,
  mostSize,
  sizeOf = (_, key) => key.length,
}: Bounds<T>): Memory<T> {
  const known = new Map<string, { readonly found: T; readonly size: number }>();
  let all = 0;
  const forget = (key: string) => {
    all -= known.get(key)?.size ?? 0;
    known.delete(key);
  };
  return {
    get(key) {
      const entry = known.get(key);
      if (entry === undefined) return undefined;
      known.delete(key);
      known.set(key, entry);
      return entry.found;
    },
    set(key, found) {
      forget(key);
      const size = sizeOf(found, key);
      if (size > mostSize) return;
      known.set(key, { found, size });
      all += size;
      for (const oldest of known.keys()) {
        if (known.size <= mostEntries && all <= mostSize) return;
        forget(oldest);
      }
    },
  };
}
