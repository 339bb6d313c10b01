import { ToolFailure } from '../domain/failure.js';
import type { EvidenceResult } from '../domain/figures/evidence.js';
import type { VerifyTask } from '../domain/tasks.js';
import type { Help } from '../tools/help/ask.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { helpInTime } from './help-in-time.js';
import { warehouseOf } from './warehouse-of.js';

/** What the tools say of results that are empty or cut short, by step. Where all is well nothing is asked. */
export async function advise(
  { input, steps, results }: VerifyTask,
  evidence: ReadonlyMap<string, EvidenceResult>,
  deps: Deps,
  attempt: Attempt,
): Promise<ReadonlyMap<string, Help>> {
  const { tenant, asOf, timeZone } = input.question;
  const run = { tenant, runId: input.runId };
  const timeoutMs = Math.min(longestMs, attempt.timeoutMs - keptBackMs);
  const advised = await Promise.all(
    steps.map(async (step) => {
      const { id, tool, input: stepInput, catalogVersion, keep } = step;
      const known = deps.tools.get(tool);
      const result = evidence.get(id);
      if (known?.advise === undefined || result === undefined || isWell(result)) return [];
      const help = await helpInTime(timeoutMs, attempt.signal, async (signal) =>
        known.advise?.(stepInput, result, {
          run,
          stepId: id,
          asOf,
          timeZone,
          catalogVersion,
          keep,
          warehouse: warehouseOf(step, deps.warehouses),
          timeoutMs,
          signal,
          onProgress: () => attempt.onProgress(),
          result: stored,
          askSimplifier: async () => undefined,
        }),
      );
      return help === undefined ? [] : [[id, help] as const];
    }),
  );
  return new Map(advised.flat());

  async function stored(stepId: string) {
    const resultId = results[stepId]?.resultId ?? '';
    const result = await deps.store.results.get(run, resultId);
    if (result !== undefined) return result;
    const message = `Step ${stepId} has no result.`;
    throw new ToolFailure({ error: 'unresolved_reference', class: 'permanent', message });
  }
}

/** Several rows, and all of them. A sample says itself what it leaves out. */
function isWell({ rung, rowCount, truncated }: EvidenceResult): boolean {
  return rung === 'sample' || (rowCount > 1 && !truncated);
}

/** A user waits for advice that long and no longer. */
const longestMs = 2_000;
/** For what verifying itself needs. */
const keptBackMs = 800;
