import type { EvidenceResult } from '../domain/figures/evidence.js';
import type { Finding } from '../domain/finding.js';
import { isQueryInput, type CompiledStep } from '../domain/plan.js';
import type { RunInput } from '../domain/question.js';
import type { VerifyOutcome, VerifyTask } from '../domain/tasks.js';
import { checkAcross } from '../domain/verification/check-across.js';
import { checkCounts } from '../domain/verification/check-counts.js';
import { checkHistory } from '../domain/verification/check-history.js';
import { metricKey, metricOf } from '../domain/verification/metric.js';
import {
  report,
  verifyResult,
  withoutRefuting,
  type Verification,
} from '../domain/verification/verify-result.js';
import type { Help } from '../tools/help/ask.js';
import { advise } from './advise.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { loadEvidence } from './evidence.js';

/** Holds each result against its step's expectations and common sense. Rules only; the gate adds the review's word. */
export async function verify(
  task: VerifyTask,
  deps: Deps,
  attempt: Attempt,
): Promise<VerifyOutcome> {
  const { input, steps, results } = task;
  const [evidence, recent] = await Promise.all([
    loadEvidence(input, steps, results, deps.store.results),
    recentOf(task, deps),
  ]);
  const verified = steps.flatMap((step) => {
    const result = evidence.get(step.id);
    return result === undefined ? [] : [{ step, result }];
  });
  const counts = checkCounts(input.question.text, verified);
  const each = [
    ...verified.map(({ step, result }) => ({
      id: step.id,
      ...verifyAs(result, verifyResult(step, result, input.question.asOf)),
    })),
    ...verified.flatMap(({ step, result }) =>
      step.id === counts?.stepId
        ? [{ id: step.id, ...verifyAs(result, report(step.id, counts.outcomes)) }]
        : [],
    ),
  ];
  const history = verified.map(({ step, result }) => againstHistory(step, result, recent, input));
  const advice = await advise(task, evidence, deps, attempt);
  return {
    checks: [...each, ...history].flatMap(({ checks }) => checks),
    findings: each.flatMap(({ id, findings }) => findings.map(withAdvice(advice.get(id)))),
    warnings: [
      ...verified.flatMap(({ step }) => step.warnings ?? []),
      ...[...each, ...history].flatMap(({ warnings }) => warnings),
      ...[...advice].map(([id, { message }]) => ({
        code: 'explained',
        message: `Step ${id}: ${message}`,
      })),
      ...checkAcross(verified),
    ],
    suggestions: [...advice.values()].flatMap(({ suggestions }) => suggestions),
  };
}

/** Beside the reading of the results, in one statement. A verifier that cannot have it does without. */
async function recentOf(
  { input, steps }: VerifyTask,
  { store }: Deps,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = steps.flatMap((step) => keyOf(step) ?? []);
  if (keys.length === 0) return new Map();
  const run = { tenant: input.question.tenant, runId: input.runId };
  return await store.results.recentMetrics(run, keys, mostRecent).catch(() => new Map());
}

function keyOf({ input, facts }: CompiledStep): string | null {
  return isQueryInput(input) ? metricKey(input, facts) : null;
}

function againstHistory(
  { id, input: stepInput, facts }: CompiledStep,
  result: EvidenceResult,
  recent: ReadonlyMap<string, readonly string[]>,
  { question }: RunInput,
): ReturnType<typeof checkHistory> {
  const query = isQueryInput(stepInput) ? stepInput : null;
  const metric = query === null ? null : metricOf(query, facts, result, question.asOf);
  const before = metric === null ? undefined : recent.get(metric.key);
  if (query === null || metric === null || before === undefined)
    return { checks: [], warnings: [] };
  const { locale } = question;
  return checkHistory(id, metric, before, { additive: query.measure.additive, locale });
}

/** A lesser result cannot look as planned. */
function verifyAs({ rung }: EvidenceResult, verification: Verification): Verification {
  return rung === 'simplified' || rung === 'sample' ? withoutRefuting(verification) : verification;
}

/** A planner that hears why a result is empty can correct a name or ask for what there is. */
function withAdvice(help: Help | undefined): (finding: Finding) => Finding {
  return (finding) => {
    if (help === undefined || !aboutRows.has(finding.code)) return finding;
    const fix = help.suggestions.join(' ') || finding.fix;
    return { ...finding, what: `${finding.what} ${help.message}`, fix };
  };
}

const mostRecent = 5;
const aboutRows = new Set(['too_few_rows', 'too_many_rows', 'null_value']);
