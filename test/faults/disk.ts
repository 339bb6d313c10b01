import { execFile } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runSql } from '../support.js';
import { temporaryFolder } from '../throwaway.js';
import { startCluster } from './cluster.js';
import type { Scenario } from './scenario.js';
import { failsOnce, notesBegin } from './waiting.js';

const execute = promisify(execFile);

/** The disk that the store's data is on is full for a while: a small file system of its own, where one can be mounted. */
export const fullDisk: Scenario = {
  name: 'store/its disk is full',
  async skip() {
    const folder = temporaryFolder();
    try {
      await mount(folder);
      await execute('umount', [folder]);
      return undefined;
    } catch {
      return 'a tmpfs cannot be mounted here, which takes root on Linux';
    }
  },
  async prepare() {
    const folder = temporaryFolder();
    await mount(folder);
    const store = await startCluster(folder);
    return {
      store,
      ballast: join(folder, 'ballast'),
      async close() {
        await store.stop('immediate');
        await execute('umount', [folder]);
      },
    };
  },
  async play(scene) {
    const { store, ballast = '' } = scene;
    await scene.worker();
    const goOn = scene.holdNotes();
    await scene.ask('asked', { background: true });
    await notesBegin(scene);
    fill(ballast);
    // A new segment of the log does not fit any more: the server stops itself.
    await runSql(store.url(), 'select pg_switch_wal(); select pg_switch_wal()').catch(() => {});
    goOn();
    await failsOnce(scene, 'note');
    rmSync(ballast);
    await store.stop('immediate');
    await store.start();
    return {};
  },
};

async function mount(folder: string): Promise<void> {
  await execute('mount', ['-t', 'tmpfs', '-o', 'size=300m,mode=755', 'tmpfs', folder]);
}

function fill(file: string): void {
  const block = Buffer.alloc(64 * 1024);
  try {
    for (;;) appendFileSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
