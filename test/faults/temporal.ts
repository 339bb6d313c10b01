import type { Scenario } from './scenario.js';
import { startTemporalOnDisk } from './temporal-server.js';
import { notesBegin } from './waiting.js';

/** Temporal goes away in the middle of runs and comes back with them. */
export const temporalRestarts: readonly Scenario[] = (['SIGTERM', 'SIGKILL'] as const).map(
  (how) => ({
    name: `temporal/${how}`,
    async prepare() {
      const temporalServer = await startTemporalOnDisk();
      return { temporalServer, close: () => temporalServer.close() };
    },
    async play(scene) {
      await scene.worker();
      const goOn = scene.holdNotes();
      await Promise.all(['a', 'b', 'c'].map((name) => scene.ask(name)));
      await notesBegin(scene);
      await scene.temporalServer?.restart(how);
      goOn();
      return {};
    },
  }),
);
