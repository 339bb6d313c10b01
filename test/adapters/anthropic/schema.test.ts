import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { structuredOutputSchema } from '../../../src/adapters/anthropic/schema.js';
import {
  AnswerReviewSchema,
  InterpretationSchema,
  ReviewSchema,
} from '../../../src/domain/interpretation-schema.js';
import { planSchema } from '../../../src/domain/plan-schema.js';

const binding = z.strictObject({
  kind: z.enum(['text', 'null', 'cell', 'column']),
  value: z.string(),
  step: z.string(),
  column: z.string(),
});
const tools = [
  { name: 'fetch_schema', input: z.strictObject({ tables: z.array(z.string()).max(20) }) },
  {
    name: 'execute_query',
    input: z.strictObject({
      sql: z.string().min(1).describe('One SELECT'),
      params: z.array(binding),
      period: z.strictObject({ from: z.string(), to: z.string() }),
      limit: z.int().min(0),
    }),
  },
  {
    name: 'format_results',
    input: z.strictObject({ step: z.string(), as: z.enum(['table', 'bar', 'line', 'number']) }),
  },
];

describe('what Claude is asked for obeys the limits of structured outputs', () => {
  for (const [name, schema] of [
    ['a plan with three tools', planSchema(tools)],
    ['a plan with one tool', planSchema(tools.slice(0, 1))],
    ['an interpretation', InterpretationSchema],
    ['a review', ReviewSchema],
    ['a review of a text', AnswerReviewSchema],
  ] as const) {
    it(name, () => {
      const sent = structuredOutputSchema(z.toJSONSchema(schema));
      assert.deepEqual(problems(sent), []);
      const unions = JSON.stringify(sent).match(/"anyOf":/g) ?? [];
      assert.ok(unions.length <= 8, `${unions.length} unions`);
    });
  }
});

it('a bound that structured outputs ignore becomes words, and one that says nothing goes', () => {
  const sent = structuredOutputSchema(
    z.toJSONSchema(
      z.strictObject({ limit: z.int().min(0), any: z.int(), id: z.string().regex(/^a$/) }),
    ),
  );
  assert.deepEqual(sent['properties'], {
    limit: { type: 'integer', description: '{minimum: 0}' },
    any: { type: 'integer' },
    id: { type: 'string', description: '{pattern: "^a$"}' },
  });
});

describe('the check itself', () => {
  for (const [name, schema] of [
    ['an optional field', z.strictObject({ a: z.string().optional() })],
    ['a nullable field', z.strictObject({ a: z.string().nullable() })],
    [
      'a record, which becomes an object that can hold nothing',
      z.strictObject({ a: z.record(z.string(), z.int()) }),
    ],
    [
      'recursion',
      z.strictObject({
        get a() {
          return z.array(recursive);
        },
      }),
    ],
  ] as const) {
    it(`finds ${name}`, () => {
      assert.notDeepEqual(problems(structuredOutputSchema(z.toJSONSchema(schema))), []);
    });
  }
});

const recursive: z.ZodType = z.strictObject({
  get again() {
    return z.array(recursive);
  },
});

const allowed = new Set([
  'type',
  'title',
  'description',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minItems',
  'enum',
  'const',
  'anyOf',
  'format',
]);

/** Everything in a schema that the API refuses or quietly fails to enforce, with where it is. */
function problems(schema: unknown, where = '$'): string[] {
  assert.ok(typeof schema === 'object' && schema !== null, where);
  const node: Record<string, unknown> = { ...schema };
  const found = Object.keys(node)
    .filter((keyword) => !allowed.has(keyword))
    .map((keyword) => `${where}: ${keyword}`);
  if (node['type'] === 'null' || Array.isArray(node['type'])) found.push(`${where}: nullable`);
  if (Array.isArray(node['enum']) && node['enum'].includes(null)) found.push(`${where}: nullable`);
  if (node['type'] === 'object') {
    const properties: Record<string, unknown> = { ...Object(node['properties']) };
    const required: unknown[] = Array.isArray(node['required']) ? node['required'] : [];
    if (node['additionalProperties'] !== false) found.push(`${where}: open`);
    if (Object.keys(properties).length === 0) found.push(`${where}: can hold nothing`);
    for (const [name, property] of Object.entries(properties)) {
      if (!required.includes(name)) found.push(`${where}.${name}: optional`);
      found.push(...problems(property, `${where}.${name}`));
    }
  }
  if (node['items'] !== undefined) found.push(...problems(node['items'], `${where}[]`));
  if (Array.isArray(node['anyOf'])) {
    found.push(...node['anyOf'].flatMap((part, at) => problems(part, `${where}|${at}`)));
  }
  return found;
}
