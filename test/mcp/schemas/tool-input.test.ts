import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { toolInput } from '../../../src/mcp/schemas/tool-input.js';

const input = toolInput({ as_of: z.string().optional() });

test("a name as the API has it is taken for the tool's own", () => {
  assert.deepEqual(input.parse({ asOf: '2026-09-30' }), { as_of: '2026-09-30' });
});

for (const both of [
  { as_of: '2026-09-30', asOf: '2026-09-29' },
  { asOf: '2026-09-29', as_of: '2026-09-30' },
]) {
  test(`of two days in ${Object.keys(both).join(' and ')} none is chosen`, () => {
    const { error } = input.safeParse(both);
    assert.deepEqual(
      error?.issues.map(({ message }) => message),
      ['Unrecognized key: "asOf"'],
    );
  });
}
