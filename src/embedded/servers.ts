import { resolve } from 'node:path';
import { prepareDatabases, type DatabaseUrls, type RunSql } from './postgres/databases.js';
import { findPostgres, startPostgres } from './postgres/start-postgres.js';
import { withStartLock } from './start-lock.js';
import { atProcessEnd, notAtProcessEnd } from './stop-with-us.js';
import { findDevServer, startDevServer, type DevServer } from './temporal/dev-server.js';
import { findCli } from './temporal/find-cli.js';
import { joinUsers } from './users.js';

export interface ServersOptions {
  /** See `homeFolder`. */
  readonly home: string;
  /** What the settings do not name already. */
  readonly want: {
    readonly temporal: boolean;
    readonly store: boolean;
    readonly warehouse: boolean;
  };
  readonly runSql: RunSql;
  readonly env?: NodeJS.ProcessEnv;
  readonly onProgress?: (line: string) => void;
}

export interface Servers {
  readonly temporal: Pick<DevServer, 'address' | 'uiUrl'> | undefined;
  /** The URLs of both databases where one was wanted. */
  readonly databases: DatabaseUrls | undefined;
  /** Stops what runs, unless another Surefoot on this machine uses it. */
  close(): Promise<void>;
}

/**
 * Temporal and Postgres for one machine, started together or taken over as they run. All Surefoot processes with the
 * same home share them; the last to close, or to end without closing, stops them. After a crash the next one does.
 */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { want, runSql, env = process.env, onProgress = () => {} } = options;
  const home = resolve(options.home);
  const stops: (() => void)[] = [];

  return withStartLock({ home, onProgress }, async () => {
    const membership = joinUsers(home);
    const leaveInHaste = (): void => {
      if (membership.leave()) for (const stopNow of stops) stopNow();
    };
    atProcessEnd(leaveInHaste);

    const startTemporal = async (): Promise<DevServer> => {
      const search = { home, env, onProgress };
      const server = await startDevServer({ home, findCli: () => findCli(search) });
      stops.push(() => server.stopNow());
      return server;
    };
    const startDatabases = async (): Promise<DatabaseUrls> => {
      const server = await startPostgres({ home, onProgress });
      stops.push(() => server.stopNow());
      return prepareDatabases(server, runSql);
    };
    const leave = async (): Promise<void> => {
      if (membership.leave()) await stopAll(home);
      // Not before: a second Ctrl-C ends us while they stop.
      notAtProcessEnd(leaveInHaste);
    };

    const [temporal, databases] = await Promise.allSettled([
      want.temporal ? startTemporal() : undefined,
      want.store || want.warehouse ? startDatabases() : undefined,
    ]);
    if (temporal.status === 'rejected' || databases.status === 'rejected') {
      await leave();
      throw failureOf([temporal, databases]);
    }
    return {
      temporal: temporal.value,
      databases: databases.value,
      close: () => withStartLock({ home }, leave),
    };
  });
}

/**
 * Everything that runs for the home, not only what we wanted: another user may have left the rest to us. Where one
 * cannot even be looked for, such as a Postgres without its package or its user, the other is stopped all the same.
 */
async function stopAll(home: string): Promise<void> {
  const looks = await Promise.allSettled([findDevServer(home), findPostgres(home)]);
  const servers = looks.flatMap((look) => (look.status === 'fulfilled' ? look.value : undefined));
  await Promise.all(servers.map(async (server) => server?.stop()));
}

function failureOf(results: readonly PromiseSettledResult<unknown>[]): Error {
  const reasons = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  const message = reasons.map((reason) =>
    reason instanceof Error ? reason.message : String(reason),
  );
  return new Error(message.join('\n'), { cause: reasons[0] });
}
