import { z } from 'zod';
import { approvalReason } from '../domain/approval.js';
import { noUsage } from '../domain/answer.js';
import { writeBlock } from '../domain/blocks.js';
import { planSchema } from '../domain/plan-schema.js';
import { checkPlainText } from '../domain/figures/check-text.js';
import type { PlanContext } from '../domain/plan-context.js';
import { rememberedBy } from '../domain/remembered-by.js';
import { planChange } from '../domain/repair.js';
import type { RunInput } from '../domain/question.js';
import type { PlanOutcome, PlanTask } from '../domain/tasks.js';
import type { ClaudeRequest } from '../ports.js';
import type { Tools } from '../tools/registry.js';
import type { Attempt } from './attempt.js';
import { beginPlanning, type Planned } from './begin-planning.js';
import { readPlan, compile, type Compiled } from './compile.js';
import { conversation, replyBefore } from './conversation.js';
import type { Deps } from './deps.js';
import { hadReply, paidFor, type HadReply } from './had-reply.js';
import { examplesBlock, plannerAdditions, withAdded } from './prompts/additions.js';
import { plannerPrompt } from './prompts/planner.js';
import { planEvidence, type Known } from './plan-evidence.js';
import { contextsOf, type KnownWarehouse } from './known-warehouses.js';
import { questionBlock } from './prompts/question-block.js';
import { plannerTurns } from './prompts/turns-block.js';
import { verifiedReply } from './verified-reply.js';

/**
 * Asks Claude for a plan and compiles it; for nothing, where the plan of this very question was verified. Registers the
 * run first: a run that had ended returns its answer unpaid.
 */
export async function plan(task: PlanTask, deps: Deps, attempt: Attempt): Promise<PlanOutcome> {
  const { input } = task;
  const run = { tenant: input.question.tenant, runId: input.runId };
  const promptVersion = promptOf(deps).version;
  const begun = await beginPlanning(task, promptVersion, deps, attempt);
  if (begun.kind === 'recorded') return begun;
  const { warehouses, planned } = begun;

  const compiler = (text: string) => compilePlan(text, task, warehouses, deps, attempt);
  const catalogs = warehouses.map(({ catalog }) => catalog);
  const known = { catalogs, additions: deps.additions, turns: planned.context.turns };
  const verified = mayReuse(task)
    ? await verifiedReply(input, { ...planned.context, compiler }, deps)
    : undefined;
  if (verified !== undefined) {
    const { reply, compiled, source } = verified;
    const outcome = outcomeOf(compiled, task, known);
    if (outcome.kind === 'plan')
      return { ...paidFor(reply, promptVersion), ...outcome, verified: source };
  }

  const reply =
    task.edited === null
      ? await claudesReply(task, planned, deps, attempt)
      : editedReply(task.edited, attempt);
  const paid = paidFor(reply, promptVersion);
  if (reply.stopReason === 'max_tokens') return { ...paid, kind: 'truncated' };

  const outcome = outcomeOf(await compiler(reply.text), task, known);
  if (outcome.kind === 'clarification') return { ...paid, ...outcome };
  const before = await replyBefore(run, task.earlier, deps.store.replies);
  const [old, made] = [readPlan(before), readPlan(reply.text)];
  return { ...paid, ...outcome, ...(old && made && { repaired: planChange(old, made) }) };
}

/** Whether nothing is held against any plan yet, and nobody gave one. */
function mayReuse({ version, edited, earlier, source, room }: PlanTask): boolean {
  const isFirst = version === 1 && earlier.length === 0 && room === 1;
  return isFirst && edited === null && source === 'own_model';
}

async function compilePlan(
  text: string,
  task: PlanTask,
  warehouses: readonly KnownWarehouse[],
  deps: Deps,
  { signal }: Attempt,
): Promise<Compiled> {
  const { text: question, tenant, timeZone } = task.input.question;
  return await compile(text, {
    tools: deps.tools,
    queues: deps.queues,
    finished: task.finished.map(({ id }) => id),
    taken: task.taken,
    question: task.edited === null && task.finished.length === 0 ? question : null,
    contexts: contextsOf(warehouses, { tenant, timeZone, signal }),
  });
}

