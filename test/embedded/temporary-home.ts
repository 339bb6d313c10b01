import type { TestContext } from 'node:test';
import { findPostgres } from '../../src/embedded/postgres/start-postgres.js';
import { findDevServer } from '../../src/embedded/temporal/dev-server.js';
import { temporaryFolder } from '../throwaway.js';

/** A home of the test's own. Servers that a failed test left running in it are stopped. */
export function temporaryHome(t: TestContext): string {
  const home = temporaryFolder();
  t.after(async () => {
    await (await findDevServer(home))?.stop();
    await (await findPostgres(home))?.stop();
  });
  return home;
}
