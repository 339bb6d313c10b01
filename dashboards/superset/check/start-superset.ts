import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../src/embedded/free-port.js';
import { logTail, stopProcess, until } from '../../../src/embedded/process-tools.js';
import { atProcessEnd, notAtProcessEnd } from '../../../src/embedded/stop-with-us.js';

export interface RunningSuperset {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  stop(): Promise<void>;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Starts an empty Superset with one administrator, all of it in the folder, and waits until it answers. */
export async function startSuperset(python: string, folder: string): Promise<RunningSuperset> {
  const port = await freePort();
  const password = randomBytes(18).toString('base64url');
  const logFile = join(folder, 'superset.log');
  const log = openSync(logFile, 'w');
  const child = spawn(python, [here('serve.py')], {
    stdio: ['ignore', log, log],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      TZ: 'UTC',
      SUPERSET_HOME: folder,
      SUPERSET_CONFIG_PATH: here('superset_config.py'),
      CHECK_FOLDER: folder,
      CHECK_PORT: `${port}`,
      CHECK_PASSWORD: password,
      CHECK_SECRET_KEY: randomBytes(42).toString('base64'),
    },
  });
  const kill = (): void => void child.kill('SIGKILL');
  atProcessEnd(kill);
  const url = `http://127.0.0.1:${port}`;
  const isUp = (): Promise<boolean> =>
    fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const isReady = await until(async () => hasEnded() || (await isUp()), 600_000);
  if (!isReady || hasEnded()) {
    kill();
    throw new Error(`Superset did not start. The end of its log:\n${logTail(logFile, 30)}`);
  }
  return {
    url,
    user: 'admin',
    password,
    async stop() {
      const ask = { ask: 'SIGTERM', insist: 'SIGKILL', patienceMs: 5_000 } as const;
      if (child.pid !== undefined) await stopProcess(child.pid, ask);
      notAtProcessEnd(kill);
    },
  };
}
