import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MockActivityEnvironment } from '@temporalio/testing';
import {
  factsOfOutcome,
  factsOfTask,
  finishedEvent,
  outcomeEventsOf,
  startedEvent,
} from '../../../src/activities/attempt-facts.js';
import { attemptInterceptor } from '../../../src/adapters/temporal/attempt-interceptor.js';
import { createOwed, owingEnds } from '../../../src/adapters/store/index.js';
import { runInput } from '../../../src/client/run-input.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import type { AttemptLog } from '../../../src/ports.js';
import { aStep } from '../../domain/builders.js';

const facts = {
  task: (argument: unknown, tool: string) =>
    factsOfTask(argument, tool, { keptParameters: 'on', tools: new Map(), warehouses: [] }),
  outcome: factsOfOutcome,
  progress: () => undefined,
  breakerState: () => null,
  response: () => null,
  usage: () => null,
  cost: () => Promise.resolve(null),
  started: startedEvent,
  told: outcomeEventsOf,
  finished: finishedEvent,
};
const task = { input: runInput('Revenue?'), step: aStep('revenue'), planVersion: 1, rung: 'live' };

/** Runs one attempt of a step under the real interceptor, with that log. */
async function attempt(attempts: AttemptLog, work: () => Promise<unknown>): Promise<unknown> {
  const inbound = attemptInterceptor({ attempts }, facts, 'w1');
  const environment = new MockActivityEnvironment(
    {
      activityType: 'execute_query',
      isLocal: false,
      scheduledTimestampMs: Date.now(),
      scheduleToCloseTimeoutMs: 60_000,
    },
    { interceptors: [() => ({ inbound })] },
  );
  return await environment.run(work, task);
}

const nothing: AttemptLog = {
  start: () => Promise.resolve(),
  end: () => Promise.resolve(),
  callsOf: () => Promise.resolve({ told: 0, lost: 0 }),
  unfinished: () => Promise.resolve([]),
  lose: () => Promise.resolve(),
};

test('a store that hangs keeps no result back, and its row is written once it answers', async () => {
  let answer: () => void = () => undefined;
  const hanging = new Promise<void>((resolve) => (answer = resolve));
  const ends: string[][] = [];
  const owed = createOwed({ onLost: (error) => assert.fail(String(error)) });
  const log: AttemptLog = {
    ...nothing,
    start: () => hanging,
    end: async (end, { events = [] } = {}) => {
      await hanging;
      ends.push([end.status, ...events.map(({ kind }) => kind)]);
    },
  };
  const outcome = { rung: 'live', rowCount: 4 };
  assert.equal(await attempt(owingEnds(log, owed), () => Promise.resolve(outcome)), outcome);
  assert.deepEqual(ends, []);

  answer();
  await owed.close();
  assert.deepEqual(ends, [['success', 'step.started', 'attempt.finished', 'step.finished']]);
});

test('a failed attempt tells when the next one is made, and a last one when another would be let through', async () => {
  const told: Readonly<Record<string, unknown>>[] = [];
  const log: AttemptLog = {
    ...nothing,
    end: async (_, { events = [] } = {}) => {
      told.push(...events.map(({ data }) => data));
    },
  };
  const away = { error: 'breaker_open', class: 'transient', message: 'It is open.' } as const;
  const failing = (options: ConstructorParameters<typeof ToolFailure>[1]) =>
    attempt(log, () => Promise.reject(new ToolFailure(away, options)));
  await assert.rejects(failing({}));
  const again = told.find(({ retryInMs }) => retryInMs !== undefined);
  assert.ok(Number(again?.['retryInMs']) > 0);
  assert.ok(told.every(({ nextTryAt }) => nextTryAt === undefined));

  told.length = 0;
  await assert.rejects(failing({ final: true, nextTryMs: Date.UTC(2026, 8, 30) }));
  assert.ok(told.every(({ retryInMs }) => retryInMs === undefined));
  assert.deepEqual(
    told.flatMap(({ nextTryAt }) => nextTryAt ?? []),
    ['2026-09-30T00:00:00.000Z'],
  );
});
