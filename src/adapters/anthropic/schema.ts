import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import { ToolFailure } from '../../domain/failure.js';

type JsonSchema = Readonly<Record<string, unknown>>;

/** Schemas are few, and the same objects call after call. */
const known = new WeakMap<JsonSchema, Record<string, unknown>>();

/** What `transformed` makes of a schema, remembered for as long as the schema is. */
export function structuredOutputSchema(schema: JsonSchema): Record<string, unknown> {
  const result = known.get(schema) ?? transformed(schema);
  known.set(schema, result);
  return result;
}

/**
 * Puts a JSON Schema into the subset that structured outputs enforce; what the subset lacks (lengths, ranges,
 * patterns) moves into descriptions, where Claude reads it. @throws ToolFailure where a part has no type.
 */
function transformed(schema: JsonSchema): Record<string, unknown> {
  try {
    return transformJSONSchema(withoutSafeIntegerBounds(schema));
  } catch (error) {
    throw new ToolFailure(
      {
        error: 'claude_bad_schema',
        class: 'permanent',
        message:
          'The schema for Claude has a part without a type, which structured outputs cannot enforce.',
        suggestion: "Give every field of the tools' inputs a type: no any, no unknown, no record.",
      },
      { cause: error },
    );
  }
}

/** Zod bounds every integer by what a double holds; as a description that would be noise in each prompt. */
function withoutSafeIntegerBounds(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema, function (this: JsonSchema, key, value: unknown) {
    const noise =
      this['type'] === 'integer' &&
      ((key === 'minimum' && value === Number.MIN_SAFE_INTEGER) ||
        (key === 'maximum' && value === Number.MAX_SAFE_INTEGER));
    return noise ? undefined : value;
  });
  const copy: JsonSchema = JSON.parse(text);
  return copy;
}
