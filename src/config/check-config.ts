import { z } from 'zod';
import { ConfigError } from './config-error.js';
import type { SurefootConfig } from './define-config.js';
import { ToolSchema } from './tool-schema.js';

/** The configuration as its file has it. @throws ConfigError that names every place in it that needs a change */
export function checkConfig(config: unknown, source: string): SurefootConfig {
  const { data, error } = ConfigSchema.safeParse(config);
  if (data !== undefined) return data;
  throw badConfig(source, error.issues.flatMap(problemsOf));
}

export function badConfig(source: string, problems: readonly string[]): ConfigError {
  const lines = problems.map((problem) => `  ${problem}`).join('\n');
  return new ConfigError(
    `${source} needs a change (docs/config.md says what each part is for):\n${lines}`,
  );
}

function problemsOf(issue: z.core.$ZodIssue): string[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${placeOf([...path, key])} is nothing that Surefoot knows.`);
  }
  // A key's own rules say what is wrong with it; the place is the key.
  const [inner] = issue.code === 'invalid_key' ? issue.issues : [];
  return [`${placeOf(path)} ${inner?.message ?? issue.message}.`];
}

/** As one would write it: `tools[1].name`, `prompts.glossary["active customer"]`. */
function placeOf(path: readonly PropertyKey[]): string {
  const [first = 'the default export', ...rest] = path;
  const steps = rest.map((key) =>
    typeof key === 'number'
      ? `[${key}]`
      : /^[A-Za-z_$][\w$]*$/.test(String(key))
        ? `.${String(key)}`
        : `[${JSON.stringify(String(key))}]`,
  );
  return [String(first), ...steps].join('');
}

const text = (most: number) => {
  const error = `must be a text of 1 to ${most} characters`;
  return z.string(error).trim().min(1, error).max(most, error);
};

const object = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, { error: notAnObject });
const notAnObject = ({ code }: { readonly code: string }) =>
  code === 'invalid_type' ? 'must be an object' : undefined;
const list = <Item extends z.ZodType>(item: Item, most: number) =>
  z.array(item, 'must be a list').max(most, `must have at most ${most} entries`);
const named = <Item extends z.ZodType>(key: z.ZodString, item: Item, most: number) =>
  z
    .record(key, item, 'must be an object of names')
    .refine((entries) => Object.keys(entries).length <= most, `must have at most ${most} entries`);

const PromptsSchema = object({
  glossary: named(text(80), text(500), 200).exactOptional(),
  metrics: named(
    text(80),
    object({
      definition: text(600),
      sql: text(2_000).exactOptional(),
      unit: text(20).exactOptional(),
    }),
    100,
  ).exactOptional(),
  examples: list(object({ question: text(500), sql: text(4_000) }), 50).exactOptional(),
}).refine((prompts) => JSON.stringify(prompts).length <= mostPromptChars, {
  error: 'must have at most 40000 characters in all: each question pays for them',
});

const ConfigSchema: z.ZodType<SurefootConfig> = object({
  prompts: PromptsSchema.exactOptional(),
  tools: list(ToolSchema, 50).exactOptional(),
});

/** About 10,000 tokens, and as much of the planner's attention. */
const mostPromptChars = 40_000;
