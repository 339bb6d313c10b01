import type { Answer } from '../domain/answer.js';
import { readPlanContext, type PlanContext } from '../domain/plan-context.js';
import { schemaVersionIn } from '../domain/schema-version.js';
import type { PlanTask } from '../domain/tasks.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { knownOf, type KnownWarehouse } from './known-warehouses.js';
import { newPlanContext } from './plan-context.js';
import { awayIn, digestOf } from './prompts/schema-digests.js';
import { runRecord } from './run-record.js';

/** What is the same in each of a run's calls to the planner, whatever changes meanwhile. */
export interface Planned {
  readonly digest: string;
  readonly context: PlanContext;
}

export type Begun =
  | { readonly kind: 'recorded'; readonly answer: Answer }
  | {
      readonly kind: 'begun';
      /** Those that can be asked what they hold. */
      readonly warehouses: readonly KnownWarehouse[];
      readonly planned: Planned;
    };

/** Registers the run with what it plans with. A run that had ended says so, also while the warehouse is away. */
export async function beginPlanning(
  { input, anew }: Pick<PlanTask, 'input' | 'anew'>,
  promptVersion: string,
  deps: Deps,
  attempt: Attempt,
): Promise<Begun> {
  const { runs } = deps.store;
  const record = runRecord(input, attempt.temporalRunId);
  // A warehouse that is down must not keep a run from being known, nor a recorded answer from its asker.
  const warehouses = await knownOf(deps.warehouses, attempt.signal);
  if ('error' in warehouses) {
    const { answer } = await runs.begin(record);
    if (answer !== null) return { kind: 'recorded', answer };
    throw warehouses.error;
  }
  const digest = digestOf(warehouses, input.mode, deps);
  const from = { warehouses, schemaVersion: schemaVersionIn(digest), promptVersion };
  const context = JSON.stringify(await newPlanContext(record, from, deps, attempt));
  const fresh = { digest, context };
  const begun = await runs.begin(record, fresh);
  if (begun.answer !== null) return { kind: 'recorded', answer: begun.answer };
  for (const warehouse of deps.warehouses) warehouse.checkTenant(record.tenant);
  const pinned =
    begun.digest !== null && begun.context !== null
      ? { digest: begun.digest, context: begun.context }
      : await runs.pin(record, fresh);
  const isBack =
    anew === true && awayIn(pinned.digest).some((name) => !awayIn(digest).includes(name));
  const standing = isBack ? await runs.pin(record, fresh, pinned.digest) : pinned;
  return {
    kind: 'begun',
    warehouses,
    planned: { digest: standing.digest, context: readPlanContext(standing.context) },
  };
}
