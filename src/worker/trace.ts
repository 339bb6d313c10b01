import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { TraceSettings } from '../adapters/tracing/start-tracing.js';
import type { TracedTask } from '../adapters/tracing/trace-activities.js';

export interface TracedWorker {
  readonly interceptor: ActivityInterceptorsFactory;
  close(): Promise<void>;
}

/** Loads OpenTelemetry, and writes a span for each attempt from now on. */
export async function traceWorker(
  settings: TraceSettings,
  traced: TracedTask,
  warn: (message: string, facts: object) => void,
): Promise<TracedWorker> {
  const [{ startTracing }, { traceInterceptor }] = await Promise.all([
    import('../adapters/tracing/start-tracing.js'),
    import('../adapters/tracing/trace-activities.js'),
  ]);
  const tracing = await startTracing(settings, warn);
  const inbound = traceInterceptor(tracing, traced);
  return { interceptor: () => ({ inbound }), close: () => tracing.close() };
}
