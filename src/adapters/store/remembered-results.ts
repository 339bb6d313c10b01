import { createMemory } from '../../domain/memory.js';
import type { RunRef } from '../../domain/question.js';
import type { Results, StoredResult } from '../../ports.js';

const defaultMaxBytes = 32 * 1024 * 1024;

/**
 * Keeps what this process stored or read last: the verifier, the interpreter and a chart ask for it within the second.
 * A result never changes under its id, so what is remembered is what the store has.
 */
export function rememberedResults(results: Results, maxBytes: number = defaultMaxBytes): Results {
  const known = createMemory<StoredResult>({ mostSize: maxBytes, sizeOf });
  const remember = (run: RunRef, result: StoredResult) =>
    known.set(keyOf(run, result.resultId), result);
  const all: Results['all'] = async (run, resultIds) => {
    const looked = resultIds.map((id) => ({ id, result: known.get(keyOf(run, id)) }));
    const here = looked.flatMap(({ result }) => result ?? []);
    const missing = looked.flatMap(({ id, result }) => (result === undefined ? [id] : []));
    if (missing.length === 0) return here;
    const read = await results.all(run, missing);
    for (const result of read) remember(run, result);
    return [...here, ...read];
  };

  return {
    ...results,
    async put(run, resultId, stored) {
      const kept = await results.put(run, resultId, stored);
      const { cacheKey: _key, metric: _metric, ...result } = stored;
      remember(run, { ...result, ...kept, resultId });
      return kept;
    },
    get: async (run, resultId) => (await all(run, [resultId]))[0],
    all,
  };
}

function keyOf({ tenant, runId }: RunRef, resultId: string): string {
  return JSON.stringify([tenant, runId, resultId]);
}

/** About what the rows take: two bytes a character, and a little for each cell. */
function sizeOf({ rows }: StoredResult): number {
  let size = 1_024;
  for (const row of rows)
    for (const cell of row) size += 16 + (typeof cell === 'string' ? 2 * cell.length : 0);
  return size;
}
