import type { Client } from '@temporalio/client';
import { readinessOf, type Readiness } from '../adapters/health/readiness.js';
import {
  HealthAddressTaken,
  serveHealth,
  type HealthOptions,
} from '../adapters/health/serve-health.js';
import type { ServerMetrics } from '../adapters/metrics/create-server-metrics.js';
import type { ProcessGauges } from '../adapters/metrics/seen.js';
import type { PostgresStore } from '../adapters/store/index.js';
import { ConfigError } from '../config.js';

/** What a server works with, once it has it all. */
export interface ObservedServer {
  readonly temporal: Client;
  readonly store: Pick<PostgresStore, 'ping' | 'connections'>;
}

/** A server's health and metrics, on a port of their own. */
export interface ServerObserver {
  readonly url: string;
  readonly metrics: ServerMetrics;
  ready(observed: ObservedServer): void;
  stopping(): void;
  close(): Promise<void>;
}

/** Serves from now on that the server is starting. @throws ConfigError where the address is taken */
export async function observeServer(
  address: Omit<HealthOptions, 'metrics'>,
): Promise<ServerObserver> {
  // Whoever serves no metrics shall not wait for them to load.
  const { createServerMetrics } = await import('../adapters/metrics/create-server-metrics.js');
  const metrics = createServerMetrics();
  let gauges = (): Promise<ProcessGauges> => Promise.resolve(nothingYet);
  const server = await serveHealth({
    ...address,
    metrics: async () => await metrics.text(await gauges()),
  }).catch((error: unknown) => {
    throw error instanceof HealthAddressTaken
      ? new ConfigError(error.message, { cause: error })
      : error;
  });
  return {
    url: server.url,
    metrics,
    ready(observed) {
      const readiness = readinessOf(checksOf(observed));
      gauges = () => gaugesOf(observed, readiness);
      server.ready(readiness);
    },
    stopping: () => server.stopping(),
    close: () => server.close(),
  };
}

const nothingYet: ProcessGauges = { dependencies: [], connections: [] };
const patienceMs = 1_500;

function checksOf({ temporal, store }: ObservedServer) {
  return [
    {
      name: 'temporal',
      needed: true,
      async check() {
        const { namespace } = temporal.options;
        await temporal.withDeadline(Date.now() + patienceMs, () =>
          temporal.workflowService.describeNamespace({ namespace }),
        );
        return undefined;
      },
    },
    {
      name: 'store',
      needed: true,
      async check() {
        await store.ping();
        return undefined;
      },
    },
  ];
}

async function gaugesOf({ store }: ObservedServer, readiness: Readiness): Promise<ProcessGauges> {
  const results = await readiness.look();
  return {
    dependencies: results.map(({ name, ok }) => [name, ok]),
    connections: [['store', store.connections()]],
  };
}
