import type { ChildProcess } from 'node:child_process';
import type { AskOptions } from '../../src/client.js';
import { rowsOf, until } from '../e2e/watching.js';
import { setReadOnly, type Shutdown } from './cluster.js';
import type { Allowed, Scenario } from './scenario.js';
import { kill, type Scene } from './scene.js';
import { failsOnce, newest, notesBegin } from './waiting.js';

/** The store goes away in the middle of runs: they wait for it, or end in time, and nothing is lost or logged twice. */
export const storeFaults = (): readonly Scenario[] => [
  midRun('restarts', {}, async ({ store }, goOn) => {
    await store.stop('immediate');
    await store.start();
    goOn();
  }),
  midRun('comes back to a background run', { background: true }, async (scene, goOn) => {
    await away(scene, 'fast', async () => {
      goOn();
      await failsOnce(scene, 'note');
    });
  }),
  midRun('is away when the run ends', shortly, async (scene, goOn) => {
    await away(scene, 'immediate', async () => {
      goOn();
      await scene.runs.at(-1)?.handle.result();
    });
    return { statuses: ['unavailable', 'degraded', 'escalated', 'failed'] };
  }),
  midRun('is away when the run ends, and its worker dies', shortly, async (scene, goOn, worker) => {
    await away(scene, 'immediate', async () => {
      goOn();
      await scene.runs.at(-1)?.handle.result();
      await kill(worker);
    });
    await scene.worker();
    await recorded(scene);
    return { statuses: ['unavailable', 'degraded', 'escalated', 'failed'] };
  }),
  midRun('is read-only for a while', {}, async (scene, goOn) => {
    await setReadOnly(scene.store, true);
    try {
      goOn();
      await failsOnce(scene, 'note');
    } finally {
      await setReadOnly(scene.store, false);
    }
  }),
];

async function away(
  { store }: Scene,
  how: Shutdown,
  meanwhile: () => Promise<void>,
): Promise<void> {
  await store.stop(how);
  try {
    await meanwhile();
  } finally {
    await store.start();
  }
}

/** Its worker died with what it owed: the next one tells the store that the run has ended, and how. */
async function recorded(scene: Scene): Promise<void> {
  const answered = 'select from surefoot.runs where run_id = $1 and answer is not null';
  await until(
    'the run is recorded',
    async () => (await rowsOf(scene.storeUrl, answered, [newest(scene)])).length === 1,
    60_000,
  );
}

const shortly = {
  timeoutMs: 40_000,
  bounds: { planMs: 20_000, interpretMs: 3_000, recordMs: 3_000 },
};

/** One query is recorded and a note under way when the store is taken away; `goOn` ends the note. */
function midRun(
  name: string,
  options: AskOptions,
  harm: (scene: Scene, goOn: () => void, worker: ChildProcess) => Promise<Allowed | void>,
): Scenario {
  return {
    name: `store/${name}`,
    alone: true,
    async play(scene) {
      const worker = await scene.worker();
      const goOn = scene.holdNotes();
      await scene.ask('asked', options);
      await notesBegin(scene);
      return (await harm(scene, goOn, worker)) ?? {};
    },
  };
}
