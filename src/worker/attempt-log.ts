import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import {
  factsOfOutcome,
  factsOfTask,
  type Logging,
  finishedEvent,
  outcomeEventsOf,
  startedEvent,
} from '../activities/attempt-facts.js';
import { lastProgress, notedBreaker, notedResponse } from '../activities/attempt.js';
import type { Deps } from '../activities/deps.js';
import { costSoFar, ownUsage } from '../activities/spent.js';
import type { Metrics } from '../adapters/metrics/create-metrics.js';
import { attemptInterceptor } from '../adapters/temporal/attempt-interceptor.js';
import type { Finding } from '../domain/finding.js';
import type { AttemptEnd, AttemptStart } from '../ports.js';
import { readyWithoutConstants } from '../sql/without-constants.js';

/** What writes the row of each attempt, its events and its metrics. */
export async function attemptLog(
  deps: Logging & Pick<Deps, 'store'>,
  { identity, metrics }: { readonly identity: string; readonly metrics: Metrics | undefined },
): Promise<ActivityInterceptorsFactory> {
  const { attempts } = deps.store;
  if (deps.keptParameters === 'redacted') await readyWithoutConstants();
  const facts = {
    task: (argument: unknown, tool: string) => factsOfTask(argument, tool, deps),
    outcome: factsOfOutcome,
    progress: lastProgress,
    breakerState: notedBreaker,
    response: notedResponse,
    usage: ownUsage,
    cost: costSoFar(attempts),
    started: startedEvent,
    told: outcomeEventsOf,
    finished: finishedEvent,
  };
  const log = { attempts, ...(metrics && { seen: seenBy(metrics, deps.warehouses.length > 1) }) };
  return () => ({ inbound: attemptInterceptor(log, facts, identity) });
}

/** The only warehouse is no label, so that dashboards know its series; of several each is told. */
function seenBy(metrics: Metrics, areSeveral: boolean) {
  return ({ tool, warehouse }: AttemptStart, end: AttemptEnd, result: unknown): void => {
    const { findings = [] } = (result ?? {}) as { readonly findings?: readonly Finding[] };
    const codes = findings.map(({ code }) => code);
    const latencyMs = end.latencyMs ?? 0;
    metrics.attemptEnded({
      ...{ ...end, tool, latencyMs, rung: end.rung ?? 'none', findings: codes },
      warehouse: areSeveral ? warehouse : null,
    });
  };
}
