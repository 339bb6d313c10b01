import { join } from 'node:path';
import { Client as Postgres } from 'pg';
import { copyRows } from '../../src/adapters/warehouse/copy.js';
import { loadSample } from '../../src/embedded/sample/index.js';
import { runSql } from '../support.js';
import { temporalCli, temporaryFolder, throwawayTemporal } from '../throwaway.js';
import { startCluster, type Cluster } from './cluster.js';

/** What all scenarios share: the store and the warehouse, two clusters, and Temporal. */
export interface World {
  readonly store: Cluster;
  readonly warehouse: Cluster;
  readonly temporalAddress: string;
  close(): Promise<void>;
}

export const warehouseDatabase = 'sales';
/** Each scene's login is one of these: it may read and nothing else. */
export const agents = 'agents';

export async function startWorld(): Promise<World> {
  const [store, warehouse, temporalAddress] = await Promise.all([
    startCluster(temporaryFolder()),
    startWarehouse(),
    throwawayTemporal(temporalCli),
  ]);
  return {
    store,
    warehouse,
    temporalAddress,
    async close() {
      await Promise.all([store.stop('immediate'), warehouse.stop('immediate')]);
    },
  };
}

/** The sample in a cluster that logs each statement: the journal of executions that no process of ours writes. */
async function startWarehouse(): Promise<Cluster> {
  const cluster = await startCluster(temporaryFolder());
  await runSql(cluster.url(), `create database ${warehouseDatabase}`);
  const client = new Postgres(cluster.url(warehouseDatabase));
  await client.connect();
  try {
    await loadSample(client, { copyRows });
    await client.query(
      `create role ${agents};
       revoke create on schema public from public;
       grant usage on schema public to ${agents};
       grant select on all tables in schema public to ${agents};
       alter database ${warehouseDatabase} set log_statement = 'all'`,
    );
  } finally {
    await client.end();
  }
  return cluster;
}

/** Where a cluster's server writes its log. */
export function logOf({ folder }: Cluster): string {
  return join(folder, 'server.log');
}
