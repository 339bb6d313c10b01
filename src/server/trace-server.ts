import type { TraceRequest } from '../adapters/tracing/trace-requests.js';
import type { Config } from '../config.js';
import { traceSettings } from '../config/settings-by-part.js';
import { log } from './log.js';

export interface TracedServer {
  readonly trace: TraceRequest;
  close(): Promise<void>;
}

/** Undefined where no collector is named: then nothing of OpenTelemetry is loaded. */
export async function tracingOfServer(config: Config): Promise<TracedServer | undefined> {
  const settings = traceSettings(config);
  if (settings === undefined) return undefined;
  const [{ startTracing }, { traceRequests }] = await Promise.all([
    import('../adapters/tracing/start-tracing.js'),
    import('../adapters/tracing/trace-requests.js'),
  ]);
  const tracing = await startTracing(settings, (message, facts) => log('WARN', message, facts));
  return { trace: traceRequests(tracing), close: () => tracing.close() };
}
