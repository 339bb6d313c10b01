import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { defineTool, ToolFailure } from '../../src/tools/define-tool.js';
import { startStack, type Stack } from '../stack.js';
import { cellFigure, plan, says, scriptFile, step } from './scripts.js';
import { answerTo, loggedAttempts, rolesOf } from './watching.js';

const input = z.strictObject({ city: z.string() });
const output = z.strictObject({ city: z.string(), degrees: z.number() });
const aborted: string[] = [];

const tools = [
  defineTool({
    name: 'weather',
    description: 'The temperature in a city.',
    input,
    output,
    run: ({ city }) => Promise.resolve({ city, degrees: 21.5 }),
  }),
  defineTool({
    name: 'weather.throws',
    description: 'Throws a string.',
    input,
    output,
    run: () => {
      // eslint-disable-next-line no-throw-literal -- what a user's tool may do
      throw 'the sky is falling';
    },
  }),
  defineTool({
    name: 'weather.breaks',
    description: 'Throws an error that tells too much.',
    input,
    output,
    run: () => Promise.reject(new RangeError('key hunter2', { cause: new Error('hunter2') })),
  }),
  defineTool({
    name: 'weather.refuses',
    description: 'Says itself what is wrong.',
    input,
    output,
    run: ({ city }) => {
      const cause = new Error('key hunter2');
      const message = `${city} is closed today.`;
      throw new ToolFailure({ error: 'closed', class: 'permanent', message }, { cause });
    },
  }),
  defineTool({
    name: 'weather.lies',
    description: 'Returns something else than it says.',
    input,
    output,
    run: ({ city }) =>
      Promise.resolve({ city, degrees: 'warm' } as unknown as { city: string; degrees: number }),
  }),
  defineTool({
    name: 'weather.sleeps',
    description: 'Never returns.',
    input,
    output,
    policy: { timeoutMs: 1_000 },
    run: (_, { signal }) =>
      new Promise(() => {
        signal.addEventListener('abort', () => aborted.push('weather.sleeps'));
      }),
  }),
  defineTool({
    name: 'weather.guesses',
    description: 'Never returns, and knows what it usually is.',
    input,
    output,
    policy: { timeoutMs: 1_000, ladder: ['stale_cache', 'sample', 'simplified'] },
    run: () => new Promise(() => {}),
    rungs: {
      simplified: ({ city }) =>
        Promise.resolve({ output: { city, degrees: 9 }, note: 'The usual for the season.' }),
    },
  }),
];

let stack: Stack;
const script = scriptFile();

before(async () => {
  stack = await startStack({ script: script.path });
  await stack.worker({ tools });
});
after(() => stack.close());

test('a user’s own tool is one literal: its output becomes rows, and its figures cells', async () => {
  const question = 'How warm is it in Oslo?';
  script.add(question, {
    planner: [plan([step('now', 'weather', { city: 'Oslo' })])],
    interpreter: [
      says(
        '{{degrees}} in {{city}}',
        cellFigure('degrees', 'now', 'degrees'),
        cellFigure('city', 'now', 'city'),
      ),
    ],
  });
  const answer = await answerTo(stack, question, { id: 'oslo' });
  assert.equal(answer.text, '21.5 in Oslo');
  assert.equal(answer.status, 'answered');
  assert.ok(!rolesOf(stack, 'oslo').includes('reviewer'), 'there is no query to review');
});

test('its input is checked when the plan is', async () => {
  const question = 'How warm is it nowhere?';
  script.add(question, {
    planner: [
      {
        text: JSON.stringify({
          intent: 'Weather',
          clarification: { question: '', options: [] },
          steps: [step('now', 'weather', { town: 'Oslo' })],
        }),
      },
    ],
  });
  const answer = await answerTo(stack, question, { id: 'bad-input' });
  assert.equal(answer.status, 'failed');
  assert.match(answer.text, /step now, input/);
  assert.deepEqual(rolesOf(stack, 'bad-input'), ['planner', 'planner', 'planner']);
});

/** Tools that misbehave, and what is said of each. */
const misbehaving = [
  ['weather.throws', 'escalated', 2, /^weather\.throws failed with a thrown string; its worker/],
  ['weather.breaks', 'escalated', 2, /^weather\.breaks failed with RangeError; its worker/],
  ['weather.refuses', 'failed', 1, /^Oslo is closed today\.$/],
  [
    'weather.lies',
    'failed',
    1,
    /^weather\.lies returned something else than its schema says, at degrees/,
  ],
  ['weather.sleeps', 'unavailable', 1, /^weather\.sleeps did not finish within \d+ ms\.$/],
] as const;

/** Everything that a history holds, payloads included. */
function textOf(history: object): string {
  return JSON.stringify(history, (key, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value,
  );
}

for (const [tool, status, attempts, says] of misbehaving) {
  test(`${tool} ends the run with one clear sentence`, async () => {
    const question = `How warm is it, says ${tool}?`;
    script.add(question, { planner: [plan([step('now', tool, { city: 'Oslo' })])] });
    const answer = await answerTo(stack, question, { id: tool });
    assert.equal(answer.status, status);
    assert.match(answer.text, says);
    assert.equal(answer.steps[0]?.attempts, attempts);
    const history = await stack.temporal.workflow
      .getHandle(`surefoot/default/${tool}`)
      .fetchHistory();
    assert.ok(textOf(history).includes('Oslo'));
    assert.ok(!textOf(history).includes('hunter2'), 'what others may read tells no secret');
    assert.equal((await loggedAttempts(stack, tool)).has(`now-1.${attempts}`), true);
  });
}

test('a tool may bring a rung of its own, and the answer says what it is', async () => {
  const question = 'How warm is it, about?';
  const planner = [plan([step('now', 'weather.guesses', { city: 'Oslo' })])];
  script.add(question, { planner });
  const answer = await answerTo(stack, question, { id: 'guessed' });
  assert.equal(answer.status, 'degraded');
  assert.equal(answer.steps[0]?.rung, 'simplified');
  const message =
    'Step now: The usual for the season. It stands in because weather.guesses did not answer in time.';
  assert.deepEqual(answer.warnings[0], { code: 'simplified', message });
  assert.deepEqual(
    [...(await loggedAttempts(stack, 'guessed'))].filter(([id]) => id.startsWith('now')),
    [
      ['now-1.1', 'timeout'],
      ['now-1-simplified.1', 'success'],
    ],
  );
});

test('a tool whose time is up is told to stop', () => {
  assert.deepEqual(aborted, ['weather.sleeps']);
});
