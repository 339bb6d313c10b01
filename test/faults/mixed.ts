import type { Scenario } from './scenario.js';
import { startFlakyClaude } from './flaky-claude.js';
import type { TcpProxyOptions } from './tcp-proxy.js';

/** As many as a busy service has under way. */
const atOnce = 20;
/** One call in five fails: at Claude, at the warehouse, at the store and in the tool. */
const every = 5;

/** Many runs, with everything around them failing now and then. */
export const mixed: readonly Scenario[] = [mixedRuns(200), { ...mixedRuns(2_000), long: true }];

function mixedRuns(runs: number): Scenario {
  return {
    name: `mixed/${runs} runs, one call in five fails`,
    proxied: true,
    alone: true,
    prepare: () =>
      Promise.resolve({
        cutsAfter: everyTransaction(every),
        storeCuts: everyStatement(every),
        close: async () => {},
      }),
    async play(scene) {
      const claude = await startFlakyClaude(scene.claude.url, every);
      const env = { ANTHROPIC_BASE_URL: claude.url, FAULTS_NOTES_FAIL_EVERY: String(every) };
      await Promise.all([scene.worker(env), scene.worker(env)]);
      try {
        let asked = 0;
        const lanes = Array.from({ length: atOnce }, async () => {
          while (asked < runs) {
            asked += 1;
            await (await scene.ask(`${asked}`)).result();
          }
        });
        await Promise.all(lanes);
        return {
          statuses: ['answered', 'degraded', 'unavailable', 'escalated'],
          callsInFlight: claude.cut(),
        };
      } finally {
        await claude.close();
      }
    },
  };
}

/** Cuts a session's line in the middle of its transaction: the first statement in it arrives, its result does not. */
function everyTransaction(every: number): (chunk: Buffer, connection: object) => boolean {
  let transactions = 0;
  const doomed = new WeakSet();
  return (chunk, connection) => {
    if (doomed.has(connection)) return true;
    if (chunk.includes('begin read only')) {
      transactions += 1;
      if (transactions % every === 0) doomed.add(connection);
    }
    return false;
  };
}

/** Cuts a line to the store, in turn before a statement gets there and after: then nobody hears that it was done. */
function everyStatement(every: number): TcpProxyOptions {
  let statements = 0;
  const isTurn = (chunk: Buffer, rest: number) =>
    chunk.subarray(-sync.length).equals(sync) && statements % (2 * every) === rest;
  return {
    cutsBefore(chunk) {
      if (chunk.subarray(-sync.length).equals(sync)) statements += 1;
      return isTurn(chunk, 0);
    },
    cutsAfter: (chunk) => isTurn(chunk, every),
  };
}

/** Ends each statement in Postgres's extended protocol. */
const sync = Buffer.from([0x53, 0, 0, 0, 4]);
