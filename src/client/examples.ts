import { noTenant, type RunRef } from '../domain/question.js';
import { schemaVersionIn } from '../domain/schema-version.js';
import type { Promotable, VerifiedQuestion, VerifiedQuestions } from '../ports.js';
import { runNotFound } from './run-not-found.js';

/** The run cannot be an example; the message says why, and what would work. */
export class PromotionRefused extends Error {
  override readonly name = 'PromotionRefused';
}

export interface PromoteOptions {
  /** The question that the plan answers, where the run's own words are not whole, as in a later turn. */
  readonly question?: string;
  /** Who verified it. */
  readonly by?: string;
  readonly tenant?: string;
}

/** Verified questions: what the planner is shown as examples, and whose plans are used again. */
export interface ExamplesDesk {
  /**
   * Makes a run's question and plan an example of its tenant; again replaces it.
   * @throws RunNotFound, PromotionRefused
   */
  promote(runId: string, options?: PromoteOptions): Promise<VerifiedQuestion>;
  /** The newest 200. */
  list(filter?: { readonly tenant?: string }): Promise<readonly VerifiedQuestion[]>;
  /** Whether the run was an example. */
  remove(runId: string, whose?: { readonly tenant?: string }): Promise<boolean>;
}

export function examplesDesk(store: VerifiedQuestions): ExamplesDesk {
  return {
    promote: (runId, { tenant = noTenant, ...options } = {}) =>
      promoteRun(store, { tenant, runId }, options),
    list: (filter = {}) => store.list(filter),
    remove: (runId, { tenant = noTenant } = {}) => store.remove({ tenant, runId }),
  };
}

const longestQuestion = 4_000;

async function promoteRun(
  store: VerifiedQuestions,
  run: RunRef,
  { question: as, by = '' }: PromoteOptions,
): Promise<VerifiedQuestion> {
  const found = await store.promotable(run);
  if (found === undefined) throw runNotFound(run, { inStore: true });
  const { record, answer, reply, promptVersion } = found;
  const question = (as ?? record.question).trim();
  const schemaVersion = schemaVersionIn(found.digest ?? '');
  const reason = refusal(found, run, as) ?? unusable(question);
  if (reason !== undefined) throw new PromotionRefused(reason);
  if (answer === null || reply === null || promptVersion === null || schemaVersion === '')
    throw new PromotionRefused(planGone(run));
  return await store.keep({
    ...run,
    question,
    user: record.user,
    asOf: record.asOf,
    timeZone: record.timeZone,
    intent: answer.intent,
    sql: answer.steps.flatMap(({ sql }) => sql ?? []).join(';\n'),
    plan: reply.text,
    model: reply.model,
    schemaVersion,
    promptVersion,
    verifiedBy: by,
  });
}

/** Why this run is no example, as a sentence that says what would be; undefined where it is one. */
function refusal(
  { answer, turns, plansMade, record, reply }: Promotable,
  run: RunRef,
  as: string | undefined,
): string | undefined {
  const { runId } = run;
  if (answer === null) return `Run ${runId} still runs: verify it once it has answered.`;
  const { status, verification } = answer;
  if (record.question === '') return `Run ${runId} was erased: its user was forgotten.`;
  if (status !== 'answered')
    return `Run ${runId} ended as ${status}: only an answer with nothing missing can be verified.`;
  if (verification.verdict !== 'confirmed')
    return `Run ${runId} was not confirmed by its own checks: only a confirmed answer can be verified.`;
  if (plansMade > 1)
    return `The plan of run ${runId} was made in several parts, or edited: ask its question again, and verify a run that needed one.`;
  if (reply === null) return planGone(run);
  if (turns > 0 && as === undefined)
    return `Run ${runId} was a later turn of a conversation: say the whole question that it answers (--as, or \`question\`).`;
  return undefined;
}

function unusable(question: string): string | undefined {
  if (question === '') return 'The question is empty: say the one that the plan answers.';
  return question.length > longestQuestion
    ? `A question has ${longestQuestion.toLocaleString('en-US')} characters at most.`
    : undefined;
}

function planGone({ runId }: RunRef): string {
  return `The plan of run ${runId} is no longer kept: ask its question again, and verify that run.`;
}
