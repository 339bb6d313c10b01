import type { NativeConnection, Worker } from '@temporalio/worker';
import { readinessOf, type HealthCheck, type Readiness } from '../adapters/health/readiness.js';
import {
  HealthAddressTaken,
  serveHealth,
  type HealthOptions,
} from '../adapters/health/serve-health.js';
import type { Metrics } from '../adapters/metrics/create-metrics.js';
import type { Gauges } from '../adapters/metrics/seen.js';
import type { Owed, PostgresStore } from '../adapters/store/index.js';
import type { ConnectedWarehouse } from '../adapters/warehouse/connect-warehouse.js';
import { ToolFailure } from '../domain/failure.js';
import { ConfigError } from '../config.js';
import { freePort } from '../embedded/free-port.js';

/** What a worker works with, once it has it all. */
export interface Observed {
  readonly workers: readonly Worker[];
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly store: Pick<PostgresStore, 'ping' | 'connections' | 'breakers'>;
  readonly warehouses: readonly Pick<ConnectedWarehouse, 'name' | 'admit' | 'connections'>[];
  readonly owed: Pick<Owed, 'waiting'>;
}

/** A worker's health and metrics, served. */
export interface Observer {
  readonly url: string;
  readonly metrics: Metrics;
  /** Where Temporal's core is to serve its own metrics, for this process to pass on. */
  readonly coreAddress: string;
  ready(observed: Observed): void;
  stopping(): void;
  close(): Promise<void>;
}

/** Serves from now on that the worker is starting. @throws ConfigError where the address is taken */
export async function observe(address: Omit<HealthOptions, 'metrics'>): Promise<Observer> {
  const [{ createMetrics }, corePort] = await Promise.all([
    // Whoever serves no metrics shall not wait for them to load.
    import('../adapters/metrics/create-metrics.js'),
    freePort(),
  ]);
  const metrics = createMetrics();
  const coreAddress = `127.0.0.1:${corePort}`;
  let gauges = (): Promise<Gauges> => Promise.resolve(nothingYet);
  const server = await serveHealth({
    ...address,
    async metrics() {
      const [ours, core] = await Promise.all([
        gauges().then((now) => metrics.text(now)),
        coreMetrics(coreAddress),
      ]);
      return `${ours}${core}`;
    },
  }).catch((error: unknown) => {
    throw error instanceof HealthAddressTaken
      ? new ConfigError(error.message, { cause: error })
      : error;
  });
  return {
    url: server.url,
    metrics,
    coreAddress,
    ready(observed) {
      const readiness = readinessOf(checksOf(observed));
      gauges = () => gaugesOf(observed, readiness);
      server.ready(readiness);
    },
    stopping: () => server.stopping(),
    close: () => server.close(),
  };
}

const nothingYet: Gauges = { breakers: [], dependencies: [], connections: [], owedWrites: 0 };
const patienceMs = 1_500;

function checksOf({
  workers,
  connection,
  namespace,
  store,
  warehouses,
}: Observed): readonly HealthCheck[] {
  return [
    {
      name: 'worker',
      needed: true,
      check: () => Promise.resolve(workers.every(isPolling) ? undefined : 'does not poll'),
    },
    {
      name: 'temporal',
      needed: true,
      async check() {
        const ask = () => connection.workflowService.describeNamespace({ namespace });
        await connection.withDeadline(Date.now() + patienceMs, ask);
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
    // Without one a worker still answers from what it has, and says so.
    ...warehouses.map((warehouse) => ({
      name: shownAs(warehouse, warehouses),
      needed: false,
      async check() {
        return await warehouse
          .admit(AbortSignal.timeout(patienceMs))
          .then(() => undefined, unlessTold);
      },
    })),
  ];
}

/** The only one has no name of its own, so that dashboards know it; of several each is told by its. */
function shownAs(
  { name }: { readonly name: string },
  warehouses: Observed['warehouses'],
): `warehouse${string}` {
  return warehouses.length === 1 ? 'warehouse' : `warehouse ${name}`;
}

/** What the role may do beyond reading is for `doctor` to say, not for everybody who probes. */
function unlessTold(error: unknown): string {
  if (error instanceof ToolFailure && error.toolError.error === 'privileged_role') {
    return 'its role may do more than read: `surefoot doctor` says what';
  }
  throw error;
}

function isPolling(worker: Worker): boolean {
  const { runState, workflowPollerState, activityPollerState } = worker.getStatus();
  const gone = [workflowPollerState, activityPollerState].includes('FAILED');
  return runState === 'RUNNING' && !gone;
}

async function gaugesOf(
  { store, warehouses, owed }: Observed,
  readiness: Readiness,
): Promise<Gauges> {
  const [results, breakers] = await Promise.all([
    readiness.look(),
    // Where the store is away nobody knows how they stand.
    store.breakers.list().catch(() => []),
  ]);
  return {
    breakers: breakers.map(({ name, breaker }) => [name, breaker.state]),
    dependencies: results.filter(isDependency).map(({ name, ok }) => [name, ok]),
    connections: [
      ['store', store.connections()],
      ...warehouses.map((each) => [shownAs(each, warehouses), each.connections()] as const),
    ],
    owedWrites: owed.waiting(),
  };
}

function isDependency({ name }: { readonly name: string }): boolean {
  return name !== 'worker';
}

/** Temporal's core serves its metrics on a port of its own, and nowhere else. */
async function coreMetrics(address: string): Promise<string> {
  try {
    const response = await fetch(`http://${address}/metrics`, {
      signal: AbortSignal.timeout(patienceMs),
    });
    return await response.text();
  } catch {
    return '# Temporal’s own metrics cannot be had.\n';
  }
}
