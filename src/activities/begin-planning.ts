import type { Answer } from '../domain/answer.js';
import { readPlanContext, type PlanContext } from '../domain/plan-context.js';
import type { RunInput } from '../domain/question.js';
import type { Catalog } from '../ports.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { newPlanContext } from './plan-context.js';
import { runRecord } from './run-record.js';

/** What is the same in each of a run's calls to the planner, whatever changes meanwhile. */
export interface Planned {
  readonly digest: string;
  readonly context: PlanContext;
}

interface Prompt {
  readonly digestOf: (catalog: Catalog) => string;
  readonly promptVersion: string;
}

export type Begun =
  | { readonly kind: 'recorded'; readonly answer: Answer }
  | { readonly kind: 'begun'; readonly catalog: Catalog; readonly planned: Planned };

/** Registers the run with what it plans with. A run that had ended says so, also while the warehouse is away. */
export async function beginPlanning(
  input: RunInput,
  { digestOf, promptVersion }: Prompt,
  deps: Deps,
  attempt: Attempt,
): Promise<Begun> {
  const { runs } = deps.store;
  const record = runRecord(input, attempt.temporalRunId);
  // A warehouse that is down must not keep a run from being known, nor a recorded answer from its asker.
  const catalog = await deps.warehouse
    .catalog(attempt.signal)
    .catch((error: unknown) => ({ error }));
  if ('error' in catalog) {
    const { answer } = await runs.begin(record);
    if (answer !== null) return { kind: 'recorded', answer };
    throw catalog.error;
  }
  const fresh = {
    digest: digestOf(catalog),
    context: JSON.stringify(
      await newPlanContext(record, { catalog, promptVersion }, deps, attempt),
    ),
  };
  const { answer, digest, context } = await runs.begin(record, fresh);
  if (answer !== null) return { kind: 'recorded', answer };
  deps.warehouse.checkTenant(record.tenant);
  const pinned =
    digest !== null && context !== null ? { digest, context } : await runs.pin(record, fresh);
  return {
    kind: 'begun',
    catalog,
    planned: { digest: pinned.digest, context: readPlanContext(pinned.context) },
  };
}
