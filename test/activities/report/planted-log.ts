import assert from 'node:assert/strict';
import type { ReportTask } from '../../../src/activities/report/make-report.js';
import { syntheticLog } from '../../synthetic/log.js';
import { withPlanted, type Planted } from '../../synthetic/planted.js';

/** The week that reports are made of; the log has the one before, too. */
export const week = { from: '2026-09-14', to: '2026-09-21' } as const;
export const weekMs = Date.parse(week.from);
const beforeMs = Date.parse('2026-09-07');
const at = (ms: number, index: number) => ms + 3_600_000 + index * 60_000;
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const ok = { status: 'success' } as const;
const timedOut = {
  status: 'timeout',
  latencyMs: 30_000,
  errorClass: 'timeout',
  errorName: 'tool_timeout',
} as const;

/** Successes within 9 s in 99 of 100 cases, and a timeout of 30 s. */
export const slowTool: Planted[] = [
  ...times(400, (index) => ({
    ...{ tool: 'crm_lookup', activityId: `slow-${index}`, startedMs: at(weekMs, index) },
    ...{ ...ok, rung: 'live', latencyMs: 1_000 + 20 * index },
  })),
  ...times(6, (index) => ({
    ...{ tool: 'crm_lookup', activityId: `late-${index}`, step: `late_${index}` },
    ...{ startedMs: at(weekMs, 500 + index), rung: 'live', ...timedOut },
  })),
];

/** Four attempts of each call, and none of them ever helps. */
export const stubborn: Planted[] = times(48, (index) => ({
  ...{ tool: 'fax_gateway', activityId: `stubborn-${index >> 2}`, attempt: (index % 4) + 1 },
  ...{ startedMs: at(weekMs, index), latencyMs: 100 + index, status: 'error', rung: 'live' },
  ...{ errorClass: 'transient', errorName: 'always_broken' },
}));

/** 500 ms the week before, ten times as long now. */
const jumper: Planted[] = [...[500, beforeMs], ...[5_000, weekMs]].flatMap((value, index, pairs) =>
  index % 2 === 1
    ? []
    : times(60, (number) => ({
        ...{ tool: 'weather', activityId: `jumper-${value}-${number}`, ...ok, rung: 'live' },
        ...{ startedMs: at(pairs[index + 1] ?? 0, number), latencyMs: value + number },
      })),
);

/** Too few to say anything of, however bad. */
const rare: Planted[] = times(10, (index) => ({
  ...{ tool: 'rare', activityId: `rare-${index}`, latencyMs: 10, rung: 'live' },
  startedMs: at(index < 5 ? beforeMs : weekMs, index),
  ...(index < 5 ? ok : { status: 'error', errorClass: 'unknown', errorName: 'odd' }),
}));

/** Half of the queries of one table run out of time. */
const bigTable: Planted[] = times(80, (index) => ({
  ...{ tool: 'execute_query', activityId: `events-${index}`, step: 'events' },
  ...{ startedMs: at(weekMs, index), rung: 'live', latencyMs: 2_000 },
  parameters: {
    sql: `SELECT count(*) FROM big_events WHERE happened_at >= $1 AND kind = 'k${index % 3}'`,
    params: [{ kind: 'text', value: '2020-01-01', step: '', column: '' }],
    period: { from: '2020-01-01', to: '2026-09-14' },
  },
  ...(index % 2 === 0 ? ok : timedOut),
}));

/** A prompt whose first plans are refused twice in five times; the others' one in ten or so. */
const worsePrompt: Planted[] = times(120, (index) => ({
  ...{
    tool: 'plan',
    activityId: `plan-${index}`,
    runId: `worse-${index}`,
    ...ok,
    rung: 'own_model',
  },
  ...{ workflowId: `worse-${index}`, startedMs: at(weekMs, index), latencyMs: 4_000 },
  ...{ replyId: `worse-${index}`, model: 'claude-sonnet-5-5', promptVersion: 'planner-2' },
  ...{ claudeCalls: 1, inputTokens: 700, outputTokens: 600, cacheReadTokens: 0, costUsd: 0.0001 },
}));
const refusals = times(48, (index) => ({
  ...({
    kind: 'plan.refused',
    key: `plan.refused:worse-${index}`,
    atMs: at(weekMs, index),
  } as const),
  data: { findings: [{ code: 'planted_finding', where: 'plan', what: 'x', fix: 'y' }] },
}));

const plain = syntheticLog({
  ...{ from: '2026-09-07', days: 14, runsPerDay: 40 },
  incidents: [{ kind: 'breaker', tool: 'execute_query', at: '2026-09-16T10:00:00Z', minutes: 30 }],
});
const planted = withPlanted(
  plain,
  [...slowTool, ...stubborn, ...jumper, ...rare, ...bigTable, ...worsePrompt],
  refusals,
);
/** A tenant with one run. */
const alone = { tenant: 'alone', workflowId: 'alone' };
const answered = plain.runs.find(({ answer }) => answer.status === 'answered') ?? assert.fail();
const ofThatRun = ({ runId }: { readonly runId: string }) => runId === answered.runId;

/** Two weeks of log with the truths above in them. */
export const log = {
  ...planted,
  runs: [...planted.runs, { ...answered, ...alone }],
  attempts: [
    ...planted.attempts,
    ...plain.attempts.filter(ofThatRun).map((row) => ({ ...row, ...alone })),
  ],
  // An event belongs to the run that its attempt is of.
  events: planted.events.map((event) =>
    event.runId === 'planted' ? { ...event, runId: event.key.replace('plan.refused:', '') } : event,
  ),
};

/** What docs/reports-example.md shows. */
export const exampleTask: ReportTask = {
  ...{ kind: 'week', period: week, tenant: null },
  madeAt: '2026-09-21T06:00:00.000Z',
};
