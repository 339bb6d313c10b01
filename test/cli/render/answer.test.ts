import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, AnswerStep, Status } from '../../../src/domain/answer.js';
import { renderAnswer } from '../../../src/cli/render/answer.js';
import { exitCodes } from '../../../src/cli/render/status.js';
import { createStyle } from '../../../src/cli/render/style.js';

const step: AnswerStep = {
  id: 'revenue',
  tool: 'execute_query',
  status: 'succeeded',
  rung: 'live',
  attempts: 1,
  ms: 12,
  asOf: null,
  sql: 'select 1',
  rowCount: 1,
  truncated: false,
  resultId: 'r',
  ageSeconds: null,
  note: null,
  error: null,
};
const answered: Answer = {
  runId: 'run-1',
  question: 'Revenue?',
  asOf: '2026-09-30',
  timeZone: 'UTC',
  status: 'answered',
  text: 'Revenue was $1.23M.',
  intent: 'Revenue',
  figures: [],
  steps: [step],
  data: {
    step: 'revenue',
    columns: [{ name: 'revenue', type: 'numeric' }],
    rows: [['1234567.89']],
    rowCount: 1,
    truncated: false,
  },
  chart: null,
  warnings: [],
  suggestions: [],
  verification: {
    verdict: 'confirmed',
    checks: [{ name: 'not empty', passed: true, detail: '' }],
    planRepairs: 0,
    replans: 0,
    answerRepairs: 0,
  },
  ticket: null,
  planner: 'offline',
  usage: { claudeCalls: 3, inputTokens: 0, cacheReadTokens: 0, outputTokens: 0, costUsd: 0 },
  timing: { totalMs: 1_100, planMs: 600, stepsMs: 200, verifyMs: 0, interpretMs: 90 },
};

const render = (change: Partial<Answer> = {}, link?: string): string[] =>
  renderAnswer(
    { ...answered, ...change },
    {
      width: 80,
      style: createStyle(false),
      drawChart: () => [],
      link,
      ticket: change.ticket == null ? undefined : `surefoot tickets show ${change.ticket}`,
      again: "surefoot ask 'Revenue?' --id run-1",
    },
  );

test('an answer is its text, its rows, and how it came about', () => {
  assert.deepEqual(render({}, 'http://127.0.0.1:8233/namespaces/default/workflows/x'), [
    'Revenue was $1.23M.',
    '',
    '     revenue',
    '────────────',
    '1,234,567.89',
    '',
    'From     revenue: execute_query, 1 row, live, 12 ms',
    'Checked  confirmed: 1 of 1 check passed',
    'Time     1.1 s: plan 600 ms, steps 200 ms, interpret 90 ms',
    'Planner  offline: fixed rules, not Claude (3 calls, free); set ANTHROPIC_API_KEY',
    '         to ask Claude',
    'As of    2026-09-30 (UTC)',
    'Run      http://127.0.0.1:8233/namespaces/default/workflows/x',
    "Again    surefoot ask 'Revenue?' --id run-1",
  ]);
});

test('what is doubtful is said once, in words, before how it came about', () => {
  const stale = { code: 'stale_cache', message: 'The data is an hour old.' };
  const lines = render({
    status: 'degraded',
    warnings: [stale, stale],
    suggestions: ['Ask later.'],
  });
  assert.equal(lines[0], 'Answered, with reservations');
  assert.equal(lines.filter((line) => line === '! The data is an hour old.').length, 1);
  assert.ok(lines.includes('→ Ask later.'));
});

test('Claude’s share is told with its tokens and its price', () => {
  const usage = {
    claudeCalls: 3,
    inputTokens: 12_345,
    cacheReadTokens: 8_000,
    outputTokens: 678,
    costUsd: 0.0123,
  };
  const lines = render({ planner: 'claude-sonnet-5-5', usage }).join(' ').replaceAll(/\s+/g, ' ');
  assert.match(
    lines,
    /claude-sonnet-5-5: 3 calls, 12,345 tokens in \(8,000 from cache\), 678 out, \$0\.0123/,
  );
});

const error = {
  error: 'unknown_column',
  class: 'permanent',
  tool: 'execute_query',
  timeout_ms: null,
  query: null,
  message: 'There is no column nope.',
  suggestion: '',
  code: '42703',
  alternatives: [],
} as const;

test('a failed step that an open breaker kept from being tried says so', () => {
  const lines = render({
    steps: [{ ...step, status: 'failed', rung: null, rowCount: null, attempts: 0, error }],
  });
  assert.ok(
    lines.includes('From     revenue: execute_query, failed, not tried, There is no column nope.'),
  );
});

test('a failed check, a failed step and the repairs are named', () => {
  const lines = render({
    steps: [{ ...step, status: 'failed', rung: null, rowCount: null, attempts: 3, error }],
    verification: {
      ...answered.verification,
      checks: [{ name: 'revenue is not negative', passed: false, detail: 'row 3 is' }],
      planRepairs: 1,
      replans: 2,
    },
  });
  assert.ok(
    lines.includes('From     revenue: execute_query, failed, 3 attempts, There is no column nope.'),
  );
  assert.ok(lines.includes('Checked  confirmed: 0 of 1 check passed, 1 plan repair, 2 replans'));
  assert.ok(lines.includes('         ✗ revenue is not negative: row 3 is'));
});

test('a ticket is named where the question went to a human', () => {
  assert.equal(render({ status: 'escalated', ticket: 'T-7' })[0], 'Handed to a human (ticket T-7)');
});

test('no text of an answer can drive the terminal', () => {
  const lines = render({ text: 'a\u001b[2Jb', intent: '\u0007', suggestions: ['\u001b]0;x'] });
  assert.doesNotMatch(lines.join('\n'), /(?!\n)\p{Cc}/u);
});

for (const [status, exitCode] of [
  ['answered', 0],
  ['degraded', 0],
  ['needs_clarification', 3],
  ['escalated', 4],
  ['unavailable', 5],
  ['failed', 6],
  ['cancelled', 7],
] satisfies [Status, number][]) {
  test(`${status} ends ask with ${exitCode}`, () => assert.equal(exitCodes[status], exitCode));
}

test('the command that shows its ticket stands whole, above the one that comes back', () => {
  const ticket = `T-${'1'.repeat(80)}`;
  assert.deepEqual(render({ status: 'escalated', ticket }).slice(-2), [
    `Ticket   surefoot tickets show ${ticket}`,
    "Again    surefoot ask 'Revenue?' --id run-1",
  ]);
});
