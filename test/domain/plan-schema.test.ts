import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { GenericPlan, planSchema } from '../../src/domain/plan-schema.js';
import { planned } from './builders.js';

const query = {
  name: 'execute_query',
  input: z.strictObject({ sql: z.string(), params: z.array(z.string()) }),
};
const format = { name: 'format_results', input: z.strictObject({ step: z.string() }) };
const none = { question: '', options: [] };
const planOf = (steps: readonly unknown[]) => ({ intent: 'x', clarification: none, steps });

test('a plan of the registered tools fits', () => {
  const plan = planOf([
    planned({ id: 'a' }),
    planned({ id: 'b', tool: 'format_results', input: { step: 'a' } }),
  ]);
  assert.equal(planSchema([query, format]).safeParse(plan).success, true);
  assert.equal(GenericPlan.safeParse(plan).success, true);
});

test('a plan with 13 steps does not fit the schema that Claude gets', () => {
  const steps = Array.from({ length: 13 }, (_, index) => planned({ id: `s${index}` }));
  assert.equal(planSchema([query]).safeParse(planOf(steps.slice(1))).success, true);
  assert.equal(planSchema([query]).safeParse(planOf(steps)).success, false);
});

test('the parse that comes first leaves the count to the rules, which say it better', () => {
  const steps = Array.from({ length: 13 }, (_, index) => planned({ id: `s${index}` }));
  assert.equal(GenericPlan.safeParse(planOf(steps)).success, true);
});

test('an unknown tool is for the rules to find, not a mismatch of every variant', () => {
  const plan = planOf([planned({ id: 'a', tool: 'drop_tables' })]);
  assert.equal(GenericPlan.safeParse(plan).success, true);
  assert.equal(planSchema([query, format]).safeParse(plan).success, false);
});

for (const id of ['', 'A', '1a', 'a-b', 'a b', '_a', 'é', 'a'.repeat(33)]) {
  test(`'${id}' is no step id`, () => {
    assert.equal(GenericPlan.safeParse(planOf([planned({ id })])).success, false);
  });
}

test('a field too many, or one too few, is refused', () => {
  const { heavy: _, ...less } = planned({ id: 'a' });
  assert.equal(GenericPlan.safeParse(planOf([less])).success, false);
  assert.equal(
    GenericPlan.safeParse(planOf([{ ...planned({ id: 'a' }), more: 1 }])).success,
    false,
  );
  assert.equal(GenericPlan.safeParse({ ...planOf([]), more: 1 }).success, false);
});

test('a clarification of blanks asks nothing', () => {
  const plan = { ...planOf([]), clarification: { question: ' \n', options: [' ', 'Revenue? '] } };
  assert.deepEqual(GenericPlan.parse(plan).clarification, { question: '', options: ['Revenue?'] });
});

test('no tools at all is an error that says what to do', () => {
  assert.throws(() => planSchema([]), /register at least one/);
});

test('in the JSON Schema every field is required and none is open, nullable or optional', () => {
  const emitted: unknown = z.toJSONSchema(planSchema([query, format]));
  let unions = 0;
  walk(emitted, (node) => {
    if (node['type'] === 'object') {
      assert.equal(node['additionalProperties'], false);
      assert.deepEqual(
        Object.keys(node['properties'] as object).toSorted(),
        (node['required'] as string[]).toSorted(),
      );
    }
    assert.notEqual(node['type'], 'null');
    if ('anyOf' in node || 'oneOf' in node) unions += 1;
  });
  assert.equal(unions, 1);
});

function walk(node: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) visit(node as Record<string, unknown>);
  for (const child of Object.values(node)) walk(child, visit);
}
