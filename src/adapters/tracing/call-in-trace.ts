import { SpanKind } from '@opentelemetry/api';
import { agent } from './describe-spans.js';
import { startTracing, type TraceSettings } from './start-tracing.js';

/** Does the work within a span of the agent's caller, for a process that does nothing else, and sends it. */
export async function callInTrace<T>(settings: TraceSettings, work: () => Promise<T>): Promise<T> {
  // What cannot be sent is the worker's to complain of: here somebody waits for an answer.
  const tracing = await startTracing(settings, () => undefined);
  const attributes = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent };
  const options = { kind: SpanKind.CLIENT, attributes };
  try {
    return await tracing.tracer.startActiveSpan(`invoke_agent ${agent}`, options, (span) =>
      work().finally(() => span.end()),
    );
  } finally {
    await tracing.close();
  }
}
