import { createHash } from 'node:crypto';
import { z } from 'zod';
import { writeBlock } from '../domain/blocks.js';
import type { Evidence, EvidenceResult } from '../domain/figures/evidence.js';
import { ground } from '../domain/figures/ground.js';
import type { Finding } from '../domain/finding.js';
import { InterpretationSchema } from '../domain/interpretation-schema.js';
import { isQueryInput } from '../domain/plan.js';
import { readJson } from '../domain/read-json.js';
import { answerChange } from '../domain/repair.js';
import type { InterpretOutcome, InterpretTask } from '../domain/tasks.js';
import type { ClaudeRequest } from '../ports.js';
import type { Attempt } from './attempt.js';
import { conversation, replyBefore } from './conversation.js';
import type { Deps } from './deps.js';
import { loadEvidence } from './evidence.js';
import { hadReply, paidFor } from './had-reply.js';
import { contextOf } from './plan-context.js';
import { dataBlock } from './prompts/data-block.js';
import { interpreterPrompt } from './prompts/interpreter.js';
import { questionBlock } from './prompts/question-block.js';
import { askedTurns } from './prompts/turns-block.js';

/** Asks Claude for words with named figures, and fills the figures in from cells; a number with no cell is a finding. */
export async function interpret(
  task: InterpretTask,
  deps: InterpretDeps,
  attempt: Attempt,
): Promise<InterpretOutcome> {
  const { input, intent, steps, results } = task;
  const { question, runId } = input;
  const run = { tenant: question.tenant, runId };
  const warnings = task.warnings.filter(({ code }) => !aboutPlanning.has(code));
  const evidence: Evidence = {
    question: question.text,
    locale: question.locale,
    timeZone: question.timeZone,
    intent,
    results: await loadEvidence(input, steps, results, deps.store.results),
    // Periods that our own warnings name may be named after them.
    names: warnings.map(({ message }) => message),
  };
  const request = await interpretRequest({ ...task, warnings }, evidence.results, deps);
  const { source, calls } = task;
  const promptVersion = interpreterPrompt.version;
  const reply = await hadReply({ source, run, request, calls, promptVersion }, deps, attempt);
  const paid = paidFor(reply, promptVersion);
  if (reply.stopReason === 'max_tokens') return { ...paid, kind: 'truncated' };

  const read = readInterpretation(reply.text);
  if ('findings' in read) return { ...paid, kind: 'findings', findings: read.findings };
  const { text, figures, findings } = ground(read, evidence);
  const before = await replyBefore(run, task.earlier, deps.store.replies);
  const old = before === undefined ? undefined : readInterpretation(before);
  const repaired = old && 'text' in old ? { repaired: answerChange(old, read) } : {};
  return findings.length > 0
    ? { ...paid, kind: 'findings', findings, ...repaired }
    : { ...paid, kind: 'answer', text, figures, ...repaired };
}

/** Why no model could plan may be told in the words of Claude's API, and no server's words go to Claude. */
const aboutPlanning = new Set(['reused_plan', 'replan_failed']);

type InterpretDeps = Pick<Deps, 'claude' | 'claudeBreaker' | 'store' | 'models' | 'fallbackModel'>;

const interpretationSchema = z.toJSONSchema(InterpretationSchema);

async function interpretRequest(
  task: InterpretTask,
  results: ReadonlyMap<string, EvidenceResult>,
  deps: InterpretDeps,
): Promise<ClaudeRequest> {
  const { input, intent, steps, warnings, earlier, room } = task;
  const run = { tenant: input.question.tenant, runId: input.runId };
  const declared = steps.map(({ id, tool, input: stepInput }) => {
    if (!isQueryInput(stepInput)) return { id, tool };
    const { measure, grain, period, dimensions, filters, order, limit } = stepInput;
    return { id, tool, measure, grain, period, dimensions, filters, order, limit };
  });
  const { turns } = await contextOf(input, deps);
  const opening = [
    `${askedTurns(turns)}${questionBlock(input)}`,
    writeBlock('plan', { intent, steps: declared }),
    ...(warnings.length > 0 ? [writeBlock('warnings', warnings)] : []),
    ...[...results].map(([step, result]) => dataBlock(step, result, nonceOf(input.runId, step))),
  ].join('\n');
  const settings = deps.models.interpreter;
  return {
    role: 'interpreter',
    ...settings,
    maxTokens: settings.maxTokens * room,
    system: [{ text: interpreterPrompt.text, cached: true }],
    messages: await conversation(run, opening, earlier, '', deps.store.replies),
    schema: interpretationSchema,
  };
}

/** Marks a block so that data cannot pretend to be it, and is the same on a retry: the request must not change. */
function nonceOf(runId: string, step: string): string {
  return createHash('sha256').update(`${runId}/${step}`).digest('hex').slice(0, 12);
}

function readInterpretation(
  text: string,
): z.infer<typeof InterpretationSchema> | { findings: Finding[] } {
  const { data, error } = InterpretationSchema.safeParse(readJson(text));
  if (data) return data;
  return {
    findings: error.issues.map(({ path, message }) => ({
      code: 'invalid_shape',
      where: path.length === 0 ? 'answer' : `answer: ${path.join('.')}`,
      what: message,
      fix: 'Return what the schema asks for, as one JSON object.',
    })),
  };
}
