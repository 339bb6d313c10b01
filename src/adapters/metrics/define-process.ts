import { collectDefaultMetrics, type Registry } from 'prom-client';
import { definers } from './definers.js';
import type { ProcessGauges } from './seen.js';

const storeBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];

/** What workers and servers alike tell of themselves. */
export function defineProcess(registry: Registry) {
  collectDefaultMetrics({ register: registry });
  const { gauge, histogram } = definers(registry);
  const storeDuration = histogram(
    'surefoot_store_statement_duration_seconds',
    'How long a statement of the store took, the wait for a connection included.',
    storeBuckets,
    'outcome',
  );
  const pools = gauge(
    'surefoot_pool_connections',
    'Connections of this process, and who waits for one.',
    ...(['pool', 'state'] as const),
  );
  const dependencyUp = gauge(
    'surefoot_dependency_up',
    'Whether this process reaches what it works with.',
    'dependency',
  );
  return {
    storeAsked: (seconds: number, failed: boolean): void => {
      storeDuration.observe({ outcome: failed ? 'failed' : 'ok' }, seconds);
    },
    look: ({ dependencies, connections }: ProcessGauges): void => {
      for (const [dependency, ok] of dependencies) dependencyUp.set({ dependency }, ok ? 1 : 0);
      for (const [pool, { busy, idle, waiting }] of connections) {
        pools.set({ pool, state: 'busy' }, busy);
        pools.set({ pool, state: 'idle' }, idle);
        pools.set({ pool, state: 'waiting' }, waiting);
      }
    },
  };
}
