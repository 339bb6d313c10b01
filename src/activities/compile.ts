import type { z } from 'zod';
import { columnsRead } from '../domain/columns-read.js';
import { placeWords, warehouseAway, type Finding } from '../domain/finding.js';
import { checkQuestion, type KnownValue } from '../domain/intent/check-question.js';
import type { IntentDoubt, QueryShape } from '../domain/intent/query-shape.js';
import type { CompiledStep, Plan, Step } from '../domain/plan.js';
import { structureFindings } from '../domain/plan-rules.js';
import { GenericPlan } from '../domain/plan-schema.js';
import { defaultPolicy, type Policy } from '../domain/policy.js';
import { readJson } from '../domain/read-json.js';
import type { LowerRung } from '../domain/result.js';
import { asSentence } from '../domain/sentence.js';
import { shortSummary } from '../domain/summary.js';
import type { CheckContext, CheckFinding } from '../tools/define-tool.js';
import { isAboutWarehouse, warehouseNamed } from '../tools/choose-warehouse.js';
import type { AnyTool, Tools } from '../tools/registry.js';
import type { Deps } from './deps.js';

export type Compiled =
  | {
      readonly kind: 'compiled';
      readonly intent: string;
      readonly steps: readonly CompiledStep[];
      /** What the statement of each step does, by its id; a step without one runs no query. */
      readonly shapes: ReadonlyMap<string, QueryShape>;
    }
  | { readonly kind: 'clarification'; readonly plan: Plan }
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] };

export interface CompileOptions {
  readonly tools: Tools;
  readonly queues: Deps['queues'];
  readonly finished: readonly string[];
  readonly taken: readonly string[];
  /** What is known of each warehouse that could be asked, by its name; the first is what a step reads that names none. */
  readonly contexts: ReadonlyMap<string, CheckContext>;
  /** Null where the steps need not answer it alone: others are finished, or a person wrote them. */
  readonly question: string | null;
}

/** Turns Claude's text into a plan that may run, or says everything that stands against it at once. */
export async function compile(text: string, options: CompileOptions): Promise<Compiled> {
  const parsed = parsePlan(text);
  if ('findings' in parsed) return { kind: 'findings', findings: parsed.findings };
  const { plan } = parsed;
  if (plan.clarification.question !== '') return { kind: 'clarification', plan };

  const { tools, finished, taken } = options;
  const structure = structureFindings(plan.steps, {
    finished,
    taken,
    toolNames: [...tools.keys()],
  });
  const checked = await Promise.all(
    plan.steps.map((step) => compileStep(step, plan.steps, options)),
  );
  const asked = holdAgainstQuestion(checked, options);
  const findings = [
    ...structure,
    ...checked.flatMap((step) => step.findings),
    ...asked.filter(({ refutes }) => refutes).map(aboutPlan),
  ];
  const steps = withWarnings(
    checked.flatMap((step) => step.compiled),
    asked.filter(({ refutes }) => !refutes),
  );
  if (findings.length > 0) return { kind: 'findings', findings };
  const shapes = checked.flatMap(({ compiled, shape }) =>
    compiled.flatMap(({ id }) => (shape === undefined ? [] : [[id, shape] as const])),
  );
  return { kind: 'compiled', intent: plan.intent, steps, shapes: new Map(shapes) };
}

function holdAgainstQuestion(
  checked: readonly CheckedStep[],
  { question, contexts }: CompileOptions,
): readonly IntentDoubt[] {
  // Where a statement was refused, the rest of the plan says too little.
  if (question === null || checked.some(({ findings }) => findings.length > 0)) return [];
  const shapes = checked.flatMap(({ shape }) => shape ?? []);
  return checkQuestion(
    question,
    shapes,
    [...contexts.values()].flatMap(({ catalog }) => valuesOf(catalog)),
  );
}

function aboutPlan({ code, what, fix }: IntentDoubt): Finding {
  return { code, where: 'plan', what: asSentence(what), fix };
}

/** What is said of the whole plan stands with its first query. */
function withWarnings(
  steps: readonly CompiledStep[],
  doubts: readonly IntentDoubt[],
): readonly CompiledStep[] {
  const at = steps.findIndex(({ facts }) => facts !== null);
  const more = doubts.map(({ code, what }) => ({ code, message: asSentence(what) }));
  return more.length === 0
    ? steps
    : steps.map((step, i) =>
        i === at ? { ...step, warnings: [...(step.warnings ?? []), ...more] } : step,
      );
}

