import type { Said } from '../e2e/scripts.js';
import { planOf, words } from './question.js';
import type { Allowed, Scenario } from './scenario.js';
import type { AskMore, Scene } from './scene.js';

/** What passes, each met once by the planner and once by the interpreter of a run. */
const passing = {
  'rate-limited': { status: 429, headers: { 'retry-after': '1' } },
  overloaded: { status: 529 },
  'internal-error': { status: 500 },
  'bad-gateway': { status: 502 },
  unavailable: { status: 503 },
  'gateway-timeout': { status: 504 },
} satisfies Record<string, Said>;

/** What does not. */
const final = {
  'invalid-request': { status: 400 },
  'no-such-key': { status: 401 },
  'no-money': { status: 402 },
  forbidden: { status: 403 },
  'no-such-model': { status: 404 },
  'too-large': { status: 413 },
  refusal: { stop: 'refusal' },
  'context-exceeded': { stop: 'model_context_window_exceeded' },
} satisfies Record<string, Said>;

/** Claude fails in each way that its API has. */
export const claudeFaults: readonly Scenario[] = [
  scenario('errors that pass', async (scene) => {
    for (const [name, fault] of Object.entries(passing)) {
      // One after the other: five errors in a row, and the model's breaker would open.
      await (await scene.ask(name, met(fault))).result();
    }
    return {};
  }),
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
    for (const [name, fault] of Object.entries(final)) {
      await scene.ask(name, { says: () => ({ planner: [fault] }) });
    }
    return { statuses: ['failed', 'unavailable'] };
  }),
  scenario('an interpreter that fails for good', async (scene) => {
    for (const [name, fault] of Object.entries(final)) {
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

/** The planner and the interpreter meet it once each. */
function met(fault: Said): AskMore {
  return {
    says: (runId) => ({ planner: [fault, planOf(runId)], interpreter: [fault, words] }),
  };
}
