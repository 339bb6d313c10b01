import type { ApiKeys } from '../ports.js';

/** Ends what a key has open, within a few seconds of its being revoked. */
export interface KeyWatch {
  /** Calls `end` then, unless what comes back is called before. Null is who needs no key. */
  until(keyId: string | null, end: () => void): () => void;
}

interface Open {
  readonly keyId: string;
  readonly end: () => void;
}

const lookEveryMs = 2_000;

/** Asks one statement for all that is open, and none while nothing is. A store that is away ends nothing. */
export function watchKeys(keys: Pick<ApiKeys, 'valid'>): KeyWatch {
  const all = new Set<Open>();
  let next: NodeJS.Timeout | undefined;
  return {
    until(keyId, end) {
      if (keyId === null) return () => undefined;
      const open = { keyId, end };
      all.add(open);
      next ??= setTimeout(() => void look(), lookEveryMs).unref();
      return () => void all.delete(open);
    },
  };

  async function look(): Promise<void> {
    const asked = [...all];
    const keyIds = [...new Set(asked.map(({ keyId }) => keyId))];
    const valid = keyIds.length === 0 ? [] : await keys.valid(keyIds).catch(() => keyIds);
    for (const open of asked) if (!valid.includes(open.keyId) && all.delete(open)) open.end();
    next = all.size === 0 ? undefined : setTimeout(() => void look(), lookEveryMs).unref();
  }
}
