import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent, RunEventKind } from '../../../src/ports.js';
import { afterEvent, nothingSeen, type RunView } from '../../../src/domain/shown/run-view.js';
import { createStyle } from '../../../src/cli/render/style.js';
import { changeLines, taskLines } from '../../../src/cli/render/task-lines.js';

type Told = readonly [ms: number, kind: RunEventKind, data?: Record<string, unknown>];

const plan: Told = [
  400,
  'plan.made',
  {
    intent: 'Revenue by region',
    steps: [
      { id: 'revenue', tool: 'execute_query' },
      { id: 'chart', tool: 'format_results' },
    ],
  },
];
const clean: readonly Told[] = [
  [0, 'run.started'],
  [390, 'attempt.finished', { step: null, tool: 'plan', attempt: 1, status: 'success' }],
  plan,
  [410, 'step.started', { step: 'revenue', tool: 'execute_query' }],
  [
    500,
    'attempt.finished',
    {
      step: 'revenue',
      tool: 'execute_query',
      attempt: 1,
      status: 'error',
      error: 'store_unavailable',
      retryInMs: 1_100,
    },
  ],
  [
    1_600,
    'attempt.finished',
    { step: 'revenue', tool: 'execute_query', attempt: 2, status: 'success' },
  ],
  [
    1_600,
    'step.finished',
    {
      step: 'revenue',
      tool: 'execute_query',
      status: 'succeeded',
      rowCount: 1_204,
      rung: 'stale_cache',
    },
  ],
  [1_610, 'step.started', { step: 'chart', tool: 'format_results' }],
  [
    1_620,
    'step.finished',
    { step: 'chart', tool: 'format_results', status: 'succeeded', rowCount: 1, rung: 'live' },
  ],
  [1_700, 'attempt.finished', { step: null, tool: 'review', attempt: 1, status: 'success' }],
  [1_750, 'verified', { checks: [{ passed: true }, { passed: true }], findings: [] }],
  [2_000, 'attempt.finished', { step: null, tool: 'interpret', attempt: 1, status: 'success' }],
  [2_010, 'answered', { status: 'answered' }],
];

const event = ([ms, kind, data = {}]: Told, index: number): RunEvent => ({
  seq: index + 1,
  kind,
  key: `${index}`,
  data,
  at: new Date(ms).toISOString(),
});
const views = (told: readonly Told[]): RunView[] =>
  told
    .map(event)
    .reduce<RunView[]>((seen, one) => [...seen, afterEvent(seen.at(-1) ?? nothingSeen, one)], []);
const list = (told: readonly Told[], nowMs: number): string[] =>
  taskLines(views(told).at(-1) ?? nothingSeen, { nowMs, width: 80, style: createStyle(false) });
const log = (told: readonly Told[]): string[] =>
  views(told).flatMap((view, index, all) => changeLines(all[index - 1] ?? nothingSeen, view));

test('a finished run is a list of what took how long', () => {
  assert.deepEqual(list(clean, 9_999), [
    '✓ plan                       400 ms  2 steps',
    '✓ revenue    execute_query    1.2 s  1,204 rows, stale cache, attempt 2',
    '✓ chart      format_results   10 ms',
    '✓ review                      1.3 s',
    '✓ verify                             2 checks passed',
    '✓ interpret                  250 ms',
  ]);
});

test('a step says which warehouse it reads, where there are several', () => {
  const steps = [
    { id: 'revenue', tool: 'execute_query', warehouse: 'sales' },
    { id: 'tickets', tool: 'execute_query', warehouse: 'support' },
  ];
  const told: readonly Told[] = [
    [400, 'plan.made', { intent: 'Revenue and tickets', steps }],
    [410, 'step.started', { step: 'tickets', tool: 'execute_query' }],
  ];
  assert.ok(log(told).includes('→ tickets (execute_query on support)'));
  assert.ok(list(told, 410).includes('· revenue  execute_query on sales'));
});

test('a step that failed goes on with a lower rung, and its time with it', () => {
  const step = { step: 'revenue', tool: 'execute_query' };
  const told: readonly Told[] = [
    ...clean.slice(0, 4),
    [5_410, 'step.finished', { ...step, status: 'failed', error: 'tool_timeout' }],
    [5_420, 'step.started', { ...step, rung: 'stale_cache' }],
  ];
  const shown = (lines: readonly string[]) => lines.find((line) => line.includes('revenue'));
  assert.equal(shown(list(told, 6_410)), '⠼ revenue  execute_query    6.0 s  trying stale cache');
  const how = { status: 'succeeded', rowCount: 4, rung: 'stale_cache' };
  const finished: Told = [6_500, 'step.finished', { ...step, ...how }];
  assert.equal(
    shown(list([...told, finished], 6_500)),
    '✓ revenue  execute_query    6.1 s  4 rows, stale cache',
  );
});

test('what runs shows how long it has run, and what waits waits', () => {
  assert.deepEqual(list(clean.slice(0, 5), 2_410), [
    '✓ plan                     400 ms  2 steps',
    '⠼ revenue  execute_query    2.0 s  store_unavailable, again after 1.1 s',
    '· chart    format_results',
    '⠼ review                    2.0 s',
  ]);
});

test('no line is wider than the terminal', () => {
  const view = views(clean).at(-1) ?? nothingSeen;
  const lines = taskLines(view, { nowMs: 0, width: 30, style: createStyle(false) });
  assert.ok(lines.every((line) => line.length <= 30));
});

