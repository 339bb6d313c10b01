import { z } from 'zod';
import { toolName, type AnyTool } from '../tools/registry.js';
import type { Problem } from './parts.js';

/**
 * A tool as code hands it over: held to what only its author can mend, and passed on as the object it is. What Claude
 * is asked for by is checked here, too: the API would refuse every question otherwise.
 */
export const ToolSchema = z.custom<AnyTool>().superRefine((tool, context) => {
  for (const [path, message] of problemsOf(tool)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});

function problemsOf(tool: unknown): Problem[] {
  if (typeof tool !== 'object' || tool === null) return [[[], 'must be a tool of defineTool']];
  const { name, description, input, output, run } = tool as Readonly<Record<string, unknown>>;
  return [
    ...(typeof name === 'string' && toolName.test(name)
      ? []
      : [[['name'], `must match ${toolName.source}`] as const]),
    ...(typeof description === 'string' && description.trim() !== ''
      ? []
      : [[['description'], 'must say in words for Claude what the tool does'] as const]),
    ...(typeof run === 'function' ? [] : [[['run'], 'must be a function'] as const]),
    ...(isSchema(output) ? [] : [[['output'], notSchema] as const]),
    ...(isSchema(input) ? inputProblems(input) : [[['input'], notSchema] as const]),
  ];
}

const notSchema = 'must be a schema of zod 4, such as z.strictObject({ … })';

function isSchema(value: unknown): value is z.ZodType {
  return typeof value === 'object' && value !== null && '_zod' in value && 'safeParse' in value;
}

/** Structured outputs ask for objects whose every field is required, and no other fields. */
function inputProblems(input: z.ZodType): Problem[] {
  try {
    const schema: JsonSchema = z.toJSONSchema(input, { io: 'input' });
    if (schema.type !== 'object') return [[['input'], 'must be an object: z.strictObject({ … })']];
    return openPlaces(schema, ['input']);
  } catch {
    return [[['input'], 'cannot be written as JSON Schema: use no transforms, dates or functions']];
  }
}

/** As much of JSON Schema as zod writes for what a tool may ask for. */
interface JsonSchema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
}

function openPlaces(schema: JsonSchema, path: Problem[0]): Problem[] {
  const { type, properties = {}, required = [], additionalProperties, items } = schema;
  if (type === 'array') {
    return typeof items === 'object' && items !== null ? openPlaces(items, path) : [];
  }
  if (type !== 'object') return [];
  const fields = Object.entries(properties);
  return [
    ...(additionalProperties === false
      ? []
      : [
          [path, 'must be a z.strictObject: Claude is asked for its fields and no others'] as const,
        ]),
    ...fields.flatMap(([name, field]): Problem[] => {
      const at = [...path, name];
      if (!required.includes(name)) {
        return [[at, 'must be required: Claude gives "", 0 or [] where there is nothing']];
      }
      return typeof field === 'object' ? openPlaces(field, at) : [];
    }),
  ];
}
