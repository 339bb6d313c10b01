import { z } from 'zod';
import { maxSteps } from './plan.js';

/** A tool as the plan's schema sees it. */
export interface PlannableTool {
  readonly name: string;
  readonly input: z.ZodType;
}

const stepId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/)
  .describe('Short, unique in the plan, lower case, such as "revenue_q4"');

const ExpectationSchema = z.strictObject({
  columns: z.array(z.string()).describe('Columns the result must have; [] for none'),
  minRows: z.int().min(0).describe('Fewest rows that make sense; 0 for no bound'),
  maxRows: z.int().min(0).describe('Most rows that make sense; 0 for no bound'),
  nonNegative: z.array(z.string()).describe('Columns that cannot be below zero'),
  notNull: z.array(z.string()).describe('Columns that cannot be null'),
  uniqueBy: z.array(z.string()).describe('Columns whose values together differ in every row'),
});

const stepFrame = {
  id: stepId,
  dependsOn: z.array(z.string()).describe('Ids of the steps this one reads from'),
  onFailure: z.enum(['abort', 'skip', 'replan']),
  heavy: z.boolean().describe('Needs up to 60 s; background runs only'),
  expect: ExpectationSchema,
};

/**
 * The plan's schema for one set of tools: what Claude is asked for and what its reply is held to. One union: the step.
 * Lengths, ranges and patterns are not enforced by structured outputs: breaking one is a finding.
 */
export function planSchema(tools: readonly PlannableTool[]) {
  const [first, ...rest] = tools.map(stepSchema);
  if (first === undefined) throw new Error('There are no tools: register at least one.');
  return z.strictObject({
    intent: z.string().describe('One sentence: what will be answered, without any figure'),
    clarification: z.strictObject({
      question: z.string().describe('What to ask the user; "" when the question can be answered'),
      options: z.array(z.string()).describe('Questions that can be answered instead; else []'),
    }),
    steps: z
      .array(rest.length === 0 ? first : z.union([first, ...rest]))
      .max(maxSteps)
      .describe('1 to 12 steps; [] only with a clarification'),
  });
}

/**
 * A plan of any tools: what a reply is parsed with before each tool holds its own input. So an unknown tool is one clear
 * finding, not a mismatch of every variant.
 */
export const GenericPlan = z.strictObject({
  intent: z.string().max(1_000),
  // Blank is none: a user would read an empty question.
  clarification: z.strictObject({
    question: z.string().trim(),
    options: z
      .array(z.string().trim())
      .max(12)
      .transform((options) => options.filter((option) => option !== '')),
  }),
  steps: z.array(
    z.strictObject({
      ...stepFrame,
      tool: z.string(),
      input: z.record(z.string(), z.unknown()),
    }),
  ),
});

function stepSchema({ name, input }: PlannableTool) {
  return z.strictObject({ ...stepFrame, tool: z.literal(name), input });
}
