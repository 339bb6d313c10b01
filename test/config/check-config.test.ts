import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { checkConfig } from '../../src/config/check-config.js';
import { ConfigError } from '../../src/config.js';
import { defineTool } from '../../src/tools/define-tool.js';

const tool = defineTool({
  name: 'crm.owner',
  description: 'Who looks after a customer.',
  input: z.strictObject({ customer: z.string() }),
  output: z.strictObject({ owner: z.string() }),
  run: () => Promise.resolve({ owner: 'Ada' }),
});
const ownTools = 'execute_query, fetch_schema, format_results';
const url = { env: 'SALES_URL' };
const two = {
  warehouses: { sales: { url, description: 'Orders.' }, crm: { url, description: 'Owners.' } },
};
const site = { warehouse: z.string() };
const withInput = (input: unknown) => ({ tools: [{ ...tool, input }] });

for (const [config, ...problems] of [
  [undefined, 'the default export must be an object.'],
  [{ promts: {} }, 'promts is nothing that Surefoot knows.'],
  [{ prompts: { glossary: ['a'] } }, 'prompts.glossary must be an object of names.'],
  [
    { prompts: { glossary: { 'active customer': 7, VIP: '' } } },
    'prompts.glossary["active customer"] must be a text of 1 to 500 characters.',
    'prompts.glossary.VIP must be a text of 1 to 500 characters.',
  ],
  [
    { prompts: { glossary: { ['x'.repeat(81)]: 'long' } } },
    `prompts.glossary.${'x'.repeat(81)} must be a text of 1 to 80 characters.`,
  ],
  [
    { prompts: { metrics: { revenue: { definition: 'Net.', formula: 'sum(x)' } } } },
    'prompts.metrics.revenue.formula is nothing that Surefoot knows.',
  ],
  [
    { prompts: { metrics: { revenue: {} } } },
    'prompts.metrics.revenue.definition must be a text of 1 to 600 characters.',
  ],
  [
    { prompts: { examples: [{ question: 'How many?', sql: 'select 1' }, { question: 'And?' }] } },
    'prompts.examples[1].sql must be a text of 1 to 4000 characters.',
  ],
  [
    {
      prompts: {
        examples: Array.from({ length: 40 }, () => ({ question: 'How?', sql: 'x'.repeat(1_200) })),
      },
    },
    'prompts must have at most 40000 characters in all: each question pays for them.',
  ],
  [{ tools: tool }, 'tools must be a list.'],
  [{ tools: ['crm.owner'] }, 'tools[0] must be a tool of defineTool.'],
  [
    { tools: [{ ...tool, name: 'Owner', run: undefined }] },
    'tools[0].name must match ^[a-z][a-z0-9_.]{1,63}$.',
    'tools[0].run must be a function.',
  ],
  [
    { tools: [{ ...tool, output: 'text' }] },
    'tools[0].output must be a schema of zod 4, such as z.strictObject({ … }).',
  ],
  [withInput(z.string()), 'tools[0].input must be an object: z.strictObject({ … }).'],
  [
    withInput(z.strictObject({ since: z.date() })),
    'tools[0].input cannot be written as JSON Schema: use no transforms, dates or functions.',
  ],
  [
    withInput(z.strictObject({ page: z.strictObject({ size: z.number().optional() }) })),
    'tools[0].input.page.size must be required: Claude gives "", 0 or [] where there is nothing.',
  ],
  [
    withInput(z.object({ city: z.string() }).loose()),
    'tools[0].input must be a z.strictObject: Claude is asked for its fields and no others.',
  ],
  [{ policies: { wheather: {} } }, `policies.wheather must name one of the tools ${ownTools}.`],
  [
    { policies: { execute_query: { timeoutMs: 0, ladder: ['cache'], breaker: { failures: 3 } } } },
    'policies.execute_query.timeoutMs must be a whole number from 1 to 3600000.',
    'policies.execute_query.breaker.cooldownMs must be a whole number from 1 to 86400000.',
    'policies.execute_query.ladder[0] must be one of stale_cache, simplified, sample.',
  ],
  [{ tools: [tool, tool] }, 'tools[1].name must not be crm.owner, which is taken.'],
  [
    {
      tools: [
        { ...tool, name: 'execute_query' },
        { ...tool, name: 'plan' },
      ],
    },
    'tools[0].name must not be execute_query, which is taken.',
    'tools[1].name must not be plan, which is taken.',
  ],
  [{ warehouses: {} }, 'warehouses must name at least one.'],
  [
    { warehouses: { Sales: { url } } },
    'warehouses.Sales must be a name of at most 32 lower-case letters, digits and _.',
  ],
  [
    { warehouses: { sales: { url: 'postgres://reader:hunter2@db/sales' } } },
    "warehouses.sales.url must not be written here: name a variable of the environment, as { env: 'SALES_URL' }, or give a function.",
  ],
  [
    { warehouses: { sales: { url: { env: 'SALES URL' } } } },
    "warehouses.sales.url must be { env: 'SALES_URL' }, which names a variable of the environment, or a function.",
  ],
  [
    { warehouses: { sales: { url, pool: 2, tables: ['a b(c'], pii: ['customers'] } } },
    'warehouses.sales.pool must be a whole number from 3 to 500.',
    'warehouses.sales.tables[0] must be a table such as crm.people(id, region).',
    'warehouses.sales.pii[0] must name columns, such as customers(email, phone).',
  ],
  [
    { warehouses: { sales: { url, description: 'Orders.' }, crm: { url } } },
    'warehouses.crm.description must say what is in it, since there are several.',
  ],
  [
    { ...two, prompts: { examples: [{ question: 'How many?', sql: 'select 1' }] } },
    'prompts.examples[0].warehouse must be one of the warehouses sales, crm.',
  ],
  [
    { ...two, prompts: { metrics: { revenue: { definition: 'Net.', warehouse: 'desk' } } } },
    'prompts.metrics.revenue.warehouse must be one of the warehouses sales, crm.',
  ],
  [
    { ...two, tools: [{ ...tool, usesWarehouse: true, input: z.strictObject(site) }] },
    'tools[0].input must be a z.strictObject without a field warehouse, which is added where there are several warehouses.',
  ],
] as const) {
  test(`it says where and what: ${problems[0].slice(0, 90)}`, () => {
    assert.throws(
      () => checkConfig(config, 'surefoot.config.ts'),
      (error) => {
        assert.ok(error instanceof ConfigError);
        const [first = '', ...lines] = error.message.split('\n');
        assert.match(first, /^surefoot\.config\.ts needs a change/);
        assert.deepEqual(
          lines.map((line) => line.trim()),
          problems,
        );
        return true;
      },
    );
  });
}

test('a tool goes through as the object that it is', () => {
  assert.equal(checkConfig({ tools: [tool] }, 'here').tools?.[0], tool);
});
