import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterEvent, nothingSeen, type SeenEvent } from '../../../src/domain/shown/run-view.js';
import { breakerWords } from '../../../src/http/page/browser/words/breakers.js';
import { momentWords } from '../../../src/http/page/browser/words/moments.js';
import { announcement, taskDetail, taskName } from '../../../src/http/page/browser/words/tasks.js';

function told(...events: readonly (readonly [string, SeenEvent['data']?])[]) {
  let view = nothingSeen;
  const said = events.map(([kind, data = {}]) => {
    const event = { kind, at: '2026-09-30T12:00:00Z', data };
    const before = view;
    view = afterEvent(before, event);
    return announcement(event, before, view);
  });
  return { said: said.filter((words) => words !== ''), view };
}

const plan = {
  intent: 'Revenue',
  steps: [
    { id: 'q4_total', tool: 'execute_query' },
    { id: 'chart', tool: 'format_results' },
  ],
};

test('a screen reader hears what matters of a run, and no more', () => {
  const { said } = told(
    ['run.started'],
    ['attempt.finished', { step: null, tool: 'plan', attempt: 1, status: 'success' }],
    ['plan.made', plan],
    ['step.started', { step: 'q4_total', tool: 'execute_query' }],
    [
      'step.finished',
      { step: 'q4_total', tool: 'execute_query', status: 'succeeded', rowCount: 5 },
    ],
    ['verified', { checks: [{ passed: true }], findings: [] }],
    ['of a kind that is new'],
    ['answered'],
  );
  assert.deepEqual(said, [
    'Planning the queries.',
    'The plan has 2 steps.',
    'Query: q4 total: done, 5 rows.',
    'The results are checked.',
    'The answer is there.',
  ]);
});

test('a failed step is told with its reason, a new plan as one', () => {
  const { said } = told(
    ['plan.made', plan],
    ['step.finished', { step: 'q4_total', status: 'failed', error: 'unknown_column' }],
    ['plan.made', { ...plan, steps: plan.steps.slice(0, 1) }],
  );
  assert.deepEqual(said, [
    'The plan has 2 steps.',
    'Query: q4 total: not done, unknown column.',
    'The plan has one step, made anew.',
  ]);
});

test('a step says what it reads where there are several warehouses, and a tool of one’s own its name', () => {
  const names = [
    { id: 'q4_total', tool: 'execute_query', warehouse: 'sales' },
    { id: 'owner', tool: 'crm.owner' },
    { id: 'plan', tool: '' },
  ].map(taskName);
  assert.deepEqual(names, ['Query: q4 total, from sales', 'crm.owner: owner', 'Plan the queries']);
});

test('a plan that waits does not name a command to somebody with a page', () => {
  const { view } = told(
    ['plan.made', { ...plan, waits: true }],
    ['approval.needed', { reason: 'r' }],
  );
  const waiting = view.tasks.find(({ id }) => id === 'approval');
  assert.ok(waiting);
  assert.equal(taskDetail(waiting), 'its plan is below');
});

test('tasks have names that need no knowledge of tools', () => {
  const names = [
    taskName({ id: 'plan', tool: '' }),
    taskName({ id: 'q4_total', tool: 'execute_query' }),
    taskName({ id: 'chart', tool: 'format_results' }),
    taskName({ id: 'new_task', tool: '' }),
  ];
  assert.deepEqual(names, ['Plan the queries', 'Query: q4 total', 'Draw the chart', 'new task']);
});

const now = new Date(2026, 8, 30, 12, 0);

for (const [name, moment, words] of [
  ['a moment of today has its time', new Date(2026, 8, 30, 9, 5), 'today, 09:05'],
  ['one of yesterday says so', new Date(2026, 8, 29, 23, 59), 'yesterday, 23:59'],
  ['an older one has its day', new Date(2025, 11, 3, 8, 0), 'Dec 3, 2025, 08:00'],
] as const) {
  test(name, () => assert.equal(momentWords(moment.toISOString(), now), words));
}

test('a moment that is none stays as it is', () => assert.equal(momentWords('soon', now), 'soon'));

const breaker = {
  name: 'claude',
  failures: null,
  since: new Date(2026, 8, 30, 11, 0).toISOString(),
  nextTry: null,
  reason: null,
} as const;

for (const [name, shown, words] of [
  ['what works says so', { ...breaker, state: 'closed', failures: 0 }, 'Works: No failures.'],
  [
    'what failed too often says when it is tried again',
    { ...breaker, state: 'open', nextTry: new Date(2026, 8, 30, 12, 0, 40).toISOString() },
    'Left alone: Since today, 11:00: it failed too often. The next try is in 40 s.',
  ],
  [
    'what a person switched off says why',
    { ...breaker, state: 'forced_open', reason: 'moving' },
    'Switched off: By hand, since today, 11:00: moving. It stays so until a person switches it on.',
  ],
] as const) {
  test(name, () => {
    const { title, detail } = breakerWords(shown, now);
    assert.equal(`${title}: ${detail}`, words);
  });
}