function valuesOf({ tables }: CheckContext['catalog']): KnownValue[] {
  return tables.flatMap(({ columns }) =>
    columns.flatMap(({ name, values }) => values.map((value) => ({ value, column: name }))),
  );
}

/** The plan in Claude's text, unchecked; undefined where there is none. */
export function readPlan(text: string | undefined): Plan | undefined {
  const parsed = text === undefined ? undefined : parsePlan(text);
  return parsed && 'plan' in parsed ? parsed.plan : undefined;
}

function parsePlan(text: string): { plan: Plan } | { findings: Finding[] } {
  const json = readJson(text);
  if (json === undefined) return { findings: [notJson] };
  const { data, error } = GenericPlan.safeParse(json);
  return data ? { plan: data } : { findings: shapeFindings(error, 'plan') };
}

const notJson: Finding = {
  code: 'invalid_json',
  where: 'plan',
  what: 'The reply is not JSON.',
  fix: 'Return the plan as one JSON object and nothing else.',
};

interface CheckedStep {
  readonly findings: readonly Finding[];
  readonly compiled: readonly CompiledStep[];
  readonly shape?: QueryShape | undefined;
}

async function compileStep(
  step: Step,
  steps: readonly Step[],
  options: CompileOptions,
): Promise<CheckedStep> {
  const tool = options.tools.get(step.tool);
  if (tool === undefined) return { findings: [], compiled: [] };
  const { data: input, error } = tool.input.safeParse(step.input);
  if (error) return { findings: shapeFindings(error, `step ${step.id}, input`), compiled: [] };

  const isChoice = Object.keys(options.queues.warehouses).length > 1;
  const warehouse = isChoice && isAboutWarehouse(tool) ? warehouseNamed(input) : undefined;
  const [first] = options.contexts.keys();
  const context = options.contexts.get(warehouse ?? first ?? '');
  if (context === undefined) return { findings: [unreadable(step, warehouse)], compiled: [] };
  const checked = await tool.check?.(input, context);
  const findings = (checked?.findings ?? []).map((finding) => findingOf(step, finding));
  const warnings = (checked?.warnings ?? []).map(({ code, message }) => ({
    code,
    message: `Step ${step.id}: ${message}`,
  }));
  const compiled: CompiledStep = {
    ...step,
    input: { ...(checked?.input ?? input) },
    policy: policyOf(tool),
    catalogVersion: context.catalog.version,
    keep: columnsRead(step, steps),
    ...(warehouse !== undefined && { warehouse }),
    queue: queueOf(tool, context, options),
    presents: tool.presents === true,
    // The Web UI shows the tool's name before it.
    summary: shortSummary(checked?.summary ? `${step.id}: ${checked.summary}` : step.id),
    facts: checked?.facts ?? null,
    cost: checked?.cost ?? null,
    ...(warnings.length > 0 && { warnings }),
  };
  return { findings, compiled: [compiled], shape: checked?.shape };
}

function queueOf(tool: AnyTool, { warehouse }: CheckContext, { queues }: CompileOptions): string {
  const own = tool.usesWarehouse === true ? queues.warehouses[warehouse.name] : undefined;
  return own ?? queues.light;
}

function unreadable({ id }: Step, warehouse = 'warehouse'): Finding {
  return {
    code: warehouseAway,
    where: `step ${id}, input`,
    what: `The warehouse ${warehouse} cannot be asked now.`,
    fix: 'Answer from the others, or ask for nothing of it.',
  };
}

function findingOf({ id }: Step, { code, what, fix, place }: CheckFinding): Finding {
  const where = `step ${id}, input${place ? `, ${placeWords(place)}` : ''}`;
  return { code, where, what, fix };
}

/** The tool's policy, with the rungs of its ladder that it has. */
function policyOf(tool: AnyTool): Policy {
  const policy: Policy = { ...defaultPolicy, ...tool.policy };
  const has: Readonly<Record<LowerRung, boolean>> = {
    stale_cache: tool.cacheKey !== undefined && policy.cacheStaleMs > 0,
    simplified: tool.rungs?.simplified !== undefined,
    sample: tool.rungs?.sample !== undefined,
  };
  return { ...policy, ladder: policy.ladder.filter((rung) => has[rung]) };
}

function shapeFindings(error: z.ZodError, where: string): Finding[] {
  return error.issues.map(({ path, message }) => ({
    code: 'invalid_shape',
    where: path.length === 0 ? where : `${where}: ${path.join('.')}`,
    what: message,
    fix: 'Return what the schema asks for.',
  }));
}
