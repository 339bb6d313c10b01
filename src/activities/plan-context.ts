import type { Example } from '../domain/additions.js';
import { noContext, readPlanContext, type PlanContext } from '../domain/plan-context.js';
import type { RunInput } from '../domain/question.js';
import { questionKey } from '../domain/question-key.js';
import { fittingTurns } from '../domain/turns.js';
import type { Catalog, RunRecord, VerifiedQuestion } from '../ports.js';
import type { Attempt } from './attempt.js';
import { compile } from './compile.js';
import type { Deps } from './deps.js';

/** What a plan is made from now. */
interface PlannedFrom {
  readonly catalog: Catalog;
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
  { catalog, promptVersion }: PlannedFrom,
): boolean {
  return (
    questionKey(verified.question) === questionKey(question) &&
    verified.timeZone === timeZone &&
    verified.schemaVersion === catalog.version &&
    verified.promptVersion === promptVersion
  );
}

function planOf({ runId, verifiedAt, plan, model, asOf }: VerifiedQuestion) {
  return { runId, verifiedAt, plan, model, asOf };
}

/** One of each question, of those whose SQL fits the warehouse as it is now. */
async function examplesOf(
  near: readonly VerifiedQuestion[],
  { catalog }: PlannedFrom,
  deps: Deps,
  attempt: Attempt,
): Promise<readonly Example[]> {
  const found = new Map<string, Example>();
  for (const verified of near) {
    const { question, sql, schemaVersion } = verified;
    const key = questionKey(question);
    if (found.size === mostExamples || found.has(key) || sql.length > longestSql) continue;
    const fits =
      schemaVersion === catalog.version || (await compiles(verified, catalog, deps, attempt));
    if (fits) found.set(key, { question, sql });
  }
  return [...found.values()];
}

/** Made over another schema, it must pass what a plan made now must pass. What cannot be checked is not shown. */
async function compiles(
  { plan, question, tenant, timeZone }: VerifiedQuestion,
  catalog: Catalog,
  { tools, queues, warehouse }: Deps,
  { signal }: Attempt,
): Promise<boolean> {
  const context = { catalog, warehouse, tenant, timeZone, signal };
  const compiled = await compile(plan, {
    ...{ tools, queues, finished: [], taken: [], question, context },
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
