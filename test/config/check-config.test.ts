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
