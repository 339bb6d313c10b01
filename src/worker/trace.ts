import { Runtime, type ActivityInterceptorsFactory } from '@temporalio/worker';
import { factsOfTask, type Logging } from '../activities/attempt-facts.js';
import type { TraceSettings } from '../adapters/tracing/start-tracing.js';
import type { TracedTask } from '../adapters/tracing/trace-activities.js';
import type { Config } from '../config.js';
import { traceSettings } from '../config/settings-by-part.js';

export interface TracedWorker {
  readonly interceptor: ActivityInterceptorsFactory;
  close(): Promise<void>;
}

/** Undefined where no collector is named: then nothing of it is loaded. */
export async function tracingOf(
  config: Config,
  known: Omit<Logging, 'keptParameters'>,
): Promise<TracedWorker | undefined> {
  const settings = traceSettings(config);
  if (settings === undefined) return undefined;
  const traced: TracedTask = (argument, activity) => {
    const task = factsOfTask(argument, activity, { ...known, keptParameters: 'on' });
    const onWarehouse = known.tools.get(activity)?.usesWarehouse === true;
    const warehouse = known.warehouses.length > 1 ? task?.start.warehouse : undefined;
    return task && { ...task, onWarehouse, warehouse: warehouse ?? null };
  };
  const { logger } = Runtime.instance();
  return await traceWorker(settings, traced, (message, facts) =>
    logger.warn(message, { ...facts }),
  );
}

/** Loads OpenTelemetry, and writes a span for each attempt from now on. */
async function traceWorker(
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
