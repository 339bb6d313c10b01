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
    { activityType: 'execute_query', isLocal: false },
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
