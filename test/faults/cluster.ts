import { Client } from 'pg';
import { runSql } from '../support.js';
import { signal, stopProcess } from '../../src/embedded/process-tools.js';
import { startPostgres, type PostgresServer } from '../../src/embedded/postgres/start-postgres.js';
import { atProcessEnd, notAtProcessEnd } from '../../src/embedded/stop-with-us.js';

/** `fast` ends sessions in good order; `immediate` is a crash. */
export type Shutdown = 'fast' | 'immediate';

/** A Postgres cluster that can go away and come back on the same port with the same data. */
export interface Cluster {
  readonly port: number;
  readonly folder: string;
  /** As the superuser. */
  url(database?: string): string;
  stop(how: Shutdown): Promise<void>;
  start(): Promise<void>;
}

export async function startCluster(home: string): Promise<Cluster> {
  const first = await startPostgres({ home, durable: false });
  // The embedded servers' own default lets a crash take the last half second with it.
  await runSql(first.adminUrl(), 'alter role all set synchronous_commit = on');
  const { port, folder } = first;
  let server: PostgresServer | undefined = first;
  const crash = (): void => void (server && signal(server.pid, 'SIGQUIT'));
  atProcessEnd(crash);
  return {
    port,
    folder,
    url: (database) => first.adminUrl(database),
    async stop(how) {
      if (server === undefined) return;
      const ask = how === 'fast' ? 'SIGINT' : 'SIGQUIT';
      await stopProcess(server.pid, { ask, insist: 'SIGQUIT', patienceMs: 10_000 });
      server = undefined;
      notAtProcessEnd(crash);
    },
    async start() {
      server ??= await startPostgres({ home, durable: false });
      if (server.port !== port) throw new Error(`Postgres came back on another port than ${port}.`);
      atProcessEnd(crash);
    },
  };
}

/** As after a failover to a standby: sessions that are open now notice it, too. */
export async function setReadOnly(cluster: Cluster, readOnly: boolean): Promise<void> {
  const client = new Client({ connectionString: cluster.url() });
  await client.connect();
  try {
    await client.query('set default_transaction_read_only = off');
    const change = readOnly ? 'set default_transaction_read_only = on' : 'reset all';
    await client.query(`alter system ${change}`);
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
}
