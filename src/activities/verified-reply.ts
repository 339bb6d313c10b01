import { noUsage } from '../domain/answer.js';
import { standsOnAnyDay } from '../domain/intent/stands-on-any-day.js';
import { isQueryInput } from '../domain/plan.js';
import type { PlanSource, VerifiedPlan } from '../domain/plan-context.js';
import type { Question, RunInput } from '../domain/question.js';
import type { Compiled } from './compile.js';
import type { Deps } from './deps.js';
import type { HadReply } from './had-reply.js';

interface Verified {
  readonly reply: HadReply;
  readonly compiled: Compiled;
  readonly source: PlanSource;
}

/**
 * The verified plan of this very question, where it still compiles and means the same on the run's day; else undefined,
 * and the planner is asked. It is kept as a reply of this run: a replan builds on it as on any other.
 */
export async function verifiedReply(
  { question, runId }: RunInput,
  {
    verified,
    compiler,
  }: {
    readonly verified: VerifiedPlan | null;
    readonly compiler: (text: string) => Promise<Compiled>;
  },
  { store }: Pick<Deps, 'store'>,
): Promise<Verified | undefined> {
  if (verified === null) return undefined;
  const compiled = await compiler(verified.plan);
  if (compiled.kind !== 'compiled') return undefined;
  if (verified.asOf !== question.asOf && !meansTheSame(question, compiled)) return undefined;
  const { plan: text, model, runId: verifiedRun, verifiedAt } = verified;
  const run = { tenant: question.tenant, runId };
  const reply = { text, model, stopReason: 'end_turn', usage: noUsage } as const;
  const kept = await store.replies.keep(run, 'planner', 'verified question', reply);
  return {
    reply: { ...kept, source: 'verified_question' },
    compiled,
    source: { runId: verifiedRun, verifiedAt },
  };
}

/** Whether on another day the same words get the same plan. What a step without SQL does nobody can tell. */
function meansTheSame(
  { text }: Question,
  { steps, shapes }: Extract<Compiled, { kind: 'compiled' }>,
): boolean {
  const queries = steps.flatMap(({ id, input }) => {
    const shape = shapes.get(id);
    return shape !== undefined && isQueryInput(input) ? [{ input, shape }] : [];
  });
  const rest = steps.filter(({ id, presents }) => !presents && !shapes.has(id));
  return rest.length === 0 && standsOnAnyDay(text, queries);
}
