import { z } from 'zod';
import { writeBlock } from '../domain/blocks.js';
import { checkPlainText } from '../domain/figures/check-text.js';
import type { Evidence } from '../domain/figures/evidence.js';
import type { Finding } from '../domain/finding.js';
import { ReviewSchema } from '../domain/interpretation-schema.js';
import { isQueryInput, type CompiledStep } from '../domain/plan.js';
import { readJson } from '../domain/read-json.js';
import type { ReviewOutcome, ReviewTask, ReviewWord } from '../domain/tasks.js';
import { unshownReview } from '../domain/shown-findings.js';
import type { Catalog, ClaudeRequest } from '../ports.js';
import { describeSql } from '../sql/shape/describe-sql.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { hadReply, paidFor } from './had-reply.js';
import { contextOf } from './plan-context.js';
import { planEvidence } from './plan-evidence.js';
import { definitions, withAdded } from './prompts/additions.js';
import { questionBlock } from './prompts/question-block.js';
import { reviewerPrompt } from './prompts/reviewer.js';
import { askedTurns } from './prompts/turns-block.js';

/**
 * Asks a cheaper model whether the plan's SQL answers the question; about a plan without any, such as a replan that only
 * draws, nobody is asked. A reply that cannot be read is no word at all.
 */
export async function review(
  task: ReviewTask,
  deps: Deps,
  attempt: Attempt,
): Promise<ReviewOutcome | ReviewWord> {
  const { question, runId } = task.input;
  const queries = (await Promise.all(task.steps.map(queryBlock))).filter((each) => each !== null);
  if (queries.length === 0) return { verdict: 'confirmed', findings: [] };
  const run = { tenant: question.tenant, runId };
  const request = await reviewRequest(task, queries, deps);
  const promptVersion = promptOf(deps).version;
  const ask = { source: 'own_model', run, request, calls: task.calls, promptVersion } as const;
  const reply = await hadReply(ask, deps, attempt);
  const word = wordOf(reply.text, task);
  const findings =
    word.findings.length === 0 ? [] : checked(word.findings, await evidenceOf(task, deps, attempt));
  return { ...paidFor(reply, promptVersion), verdict: word.verdict, findings };
}

/** The planner gets the reviewer's words as they are; a person only those that the question, SQL and catalog cover. */
function checked(findings: readonly Finding[], evidence: Evidence): Finding[] {
  return findings.map((finding) => {
    const against = [finding.what, finding.fix].flatMap((text) => checkPlainText(text, evidence));
    return against.length === 0 ? finding : { ...finding, code: unshownReview };
  });
}

/** A warehouse that is away takes the names of its catalog with it, not the review. */
async function evidenceOf(
  { input, steps }: ReviewTask,
  { warehouses, additions }: Deps,
  { signal }: Attempt,
): Promise<Evidence> {
  const catalogs = await Promise.all(
    warehouses.map((warehouse) => warehouse.catalog(signal).catch(() => noCatalog)),
  );
  const evidence = planEvidence(input.question, steps, { catalogs, additions });
  const inSql = steps.flatMap(({ input: { sql } }) =>
    typeof sql === 'string' ? (sql.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []) : [],
  );
  return { ...evidence, names: [...(evidence.names ?? []), ...inSql] };
}

/** With what words and numbers mean here: a plan that follows them must not be refuted for it. */
function promptOf({ additions }: Deps) {
  return withAdded(reviewerPrompt, definitions(additions));
}

const noCatalog: Catalog = { version: '', tables: [] };

const reviewSchema = z.toJSONSchema(ReviewSchema);
/** The reasoning stays in the store, with the reply: nobody is shown it, and a word without it counts, too. */
const KnownReview = ReviewSchema.partial({ reasoning: true });

/** A query with what is known of it; null for a step that is none. */
async function queryBlock({ id, input, warehouse, warnings = [] }: CompiledStep) {
  if (!isQueryInput(input)) return null;
  const { sql, params, measure, grain, period, dimensions, filters, order, limit } = input;
  return {
    step: id,
    ...(warehouse !== undefined && { warehouse }),
    sql,
    params,
    does: await describeSql(sql),
    ...(warnings.length > 0 && { doubts: warnings.map(({ message }) => message) }),
    declared: { measure, grain, period, dimensions, filters, order, limit },
  };
}

async function reviewRequest(
  task: ReviewTask,
  queries: readonly object[],
  deps: Deps,
): Promise<ClaudeRequest> {
  const { turns } = await contextOf(task.input, deps);
  return {
    role: 'reviewer',
    ...deps.models.reviewer,
    system: [{ text: promptOf(deps).text, cached: true }],
    messages: [
      {
        role: 'user',
        text: `${askedTurns(turns)}${questionBlock(task.input)}\n${writeBlock('queries', queries)}`,
      },
    ],
    schema: reviewSchema,
  };
}

function wordOf(text: string, task: ReviewTask): ReviewWord {
  const { data } = KnownReview.safeParse(readJson(text));
  if (data === undefined) return { verdict: 'inconclusive', findings: [] };
  const steps = new Set(task.steps.map(({ id }) => id));
  const findings = data.findings.map(({ step, what, fix }) => ({
    code: 'review_refuted',
    where: steps.has(step) ? `step ${step}` : 'plan',
    what,
    fix,
  }));
  return { verdict: data.verdict, findings: data.verdict === 'refuted' ? findings : [] };
}
