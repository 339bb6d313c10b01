import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Attempt } from '../../src/activities/attempt.js';
import { interpret } from '../../src/activities/interpret.js';
import { noUsage } from '../../src/domain/answer.js';
import type { InterpretTask } from '../../src/domain/tasks.js';
import type { ClaudeRequest } from '../../src/ports.js';
import { begunRun, storeForTests } from '../adapters/store/fixtures.js';
import { anInput } from '../domain/builders.js';
import { noClaude } from './no-claude.js';

const { store, ...database } = await storeForTests();
after(() => database.close());

const attempt: Attempt = {
  ...{ number: 1, id: 'one', earlierIds: [], temporalRunId: 't', timeoutMs: 5_000 },
  deadlineMs: Date.now() + 5_000,
  signal: new AbortController().signal,
  onProgress: () => undefined,
  noteBreaker: () => undefined,
  noteSpent: () => undefined,
  noteResponse: () => undefined,
};

test('Claude reads warnings of the data, and never what its own API said', async () => {
  const { runId } = await begunRun(store);
  const asked: ClaudeRequest[] = [];
  const claude = {
    complete: (request: ClaudeRequest) => {
      asked.push(request);
      const text = '{"text":"No figures.","figures":[]}';
      return Promise.resolve({ text, stopReason: 'end_turn', model: 'm', usage: noUsage } as const);
    },
  };
  const task: InterpretTask = {
    ...{ input: { ...anInput(), runId }, planVersion: 1, intent: '', steps: [], results: {} },
    warnings: [
      { code: 'explained', message: 'The data ends in Q3.' },
      { code: 'reused_plan', message: 'Claude could not be asked: words of a server.' },
      { code: 'replan_failed', message: 'The plan could not be made anew: words of a server.' },
    ],
    ...{ earlier: [], room: 1, source: 'own_model', calls: 1, retryMs: 5_000 },
  };
  await interpret(task, { ...noClaude, claude, store, fallbackModel: 'm' }, attempt);
  const words = JSON.stringify(asked);
  assert.match(words, /The data ends in Q3/);
  assert.doesNotMatch(words, /words of a server/);
});
