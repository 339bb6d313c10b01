import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeFolder } from '../embedded/home.js';
import { startPostgres } from '../embedded/postgres/start-postgres.js';
import { atProcessEnd, notAtProcessEnd } from '../embedded/stop-with-us.js';
import { startDevServer } from '../embedded/temporal/dev-server.js';
import { findCli } from '../embedded/temporal/find-cli.js';

/** Where the servers of a test are. One that is named is used as it is; any other is started, and gone afterwards. */
export interface TestServers {
  /** A Temporal with the search attributes `SurefootStatus` and `SurefootTenant`, such as a dev server in CI. */
  readonly temporalAddress: string;
  /** A Postgres, as a user who may make databases and roles. */
  readonly postgresUrl: string;
}

/** In a temporary folder, and not durable. The Temporal CLI is downloaded where the machine has none. */
export async function startTestServers(
  given: Partial<TestServers>,
): Promise<TestServers & { readonly close: () => Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), 'surefoot-test-'));
  // Root's Postgres runs as another user.
  chmodSync(home, 0o755);
  const stops: (() => Promise<void>)[] = [];
  const inHaste: (() => void)[] = [];
  const atEnd = (): void => {
    for (const stopNow of inHaste) stopNow();
    rmSync(home, { recursive: true, force: true });
  };
  atProcessEnd(atEnd);

  const close = async (): Promise<void> => {
    await Promise.all(stops.map((stop) => stop()));
    notAtProcessEnd(atEnd);
    rmSync(home, { recursive: true, force: true });
  };
  const startOwn = async <Server extends { stop(): Promise<void>; stopNow(): void }>(
    starting: Promise<Server>,
  ): Promise<Server> => {
    const server = await starting;
    stops.push(() => server.stop());
    inHaste.push(() => server.stopNow());
    return server;
  };
  const cli = () => findCli({ home: homeFolder(process.env) });
  const [temporal, postgres] = await Promise.allSettled([
    given.temporalAddress ??
      startOwn(startDevServer({ home, ephemeral: true, findCli: cli })).then(
        ({ address }) => address,
      ),
    given.postgresUrl ??
      startOwn(startPostgres({ home, durable: false })).then((server) => server.adminUrl()),
  ]);
  if (temporal.status === 'rejected' || postgres.status === 'rejected') {
    await close();
    throw temporal.status === 'rejected' ? temporal.reason : failureOf(postgres);
  }
  return { temporalAddress: temporal.value, postgresUrl: postgres.value, close };
}

function failureOf(settled: PromiseSettledResult<unknown>): unknown {
  return settled.status === 'rejected' ? settled.reason : undefined;
}
