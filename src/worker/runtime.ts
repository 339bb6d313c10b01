import { IllegalStateError } from '@temporalio/common';
import {
  DefaultLogger,
  Runtime,
  type LogEntry,
  type MetricsExporterConfig,
  type RuntimeOptions,
} from '@temporalio/worker';
import { jsonLine } from '../adapters/temporal/log.js';
import type { Config } from '../config.js';
import type { Observer } from './observe.js';

let installed = false;

/** Temporal allows one runtime a process. Its logs and ours go to stderr: stdout belongs to answers. */
export function installRuntime(
  { SUREFOOT_LOG_LEVEL }: Config,
  observer: Observer | undefined,
): void {
  if (installed) return;
  installed = true;
  const logger = new DefaultLogger(SUREFOOT_LOG_LEVEL, (entry: LogEntry) => {
    // The SDK warns of each worker without workflows: the warehouse's has activities alone, as it should.
    if (entry.message.startsWith('No workflows registered')) return;
    process.stderr.write(`${jsonLine(entry)}\n`);
  });
  const options: RuntimeOptions = {
    logger,
    // Whoever starts the worker decides what a signal means.
    shutdownSignals: [],
    telemetryOptions: {
      logging: { filter: 'WARN', forward: {} },
      ...(observer && { metrics: coreMetrics(observer.coreAddress) }),
    },
  };
  try {
    Runtime.install(options);
  } catch (error) {
    // A process that has one already, as one with workers of its own may, keeps it.
    if (!(error instanceof IllegalStateError)) throw error;
  }
}

/** Named as ours are: seconds, with their unit, counters with `_total`. */
function coreMetrics(bindAddress: string): MetricsExporterConfig {
  const names = { countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true };
  return { attachServiceName: false, prometheus: { bindAddress, ...names } };
}
