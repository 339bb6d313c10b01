import { z } from 'zod';
import type { AnswerFigure } from '../domain/answer.js';
import { writeBlock } from '../domain/blocks.js';
import { cellText, type EvidenceResult } from '../domain/figures/evidence.js';
import { keyColumns } from '../domain/figures/row-keys.js';
import { AnswerReviewSchema } from '../domain/interpretation-schema.js';
import { refutedText } from '../domain/shown-findings.js';
import { readJson } from '../domain/read-json.js';
import type { ReviewAnswerTask, ReviewOutcome } from '../domain/tasks.js';
import type { ClaudeRequest } from '../ports.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { loadEvidence } from './evidence.js';
import { hadReply, paidFor } from './had-reply.js';
import { answerReviewerPrompt } from './prompts/answer-reviewer.js';
import { questionBlock } from './prompts/question-block.js';

/**
 * Asks the reviewer whether a critical run's text says what its figures do: directions and superlatives in any language,
 * which rules know in English only. A reply that cannot be read is no word at all.
 */
export async function reviewAnswer(
  task: ReviewAnswerTask,
  deps: Deps,
  attempt: Attempt,
): Promise<ReviewOutcome> {
  const { input, steps, results, calls } = task;
  const run = { tenant: input.question.tenant, runId: input.runId };
  const evidence = await loadEvidence(input, steps, results, deps.store.results);
  const request = answerReviewRequest(task, evidence, deps);
  const promptVersion = answerReviewerPrompt.version;
  const ask = { source: 'own_model', run, request, calls, promptVersion } as const;
  const reply = await hadReply(ask, deps, attempt);
  return { ...paidFor(reply, promptVersion), ...wordOf(reply.text) };
}

const answerReviewSchema = z.toJSONSchema(AnswerReviewSchema);
/** As with a plan's review, a word without its reasoning counts, too. */
const KnownReview = AnswerReviewSchema.partial({ reasoning: true });

function answerReviewRequest(
  { input, intent, text, figures }: ReviewAnswerTask,
  evidence: ReadonlyMap<string, EvidenceResult>,
  { models }: Pick<Deps, 'models'>,
): ClaudeRequest {
  const blocks = [
    questionBlock(input),
    writeBlock('intent', intent),
    writeBlock('answer', text),
    writeBlock(
      'figures',
      figures.map((figure) => shownFigure(figure, evidence)),
    ),
  ];
  return {
    role: 'reviewer',
    ...models.reviewer,
    system: [{ text: answerReviewerPrompt.text, cached: true }],
    messages: [{ role: 'user', text: blocks.join('\n') }],
    schema: answerReviewSchema,
  };
}

function shownFigure(
  { name, display, value, unit, calc, from }: AnswerFigure,
  evidence: ReadonlyMap<string, EvidenceResult>,
) {
  const cells = from.slice(0, mostCells).map(({ step, row, column }) => ({
    step,
    column,
    row: row === null ? 'all rows' : rowNames(evidence.get(step), row),
  }));
  return { name, display, value, unit, calc, from: cells };
}

/** The texts that name a row, as the interpreter was shown them. */
function rowNames(result: EvidenceResult | undefined, row: number) {
  const cells = result?.shown[row];
  if (result === undefined || cells === undefined) return {};
  return Object.fromEntries(
    keyColumns(result).map(({ column, at }) => [column, cellText(cells[at])] as const),
  );
}

const mostCells = 20;

function wordOf(text: string): Pick<ReviewOutcome, 'verdict' | 'findings'> {
  const { data } = KnownReview.safeParse(readJson(text));
  if (data === undefined) return { verdict: 'inconclusive', findings: [] };
  if (data.verdict !== 'refuted') return { verdict: data.verdict, findings: [] };
  const findings = data.findings.map(({ sentence, what, fix }) => ({
    code: refutedText,
    where: 'answer',
    what: `"${sentence}" ${what}`,
    fix,
  }));
  return { verdict: 'refuted', findings: findings.length > 0 ? findings : [withoutReason] };
}

const withoutReason = {
  code: refutedText,
  where: 'answer',
  what: 'The reviewer holds that the text does not say what the figures do, and gives no reason.',
  fix: 'Compare every direction, comparison, superlative, name and period with the figures.',
};
