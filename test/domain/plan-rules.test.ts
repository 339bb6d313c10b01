import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Step } from '../../src/domain/plan.js';
import { structureFindings } from '../../src/domain/plan-rules.js';
import { planned } from './builders.js';

const known: Parameters<typeof structureFindings>[1] = {
  finished: [],
  taken: [],
  toolNames: ['execute_query', 'format_results'],
};
const codes = (steps: readonly Step[], more: Partial<typeof known> = {}): string[] =>
  structureFindings(steps, { ...known, ...more }).map(({ code }) => code);

const query = (id: string, params: unknown[] = [], dependsOn: string[] = []): Step =>
  planned({ id, dependsOn, input: { sql: 'select 1', params } });
const cell = (step: string) => ({ kind: 'cell', value: '', step, column: 'region' });

test('a sound plan has no findings', () => {
  const steps = [
    query('revenue'),
    query('best', [cell('revenue')], ['revenue']),
    planned({
      id: 'chart',
      tool: 'format_results',
      dependsOn: ['revenue'],
      input: { step: 'revenue', as: 'bar', x: 'region', y: 'revenue' },
    }),
  ];
  assert.deepEqual(codes(steps), []);
});

test('an empty plan is a finding', () => {
  assert.deepEqual(codes([]), ['empty_plan']);
});

test('twelve steps are allowed, thirteen are not', () => {
  const steps = Array.from({ length: 13 }, (_, index) => query(`step_${index}`));
  assert.deepEqual(codes(steps.slice(1)), []);
  assert.deepEqual(codes(steps), ['too_many_steps']);
  assert.match(structureFindings(steps, known)[0]?.what ?? '', /13 steps/);
});

test('an unknown tool names those there are', () => {
  const [finding] = structureFindings([planned({ id: 'a', tool: 'drop_tables' })], known);
  assert.equal(finding?.code, 'unknown_tool');
  assert.equal(finding?.where, 'step a');
  assert.match(finding?.fix ?? '', /execute_query, format_results/);
});

test('two steps of one id are one finding', () => {
  assert.deepEqual(codes([query('a'), query('a')]), ['duplicate_id']);
});

test('the id of a finished step cannot be taken, and can be depended on', () => {
  const more = { finished: ['revenue'], taken: ['revenue', 'refused'] };
  assert.deepEqual(codes([query('revenue')], more), ['finished_id']);
  assert.deepEqual(codes([query('refused')], more), ['finished_id']);
  assert.deepEqual(codes([query('next', [cell('revenue')], ['revenue'])], more), []);
  assert.deepEqual(codes([query('next', [], ['refused'])], more), ['missing_dependency']);
});

test('an id that every object has as a property is refused', () => {
  assert.deepEqual(codes([query('constructor')]), ['reserved_id']);
});

test('a step that is not there cannot be depended on', () => {
  assert.deepEqual(codes([query('a', [], ['gone'])]), ['missing_dependency']);
});

test('what a step reads from, it must depend on', () => {
  const steps = [query('a'), query('b', [cell('a')])];
  const [finding] = structureFindings(steps, known);
  assert.equal(finding?.code, 'unbound_reference');
  assert.equal(finding?.fix, 'Add a to dependsOn.');

  const column = query('b', [{ kind: 'column', value: '', step: 'a', column: 'region' }]);
  assert.deepEqual(codes([query('a'), column]), ['unbound_reference']);
  const chart = planned({ id: 'c', tool: 'format_results', input: { step: 'a' } });
  assert.deepEqual(codes([query('a'), chart]), ['unbound_reference']);
});

test('a text parameter reads from no step, whatever it says', () => {
  const text = { kind: 'text', value: 'a', step: 'a', column: '' };
  assert.deepEqual(codes([query('a'), query('b', [text])]), []);
});

test('a step cannot expect more rows at least than at most, and a bound of 0 is none', () => {
  const expecting = (minRows: number, maxRows: number): Step => {
    const step = query('a');
    return { ...step, expect: { ...step.expect, minRows, maxRows } };
  };
  const [finding] = structureFindings([expecting(5, 4)], known);
  assert.equal(finding?.code, 'impossible_expectation');
  assert.match(finding?.what ?? '', /at least 5 rows and at most 4/);
  for (const [minRows, maxRows] of [
    [5, 5],
    [5, 0],
    [0, 4],
  ] as const)
    assert.deepEqual(codes([expecting(minRows, maxRows)]), []);
});

test('a binding that names no step says so', () => {
  const [finding] = structureFindings([query('a', [cell('')])], known);
  assert.match(finding?.what ?? '', /reads from no step/);
});

test('a step that waits for itself is a cycle', () => {
  assert.deepEqual(codes([query('a', [], ['a'])]), ['cyclic_dependency']);
});

test('a cycle names the steps that wait for each other, and no other', () => {
  const steps = [
    query('free'),
    query('a', [], ['b']),
    query('b', [], ['a', 'free']),
    query('after', [], ['b']),
  ];
  const [finding] = structureFindings(steps, known);
  assert.equal(finding?.what, 'These steps wait for each other: a, b.');
});

test('all findings come at once', () => {
  const steps = [
    query('a', [cell('z')], ['gone']),
    planned({ id: 'a', tool: 'nope' }),
    query('b', [], ['b']),
  ];
  assert.deepEqual(codes(steps).toSorted(), [
    'cyclic_dependency',
    'duplicate_id',
    'missing_dependency',
    'unbound_reference',
    'unknown_tool',
  ]);
});

const graphs = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.array(fc.array(fc.integer({ min: 0, max: size - 1 }), { maxLength: 4 }), {
    minLength: size,
    maxLength: size,
  }),
);

test('there is a finding about a cycle exactly where there is a cycle', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const steps = graph.map((edges, index) =>
        query(
          `s${index}`,
          [],
          edges.map((edge) => `s${edge}`),
        ),
      );
      assert.equal(codes(steps).includes('cyclic_dependency'), hasCycle(graph));
    }),
    { numRuns: 500 },
  );
});

/** By depth first search, unlike the rule. */
function hasCycle(graph: readonly (readonly number[])[]): boolean {
  const state: ('open' | 'closed' | undefined)[] = [];
  const visit = (node: number): boolean => {
    if (state[node] === 'open') return true;
    if (state[node] === 'closed') return false;
    state[node] = 'open';
    const found = (graph[node] ?? []).some(visit);
    state[node] = 'closed';
    return found;
  };
  return graph.some((_, node) => visit(node));
}

test('whatever stands in an input, the rules give findings and no exception', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          id: fc.constantFrom('a', 'b', 'constructor'),
          tool: fc.string(),
          dependsOn: fc.array(fc.constantFrom('a', 'b', 'c')),
          input: fc.oneof(
            fc.dictionary(fc.string(), fc.jsonValue()),
            fc.record({ sql: fc.string(), params: fc.array(fc.jsonValue()) }),
            fc.record({ step: fc.jsonValue() }),
            fc.record({
              sql: fc.string(),
              params: fc.array(
                fc.record({ kind: fc.constantFrom('cell', 'column'), step: fc.jsonValue() }),
              ),
            }),
          ),
        }),
      ),
      (steps) => {
        for (const finding of structureFindings(steps.map(planned), known)) {
          for (const part of Object.values(finding)) {
            assert.doesNotMatch(String(part), /undefined|\[object Object\]/);
          }
        }
      },
    ),
  );
});
