import { z } from 'zod';
import { structuredOutputSchema } from '../../../src/adapters/anthropic/schema.js';
import { writeBlock } from '../../../src/domain/blocks.js';
import { InterpretationSchema, ReviewSchema } from '../../../src/domain/interpretation-schema.js';
import { planSchema } from '../../../src/domain/plan-schema.js';
import type { Asked } from '../../../src/embedded/offline/asked.js';
import type { ClaudeRequest, Role } from '../../../src/ports.js';
import { QueryInputSchema } from '../../../src/tools/query-schemas.js';

/** The tools that every plan's schema offers, as far as the schema is concerned. */
export const tools = [
  { name: 'fetch_schema', input: z.strictObject({ tables: z.array(z.string()) }) },
  { name: 'execute_query', input: QueryInputSchema },
  {
    name: 'format_results',
    input: z.strictObject({
      step: z.string(),
      as: z.enum(['table', 'number', 'bar', 'line']),
      x: z.string(),
      y: z.string(),
    }),
  },
];

const schemas: Readonly<Record<Role, Record<string, unknown>>> = {
  planner: z.toJSONSchema(planSchema(tools)),
  reviewer: z.toJSONSchema(ReviewSchema),
  interpreter: z.toJSONSchema(InterpretationSchema),
  simplifier: z.toJSONSchema(z.strictObject({ sql: z.string() })),
};

/** The schema of a role's reply as it goes over the wire. */
export function wireSchema(role: Role): Record<string, unknown> {
  return structuredOutputSchema(schemas[role]);
}

export const asOf = '2026-09-30';

export function questionBlock(text: string, locale = 'en-US'): string {
  return writeBlock('question', { text, asOf, timeZone: 'UTC', locale });
}

/** A digest of the sample, with the values that a question may filter by. */
export const sampleDigest = {
  version: 'sample',
  tables: [
    table('regions', 'region_id', ['name', ['EMEA', 'North America', 'LATAM', 'APAC']]),
    table('channels', 'channel_id', ['name', ['web', 'store', 'partner', 'marketplace']]),
    table('categories', 'category_id', ['name', ['Electronics', 'Home & Kitchen', 'Grocery']]),
    table('products', 'product_id name category_id'),
    table('customers', 'customer_id name', [
      'segment',
      ['consumer', 'small business', 'enterprise'],
    ]),
    table('exchange_rates', 'currency month usd_per_unit'),
    {
      name: 'orders',
      columns: [
        ...columns('order_id customer_id region_id channel_id status currency'),
        {
          name: 'ordered_at',
          type: 'timestamptz',
          range: { from: '2024-01-01T00:05:00Z', to: '2026-09-30T23:50:00Z' },
        },
      ],
    },
    table('order_items', 'order_id line_no product_id quantity net_amount'),
    table('returns', 'order_id line_no returned_at refund_amount reason'),
  ],
};

function table(name: string, plain: string, withValues?: readonly [string, readonly string[]]) {
  const [column, values] = withValues ?? [];
  const valued = column === undefined ? [] : [{ name: column, type: 'text', values }];
  return { name, columns: [...columns(plain), ...valued] };
}

function columns(names: string) {
  return names.split(' ').map((name) => ({ name, type: 'text' }));
}

export function request(role: Role, texts: readonly string[], system = ''): ClaudeRequest {
  return {
    role,
    model: 'claude-sonnet-5-5',
    effort: 'low',
    maxTokens: 8_000,
    system: [
      { text: `You are the ${role}.`, cached: true },
      ...(system === '' ? [] : [{ text: system, cached: true }]),
    ],
    messages: texts.map((text, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', text })),
    schema: schemas[role],
  };
}

/** The planner's request for a question on the sample; more texts are Claude's reply and what followed it. */
export function planRequest(
  question: string,
  more: readonly string[] = [],
  digest: unknown = sampleDigest,
) {
  return request('planner', [questionBlock(question), ...more], writeBlock('schema', digest));
}

/** A request as the rules see it, without a server between. */
export function asked({ role, system, messages, model, maxTokens }: ClaudeRequest): Asked {
  const user = messages.filter((message) => message.role === 'user').map(({ text }) => text);
  return {
    role,
    run: 'r1',
    model,
    maxTokens,
    stream: true,
    system: system.map(({ text }) => text).join('\n'),
    turns: messages,
    user: user.join('\n'),
    question: '',
    schema: wireSchema(role),
  };
}