async function claudesReply(
  task: PlanTask,
  planned: Planned,
  deps: Deps,
  attempt: Attempt,
): Promise<HadReply> {
  const { input, source, calls } = task;
  const run = { tenant: input.question.tenant, runId: input.runId };
  const request = await planRequest(task, planned, deps);
  const promptVersion = promptOf(deps).version;
  return await hadReply({ source, run, request, calls, promptVersion }, deps, attempt);
}

/** A person's plan goes the way of Claude's; its id tells its attempt's events from all others. */
function editedReply(text: string, { id }: Attempt): HadReply {
  return {
    ...{ text, stopReason: 'end_turn', model: 'person', source: 'person' },
    ...{ replyId: `edited.${id}`, usage: noUsage },
  };
}

/** Omits the reply's cost, which every outcome has. */
type Unpaid =
  Exclude<PlanOutcome, { kind: 'recorded' | 'truncated' }> extends infer Outcome
    ? Outcome extends unknown
      ? Omit<Outcome, keyof ReturnType<typeof paidFor>>
      : never
    : never;

function outcomeOf(compiled: Compiled, task: PlanTask, known: Known): Unpaid {
  const { question } = task.input;
  switch (compiled.kind) {
    case 'findings':
      return { kind: 'findings', findings: compiled.findings };
    case 'clarification': {
      const { intent, clarification } = compiled.plan;
      const evidence = planEvidence(question, [], known);
      const findings = [
        ...checkPlainText(intent, evidence, 'intent'),
        ...[clarification.question, ...clarification.options].flatMap((text) =>
          checkPlainText(text, evidence, 'clarification'),
        ),
      ];
      return findings.length > 0
        ? { kind: 'findings', findings }
        : { kind: 'clarification', intent, ...clarification };
    }
    case 'compiled': {
      const { intent, steps } = compiled;
      // Whoever edited a plan has approved it.
      const approval = task.edited === null ? approvalReason(task.input.approval, steps) : null;
      const findings = checkPlainText(intent, planEvidence(question, steps, known), 'intent');
      return findings.length > 0
        ? { kind: 'findings', findings }
        : { kind: 'plan', plan: { version: task.version, intent, steps, approval } };
    }
  }
}

async function planRequest(
  task: PlanTask,
  { digest, context }: Planned,
  deps: Deps,
): Promise<ClaudeRequest> {
  const { input, earlier, finished, failed, room } = task;
  const run = { tenant: input.question.tenant, runId: input.runId };
  const replan = [
    ...(finished.length > 0 ? [writeBlock('finished', finished)] : []),
    ...(failed.length > 0 ? [writeBlock('failed', failed)] : []),
    ...(finished.length + failed.length > 0 ? [replanWords] : []),
  ].join('\n');
  const opening = openingOf(input, context);
  const settings = deps.models.planner;
  return {
    role: 'planner',
    ...settings,
    maxTokens: settings.maxTokens * room,
    system: [
      { text: promptOf(deps).text, cached: true },
      { text: digest, cached: true },
    ],
    messages: await conversation(run, opening, earlier, replan, deps.store.replies),
    schema: jsonSchemaOf(deps.tools),
  };
}

/** What was before the question in its conversation, what is like it, and the question. */
function openingOf(input: RunInput, { turns, examples }: PlanContext): string {
  const alike = examplesBlock(examples);
  return `${plannerTurns(turns)}${alike === '' ? '' : `${alike}\n`}${questionBlock(input)}`;
}

/** Rules, tools, and what the installation adds. */
function promptOf({ tools, additions }: Pick<Deps, 'tools' | 'additions'>) {
  const { version, text } = plannerPrompt;
  const ours = { version, text: `${text}\n\nTools\n${toolWords(tools)}` };
  return withAdded(ours, plannerAdditions(additions));
}

const jsonSchemaOf = rememberedBy((tools: Tools) =>
  z.toJSONSchema(planSchema([...tools.values()])),
);

const replanWords =
  'The finished steps stand: your steps may depend on them, and none may take their ids. Return only new steps.';

function toolWords(tools: Tools): string {
  return [...tools.values()].map(({ name, description }) => `- ${name}: ${description}`).join('\n');
}
