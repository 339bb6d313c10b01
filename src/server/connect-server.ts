import type { Client } from '@temporalio/client';
import type { ServerMetrics } from '../adapters/metrics/create-server-metrics.js';
import { connectReports, connectStore, type PostgresStore } from '../adapters/store/index.js';
import { connectClient } from '../adapters/temporal/connect.js';
import { Surefoot } from '../client.js';
import { apiKeyDesk } from '../client/api-keys.js';
import { required, type Config } from '../config.js';
import { clientSettings, temporalSettings } from '../config/settings-by-part.js';
import type { HttpDeps } from '../http/api.js';
import type { Authentication } from '../http/middleware/authenticate.js';
import { watchKeys } from '../http/watch-keys.js';

export interface ConnectedServer {
  readonly deps: Omit<HttpDeps, 'stopping' | 'metrics' | 'onBrokenStream'>;
  readonly callerOf: Authentication['callerOf'];
  readonly temporal: Client;
  readonly store: PostgresStore;
  close(): Promise<void>;
}

/** Opens what the API works with. @throws ConfigError, TemporalUnreachable, ToolFailure */
export async function connectServer(
  config: Config,
  metrics: ServerMetrics | undefined,
): Promise<ConnectedServer> {
  const { SUREFOOT_STORE_URL: url } = required(config, ['SUREFOOT_STORE_URL']);
  const temporal = await connectClient(temporalSettings(config));
  const store = connectStore({
    url,
    ...(metrics && { onStatement: (...told) => metrics.storeAsked(...told) }),
  });
  const reports = connectReports({ url });
  const close = async () => {
    await Promise.all([store.close(), reports.close(), temporal.connection.close()]);
  };
  try {
    await lookAtStore(url);
  } catch (error) {
    await close();
    throw error;
  }
  const keys = apiKeyDesk(store.apiKeys);
  const surefoot = new Surefoot({ temporal, store, ...clientSettings(config) });
  return {
    deps: {
      surefoot,
      admissions: store.apiKeys,
      keyWatch: watchKeys(store.apiKeys),
      runsAtOnce: config.SUREFOOT_HTTP_RUNS_AT_ONCE,
      breakers: store.breakers,
      reports,
    },
    callerOf: (key) => keys.callerOf(key),
    temporal,
    store,
    close,
  };
}

/** A store that is away or not migrated is said now, not to the first who asks; a slow one has time: nobody waits. */
async function lookAtStore(url: string): Promise<void> {
  const store = connectStore({ url, patient: true });
  try {
    await store.ping();
  } finally {
    await store.close();
  }
}
