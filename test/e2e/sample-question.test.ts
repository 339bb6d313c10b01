import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import type { Answer, RunEvent, RunHandle } from '../../src/client.js';
import { generateSample } from '../../src/embedded/sample/index.js';
import { sampleTruth } from '../embedded/sample/sample-truth.js';
import { startStack, type Stack } from '../stack.js';
import { AnswerShape } from './answer-shape.js';
import { callsOf, loggedAttempts, patient } from './watching.js';

let stack: Stack;
let handle: RunHandle;
let answer: Answer;
let events: RunEvent[];

const question = 'Show me revenue by region for Q4 2025, and how it compares with Q3';

before(async () => {
  stack = await startStack();
  await stack.worker();
  handle = await stack.surefoot.ask(question, { id: 'sample', asOf: stack.asOf, bounds: patient });
  answer = await handle.result();
  events = [];
  for await (const event of handle.events()) events.push(event);
});
after(() => stack.close());

test('the answer is whole: every field of the design, and no other', () => {
  AnswerShape.parse(answer);
  assert.equal(answer.status, 'answered');
  assert.equal(answer.runId, 'sample');
  assert.equal(answer.question, question);
  assert.equal(answer.asOf, '2026-09-30');
  assert.equal(answer.planner, 'offline');
  assert.deepEqual(answer.warnings, []);
  assert.equal(answer.verification.verdict, 'confirmed');
  assert.ok(answer.verification.checks.every(({ passed }) => passed));
  assert.deepEqual(
    answer.steps.map(({ id, tool, status, rung, attempts }) => [id, tool, status, rung, attempts]),
    [
      ['revenue', 'execute_query', 'succeeded', 'live', 1],
      ['revenue_before', 'execute_query', 'succeeded', 'live', 1],
      ['chart', 'format_results', 'succeeded', 'live', 1],
    ],
  );
});

test('its figures are what the generator adds up to, without SQL', () => {
  const truth = sampleTruth(generateSample());
  const q4 = truth.revenueUsd({ from: '2025-10-01', to: '2026-01-01', by: 'region' });
  const q3 = truth.revenueUsd({ from: '2025-07-01', to: '2025-10-01', by: 'region' });
  const [total, before] = [totalCents(q4), totalCents(q3)];

  assert.deepEqual(
    Object.fromEntries(answer.data?.rows ?? []),
    Object.fromEntries([...q4].map(([region, revenue]) => [region ?? '(unknown)', revenue])),
  );
  const value = (name: string) => answer.figures.find((figure) => figure.name === name)?.value;
  assert.equal(value('revenue_total'), dollars(total));
  assert.equal(value('revenue_total_before'), dollars(before));
  assert.equal(value('revenue_first_value'), q4.get('North America'));
  const growthE9 = ((total - before) * 1_000_000_000n) / before;
  assert.equal(value('revenue_total_growth')?.slice(0, 11), `0.${growthE9}`);
});

test('every figure of the answer stands in its text and points to cells', () => {
  for (const { name, display, from } of answer.figures) {
    assert.ok(answer.text.includes(display), `${name} (${display}) in: ${answer.text}`);
    assert.notEqual(from.length, 0, name);
  }
});

test('its events are numbered without a gap and tell the run from start to answer', () => {
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index + 1),
  );
  assert.equal(events[0]?.kind, 'run.started');
  assert.equal(events.at(-1)?.kind, 'answered');
  const counts = new Map<string, number>();
  for (const { kind } of events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  assert.deepEqual(Object.fromEntries(counts), {
    'run.started': 1,
    'plan.made': 1,
    'step.started': 3,
    'step.finished': 3,
    'attempt.finished': 7,
    verified: 1,
    answered: 1,
  });
});

test('each attempt in the history has exactly one row in the tool-call log', async () => {
  const { events: history = [] } = await historyOf();
  const attempts = (history ?? []).flatMap(({ activityTaskStartedEventAttributes: started }) => {
    const scheduled = history?.find(({ eventId }) => eventId?.eq(started?.scheduledEventId ?? -1));
    const id = scheduled?.activityTaskScheduledEventAttributes?.activityId;
    return id === undefined ? [] : [`${id}.${started?.attempt}`];
  });
  const logged = await loggedAttempts(stack, 'sample');
  assert.equal(attempts.length, 7);
  assert.deepEqual([...logged.keys()].toSorted(), attempts.toSorted());
  assert.deepEqual([...new Set(logged.values())], ['success']);
});

test('Claude is called three times, and only twice while everything else waits', async () => {
  const calls = callsOf(stack, 'sample');
  assert.deepEqual(calls.map(({ role }) => role).toSorted(), [
    'interpreter',
    'planner',
    'reviewer',
  ]);
  assert.equal(answer.usage.claudeCalls, 3);

  const { events: history } = await historyOf();
  const commands = (history ?? []).map((event) => event.activityTaskScheduledEventAttributes);
  const taskOf = (id: string) =>
    commands
      .find((command) => command?.activityId === id)
      ?.workflowTaskCompletedEventId?.toString();
  assert.equal(taskOf('review.1'), taskOf('revenue-1'), 'the review is scheduled with the steps');
});

test('the history stays within 60 events and 64 KiB', async () => {
  const { historyLength, historySize = Infinity } = await stack.temporal.workflow
    .getHandle(handle.workflowId)
    .describe();
  assert.ok(historyLength <= 60, `${historyLength} events`);
  assert.ok(historySize <= 64 * 1024, `${historySize} bytes`);
});

test('the workflow’s own result holds no rows', async () => {
  const result: unknown = await stack.temporal.workflow.getHandle(handle.workflowId).result();
  assert.equal(z.object({ data: z.null() }).safeParse(result).success, true);
});

async function historyOf() {
  return await stack.temporal.workflow.getHandle(handle.workflowId).fetchHistory();
}

function totalCents(truth: ReadonlyMap<string | null, string>): bigint {
  return [...truth.values()].reduce((sum, text) => sum + BigInt(text.replace('.', '')), 0n);
}

function dollars(cents: bigint): string {
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}
