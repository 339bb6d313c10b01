import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInput } from '../../src/client/run-input.js';
import { inputProblem } from '../../src/domain/input-problem.js';

const input = runInput('Revenue?', { id: 'r1' });

test('what startOptions makes is an input, also once it was JSON and in background', () => {
  assert.equal(inputProblem(input), undefined);
  const critical = runInput('Revenue?', { background: true, critical: true });
  assert.equal(inputProblem(JSON.parse(JSON.stringify(critical))), undefined);
});

for (const [name, wrong, first] of [
  ['nothing', undefined, 'runId is no string, and 23 more'],
  ['null', null, 'runId is no string, and 23 more'],
  ['a bare question', 'Revenue?', 'runId is no string, and 23 more'],
  ['an empty object', {}, 'runId is no string, and 23 more'],
  ['a question as text', { ...input, question: 'Revenue?' }, 'question.text is no string, and 6'],
  ['no bounds', { ...input, bounds: undefined }, 'bounds.planRepairs is no number, and 8 more'],
  ['no limits', { ...input, limits: null }, 'limits is no object'],
  ['a number for an id', { ...input, runId: 7 }, 'runId is no string'],
] as const) {
  test(`${name} is none, and what is wrong is said with what to do`, () => {
    const problem = inputProblem(wrong) ?? '';
    assert.ok(problem.startsWith(`This is not the input of a run (${first}`), problem);
    assert.match(problem, /: start it with what `startOptions\(question\)` [^\n]+\.$/);
  });
}
