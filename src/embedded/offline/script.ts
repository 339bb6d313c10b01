import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { stops } from './reply.js';

const refusal = z.strictObject({
  category: z.enum(['cyber', 'bio', 'frontier_llm', 'reasoning_extraction', 'general_harms']),
  explanation: z.string(),
});

/** What a rule answers with: one of `json`, `text`, `offline` or `status`, and how. */
const ScriptReply = z
  .strictObject({
    json: z.unknown().optional().describe("The reply; must fit the request's own schema"),
    text: z.string().optional().describe('The reply as it is, fitting or not'),
    offline: z.literal(true).optional().describe('Let the offline rules answer'),
    status: z.int().min(400).max(599).optional().describe('An error with this status'),
    inStream: z.literal(true).optional().describe('The error comes in a stream that has begun'),
    type: z.string().optional().describe("The error's type, where not the status's own"),
    message: z.string().optional(),
    headers: z.record(z.string(), z.string()).default({}),
    delayMs: z.number().min(0).default(0).describe('Waits before the first byte'),
    cutAfterBytes: z.int().min(0).optional().describe('Breaks the connection after so many bytes'),
    stop: z.enum(stops).optional(),
    refusal: refusal.optional().describe('Details of a refusal'),
  })
  .refine(
    ({ json, text, offline, status, stop }) =>
      [json, text, offline, status].filter((way) => way !== undefined).length === 1 ||
      ((stop === 'refusal' || stop === 'model_context_window_exceeded') && status === undefined),
    'A reply needs exactly one of json, text, offline and status; a refusal may go without',
  );

const ScriptRule = z.strictObject({
  name: z.string().min(1).describe('Unique; the journal names it'),
  role: z.enum(['planner', 'reviewer', 'simplifier', 'interpreter']).optional(),
  question: z.string().optional().describe("A regular expression on the question's text"),
  user: z.string().optional().describe('A regular expression on all user turns together'),
  run: z.string().optional().describe('A regular expression on the run id'),
  model: z.string().optional().describe("A regular expression on the model's name"),
  times: z.int().min(1).optional().describe('Answers so often at most; then later rules do'),
  per: z.enum(['server', 'run']).default('server').describe('Whether `times` counts for each run'),
  reply: ScriptReply,
});
export type ScriptRule = z.infer<typeof ScriptRule>;

/** What a test lets Claude say. The first rule that matches and is not used up answers. */
export const Script = z.strictObject({
  rules: z
    .array(ScriptRule)
    .refine(
      (rules) => new Set(rules.map(({ name }) => name)).size === rules.length,
      'Two rules have the same name',
    ),
  fallThrough: z
    .boolean()
    .default(false)
    .describe('Where no rule matches: let the offline rules answer instead of failing'),
});
export type Script = z.infer<typeof Script>;
export type ScriptInput = z.input<typeof Script>;

/** Reads a script's file. @throws Error that names the file and what is wrong with it */
export async function readScript(path: string): Promise<Script> {
  const text = await readFile(path, 'utf8');
  try {
    return parseScript(JSON.parse(text));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`The script ${path} cannot be played: ${problem}`, { cause: error });
  }
}

export function parseScript(value: unknown): Script {
  const { data, error } = Script.safeParse(value);
  if (data === undefined) throw new Error(z.prettifyError(error), { cause: error });
  for (const { name, question, user, run, model } of data.rules) {
    for (const pattern of [question, user, run, model]) {
      try {
        if (pattern !== undefined) toRegExp(pattern);
      } catch (cause) {
        throw new Error(`rule "${name}": ${pattern} is not a regular expression`, { cause });
      }
    }
  }
  return data;
}

/** Texts that a rule is matched against. */
export interface Scene {
  readonly role: string;
  readonly run: string;
  readonly model: string;
  readonly question: string;
  readonly user: string;
}

/** The rule that answers. `used` says how often one has answered before, in all or for a run. */
export function findRule(
  { rules }: Script,
  scene: Scene,
  used: (rule: string, run: string | undefined) => number,
): ScriptRule | undefined {
  return rules.find(
    (rule) =>
      (rule.role === undefined || rule.role === scene.role) &&
      matches(rule.question, scene.question) &&
      matches(rule.user, scene.user) &&
      matches(rule.run, scene.run) &&
      matches(rule.model, scene.model) &&
      (rule.times === undefined ||
        used(rule.name, rule.per === 'run' ? scene.run : undefined) < rule.times),
  );
}

function matches(pattern: string | undefined, text: string): boolean {
  return pattern === undefined || toRegExp(pattern).test(text);
}

function toRegExp(pattern: string): RegExp {
  return new RegExp(pattern, 'iu');
}
