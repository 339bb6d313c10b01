import type { z } from 'zod';
import { ConfigError } from './config-error.js';
import { crossProblems } from './cross-problems.js';
import type { SurefootConfig } from './define-config.js';
import { list, named, object, text, word } from './parts.js';
import { PolicySchema } from './policy-schema.js';
import { ToolSchema } from './tool-schema.js';
import { WarehouseSchema } from './warehouse-schema.js';

/** The configuration as its file has it. @throws ConfigError that names every place in it that needs a change */
export function checkConfig(config: unknown, source: string): SurefootConfig {
  const { data, error } = ConfigSchema.safeParse(config);
  if (data !== undefined) return data;
  throw badConfig(source, error.issues.flatMap(problemsOf));
}

function badConfig(source: string, problems: readonly string[]): ConfigError {
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

const PromptsSchema = object({
  glossary: named(text(80), text(500), 200).exactOptional(),
  metrics: named(
    text(80),
    object({
      definition: text(600),
      sql: text(2_000).exactOptional(),
      unit: text(20).exactOptional(),
      warehouse: word.exactOptional(),
    }),
    100,
  ).exactOptional(),
  examples: list(
    object({ question: text(500), sql: text(4_000), warehouse: word.exactOptional() }),
    50,
  ).exactOptional(),
}).refine((prompts) => JSON.stringify(prompts).length <= mostPromptChars, {
  error: 'must have at most 40000 characters in all: each question pays for them',
});

const ConfigSchema: z.ZodType<SurefootConfig> = object({
  prompts: PromptsSchema.exactOptional(),
  tools: list(ToolSchema, 50).exactOptional(),
  policies: named(text(64), PolicySchema, 100).exactOptional(),
  warehouses: named(word, WarehouseSchema, 16)
    .refine((warehouses) => Object.keys(warehouses).length > 0, 'must name at least one')
    .exactOptional(),
}).superRefine((config, context) => {
  for (const [path, message] of crossProblems(config)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});

/** About 10,000 tokens, and as much of the planner's attention. */
const mostPromptChars = 40_000;