test('a log has one line for each thing that happened', () => {
  assert.deepEqual(log(clean), [
    '→ plan',
    '✓ plan  390 ms',
    '→ review',
    '  Revenue by region',
    '→ revenue (execute_query)',
    '… revenue (execute_query)  store_unavailable, again after 1.1 s',
    '… revenue (execute_query)  store_unavailable, again after 1.1 s, attempt 2',
    '✓ revenue (execute_query)  1.2 s  1,204 rows, stale cache, attempt 2',
    '→ chart (format_results)',
    '✓ chart (format_results)  10 ms',
    '✓ review  1.3 s',
    '✓ verify  2 checks passed',
    '→ interpret',
    '✓ interpret  250 ms',
  ]);
});

test('a refused plan is repaired, and the findings are named once each', () => {
  const told: readonly Told[] = [
    [0, 'run.started'],
    [300, 'plan.refused', { findings: [{ code: 'unknown_column' }, { code: 'unknown_column' }] }],
  ];
  assert.deepEqual(list(told, 500), ['⠴ plan  500 ms  repairing: unknown_column']);
});

test('a plan that asks back is not being repaired', () => {
  const told: readonly Told[] = [
    [0, 'run.started'],
    [300, 'plan.refused', { findings: [] }],
  ];
  assert.deepEqual(list(told, 500), ['⠴ plan  500 ms  asks back']);
});

test('a new plan forgets what the old one left undone', () => {
  const replanned: Told = [
    900,
    'plan.made',
    { intent: 'Other', steps: [{ id: 'other', tool: 'execute_query' }] },
  ];
  const failed: Told = [
    600,
    'step.finished',
    { step: 'revenue', status: 'failed', error: 'unknown_column' },
  ];
  const ids = (views([...clean.slice(0, 4), failed, replanned]).at(-1) ?? nothingSeen).tasks.map(
    ({ id }) => id,
  );
  assert.deepEqual(ids, ['plan', 'other', 'review']);
});

test('a run that ended early shows what did not finish', () => {
  assert.deepEqual(
    list([...clean.slice(0, 4), [700, 'answered', { status: 'cancelled' }]], 9_999),
    [
      '✓ plan                     400 ms  2 steps',
      '✗ revenue  execute_query   290 ms  not finished',
      '· chart    format_results',
      '✗ review                   300 ms  not finished',
    ],
  );
});

const waiting: readonly Told[] = [
  ...clean.slice(0, 2),
  [
    400,
    'plan.made',
    { intent: 'Revenue', waits: true, steps: [{ id: 'revenue', tool: 'execute_query' }] },
  ],
  [400, 'approval.needed', { reason: 'It is costly.' }],
];

test('a ticket waits for a person until the run ends', () => {
  const opened = [1_000, 'ticket.opened', { ticketId: 'T-1' }] as const;
  const answered = [3_000, 'answered', { status: 'degraded' }] as const;
  const made = { step: null, tool: 'openTicket', attempt: 1, status: 'success' };
  const opening: readonly Told[] = [opened, [1_010, 'attempt.finished', made]];
  assert.deepEqual(list(opening, 2_000), ['⠋ ticket   1.0 s  T-1 waits for a person']);
  assert.deepEqual(log([...opening, answered]), [
    '→ ticket  T-1 waits for a person',
    '✓ ticket  2.0 s  T-1',
  ]);
});

test('a step that a breaker refused says until when', () => {
  const nextTryAt = '2026-09-30T10:32:05.123Z';
  const refused = { step: 'revenue', status: 'failed', error: 'breaker_open', nextTryAt };
  const [line = ''] = list([[500, 'step.finished', refused]], 500);
  assert.match(line, /^✗ revenue .*breaker_open until 10:32:05 UTC$/);
});

test('neither the review nor a step begins while a plan waits to be approved', () => {
  const began = [2_400, 'step.started', { step: 'revenue', tool: 'execute_query' }] as const;
  assert.deepEqual(log([...waiting, began]).slice(-5), [
    '  Revenue',
    '→ approval  needs `surefoot approve`: It is costly.',
    '→ revenue (execute_query)',
    '→ review',
    '✓ approval  2.0 s  approved',
  ]);
});

test('an edited plan in its place was approved', () => {
  const edited = [1_400, 'plan.made', { ...plan[2], waits: undefined }] as const;
  const lines = log([...waiting, edited]);
  assert.ok(lines.includes('✓ approval  1.0 s  edited and approved'));
  assert.ok(lines.includes('→ review'));
});

test('a plan that nobody approved is shown as such at the end', () => {
  const told = [...waiting, [1_400, 'answered', { status: 'cancelled' }] as const];
  assert.equal(log(told).at(-1), '✗ approval  1.0 s  not approved');
});

test('an event of a kind to come changes nothing', () => {
  const view = views(clean).at(-1) ?? nothingSeen;
  const unknown = { ...event(plan, 99), kind: 'moon.rose' as RunEventKind };
  assert.equal(afterEvent(view, unknown), view);
});

test('the review of a critical run’s text is a task with a name of its own', () => {
  const reviewed = { step: null, tool: 'reviewAnswer', attempt: 1, status: 'success' };
  const { tasks } = views([[1_000, 'attempt.finished', reviewed]]).at(-1) ?? nothingSeen;
  assert.deepEqual(
    tasks.map(({ id, state }) => [id, state]),
    [['review of the text', 'done']],
  );
});
