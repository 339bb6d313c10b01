import type { Example } from '../domain/additions.js';
import { noContext, readPlanContext, type PlanContext } from '../domain/plan-context.js';
import type { RunInput } from '../domain/question.js';
import { questionKey } from '../domain/question-key.js';
import { isQueryInput } from '../domain/plan.js';
import { fittingTurns } from '../domain/turns.js';
import type { RunRecord, VerifiedQuestion } from '../ports.js';
import { warehouseNamed } from '../tools/choose-warehouse.js';
import type { Attempt } from './attempt.js';
import { compile, readPlan } from './compile.js';
import type { Deps } from './deps.js';
import { contextsOf, type KnownWarehouse } from './known-warehouses.js';

/** What a plan is made from now. */
interface PlannedFrom {
  readonly warehouses: readonly KnownWarehouse[];
  readonly schemaVersion: string;
  readonly promptVersion: string;
}

/** What there is now to plan the run with. It is pinned before it is used: later it may be another. */
export async function newPlanContext(
  record: RunRecord,
  from: PlannedFrom,
  deps: Deps,
  attempt: Attempt,
): Promise<PlanContext> {
  const { store } = deps;
  const [ended, near] = await Promise.all([
    store.runs.turns(record),
    store.verifiedQuestions.near(record.tenant, record.question, mostNear),
  ]);
  const turns = fittingTurns(ended);
  const same = near.find((each) => isSame(each, record, from));
  return {
    turns,
    examples: await examplesOf(near, from, deps, attempt),
    // After other questions the same words may ask for something else.
    verified: same === undefined || turns.length > 0 ? null : planOf(same),
  };
}

/** Some are of the same question, and some no longer compile. */
const mostNear = 8;
const mostExamples = 3;
const longestSql = 4_000;

/** Nothing but the day may differ. */
function isSame(
  verified: VerifiedQuestion,
  { question, timeZone }: RunRecord,
  { schemaVersion, promptVersion }: PlannedFrom,
): boolean {
  return (
    questionKey(verified.question) === questionKey(question) &&
    verified.timeZone === timeZone &&
    verified.schemaVersion === schemaVersion &&
    verified.promptVersion === promptVersion
  );
}

function planOf({ runId, verifiedAt, plan, model, asOf }: VerifiedQuestion) {
  return { runId, verifiedAt, plan, model, asOf };
}

/** One of each question, of those whose SQL fits the warehouse as it is now. */
async function examplesOf(
  near: readonly VerifiedQuestion[],
  from: PlannedFrom,
  deps: Deps,
  attempt: Attempt,
): Promise<readonly Example[]> {
  const found = new Map<string, Example>();
  for (const verified of near) {
    const { question, sql, schemaVersion, plan } = verified;
    const key = questionKey(question);
    if (found.size === mostExamples || found.has(key) || sql.length > longestSql) continue;
    const fits =
      schemaVersion === from.schemaVersion ||
      (await compiles(verified, from.warehouses, deps, attempt));
    if (fits) found.set(key, { question, sql, ...warehouseIn(plan) });
  }
  return [...found.values()];
}

/** Where there are several, the warehouses that its statements read: one for all of them, or one each, in order. */
function warehouseIn(plan: string): Pick<Example, 'warehouse'> {
  const steps = readPlan(plan)?.steps.filter(({ input }) => isQueryInput(input)) ?? [];
  const names = steps.flatMap(({ input }) => warehouseNamed(input) ?? []);
  if (names.length === 0) return {};
  return { warehouse: new Set(names).size === 1 ? names.slice(0, 1).join('') : names.join(', ') };
}

/** Made over another schema, it must pass what a plan made now must pass. What cannot be checked is not shown. */
async function compiles(
  { plan, question, tenant, timeZone }: VerifiedQuestion,
  warehouses: readonly KnownWarehouse[],
  { tools, queues }: Deps,
  { signal }: Attempt,
): Promise<boolean> {
  const contexts = contextsOf(warehouses, { tenant, timeZone, signal });
  const compiled = await compile(plan, {
    ...{ tools, queues, finished: [], taken: [], question, contexts },
  }).catch(() => undefined);
  return compiled?.kind === 'compiled';
}

/** What the run was planned with, for the roles after the planner. Runs without a session ask the store nothing. */
export async function contextOf(
  { question, runId }: RunInput,
  { store }: Pick<Deps, 'store'>,
): Promise<PlanContext> {
  if (question.session === '') return noContext;
  return readPlanContext(await store.runs.context({ tenant: question.tenant, runId }));
}
