import assert from 'node:assert/strict';
import type { Said } from '../e2e/scripts.js';
import { callsOf } from '../e2e/watching.js';
import { planOf, words } from './question.js';
import type { Allowed, Scenario } from './scenario.js';
import type { AskMore, Scene } from './scene.js';

/** What passes, each met once by the planner and once by the interpreter of a run. */
const passing = {
  'timed-out': { status: 408 },
  conflict: { status: 409 },
  'rate-limited': { status: 429, headers: { 'retry-after': '1' } },
  overloaded: { status: 529 },
  'internal-error': { status: 500 },
  'bad-gateway': { status: 502 },
  unavailable: { status: 503 },
  'gateway-timeout': { status: 504 },
} satisfies Record<string, Said>;

/** The same once the stream has begun, whose status is 200, and ends that nobody asked for. */
const passingInStream = {
  'overloaded-in-stream': { status: 529, inStream: true },
  'internal-error-in-stream': { status: 500, inStream: true },
  'rate-limited-in-stream': { status: 429, inStream: true },
  'pause-turn': { text: 'Let me see.', stop: 'pause_turn' },
  'tool-use': { text: 'Let me look.', stop: 'tool_use' },
  'stop-sequence': { text: 'Well, then.', stop: 'stop_sequence' },
} satisfies Record<string, Said>;

/** What does not, and how often the planner is asked all the same: only where that may help. */
const final = {
  'invalid-request': [{ status: 400 }, 1],
  'no-such-key': [{ status: 401 }, 1],
  'no-money': [{ status: 402 }, 1],
  forbidden: [{ status: 403 }, 1],
  // The fallback model may be known.
  'no-such-model': [{ status: 404 }, 2],
  'too-large': [{ status: 413 }, 1],
  unprocessable: [{ status: 422 }, 1],
  'invalid-request-in-stream': [{ status: 400, inStream: true }, 1],
  refusal: [{ stop: 'refusal' }, 1],
  'context-exceeded': [{ stop: 'model_context_window_exceeded' }, 1],
  // With more room.
  'always-cut-short': [{ text: 'So much to say', stop: 'max_tokens' }, 2],
  // Once more, and the fallback model as often.
  'always-pauses': [{ text: 'Let me see.', stop: 'pause_turn' }, 4],
} satisfies Record<string, readonly [Said, number]>;

/** Claude fails in each way that its API has. */
export const claudeFaults: readonly Scenario[] = [
  scenario('errors that pass', async (scene) => await meetEach(scene, passing)),
  scenario(
    'errors in a stream and odd ends that pass',
    async (scene) => await meetEach(scene, passingInStream),
  ),
  scenario('cut streams', async (scene) => {
    const cut = (reply: Said): readonly Said[] => [{ ...reply, cutAfterBytes: 700 }, reply];
    await scene.ask('cut', {
      says: (runId) => ({ planner: cut(planOf(runId)), interpreter: cut(words) }),
    });
    return { callsInFlight: 2 };
  }),
  scenario('replies that are cut short or malformed', async (scene) => {
    await scene.ask('cut-short', {
      says: (runId) => ({
        planner: [{ ...planOf(runId), stop: 'max_tokens' }, planOf(runId)],
        interpreter: [{ ...words, stop: 'max_tokens' }, words],
      }),
    });
    await scene.ask('malformed', met({ text: 'Well, let me see.' }));
    return {};
  }),
  scenario('a planner that fails for good', async (scene) => {
    const asked: [string, string, number][] = [];
    for (const [name, [fault, calls]] of Object.entries(final)) {
      const { runId } = await scene.ask(name, { says: () => ({ planner: [fault] }) });
      asked.push([name, runId, calls]);
    }
    await Promise.all(scene.runs.map(({ handle }) => handle.result()));
    assert.deepEqual(
      asked.map(([name, runId]) => [name, callsOf(scene, runId).length]),
      asked.map(([name, , calls]) => [name, calls]),
    );
    return { statuses: ['failed', 'unavailable'] };
  }),
  scenario('an interpreter that fails for good', async (scene) => {
    for (const [name, [fault]] of Object.entries(final)) {
      await scene.ask(name, { says: () => ({ interpreter: [fault] }) });
    }
    return { statuses: ['degraded'] };
  }),
  scenario('30 s of silence', async (scene) => {
    const silent = (reply: Said): readonly Said[] => [{ ...reply, delayMs: 30_000 }, reply];
    const bounds = { planMs: 20_000, interpretMs: 10_000, recordMs: 3_000 };
    const options = { timeoutMs: 60_000, bounds };
    await scene.ask('planner', {
      ...options,
      says: (runId) => ({ planner: silent(planOf(runId)) }),
    });
    await scene.ask('interpreter', { ...options, says: () => ({ interpreter: silent(words) }) });
    return { callsInFlight: 2, statuses: ['answered', 'degraded', 'unavailable'] };
  }),
];

function scenario(name: string, ask: (scene: Scene) => Promise<Allowed>): Scenario {
  return {
    name: `claude/${name}`,
    async play(scene) {
      await scene.worker();
      return await ask(scene);
    },
  };
}

/** One after the other: five errors in a row, and the model's breaker would open. */
async function meetEach(scene: Scene, faults: Readonly<Record<string, Said>>): Promise<Allowed> {
  for (const [name, fault] of Object.entries(faults)) {
    await (await scene.ask(name, met(fault))).result();
  }
  return {};
}

/** The planner and the interpreter meet it once each. */
function met(fault: Said): AskMore {
  return {
    says: (runId) => ({ planner: [fault, planOf(runId)], interpreter: [fault, words] }),
  };
}
