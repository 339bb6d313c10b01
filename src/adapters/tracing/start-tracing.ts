import {
  context,
  diag,
  DiagLogLevel,
  propagation,
  trace,
  type Context,
  type Span,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  RandomIdGenerator,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { TraceIds } from './run-ids.js';

export interface TraceSettings {
  /** Where OTLP over HTTP is taken; headers and time limits are read from OpenTelemetry's own variables. */
  readonly url: string;
  readonly protocol: 'http/protobuf' | 'http/json';
  /** Whether questions, SQL and answers are written into spans, too. */
  readonly content: boolean;
  /** Adds what Arize Phoenix draws its icons by. */
  readonly openInference: boolean;
}

export interface Tracing extends Pick<TraceSettings, 'content' | 'openInference'> {
  readonly tracer: Tracer;
  /** Starts a span that has these ids, within what the context says of its trace. */
  startWithIds(ids: TraceIds, name: string, options: SpanOptions, parent: Context): Span;
  /** Sends what is not sent yet, for a moment. */
  close(): Promise<void>;
}

/**
 * Sends spans from now on: ours, and of whoever uses OpenTelemetry's API in this process, unless the process has a
 * provider of its own for those. Sampling, batches and limits are as its environment variables say.
 */
export async function startTracing(
  settings: TraceSettings,
  warn: (message: string, facts: object) => void,
): Promise<Tracing> {
  diag.setLogger(seldom(warn), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const ids = givenIds();
  const exporter = await exporterFor(settings);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'surefoot' }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    idGenerator: ids,
    spanProcessors: [
      ...(settings.openInference ? [kindOfModelCalls] : []),
      new BatchSpanProcessor(exporter),
    ],
  });
  const undo = register(provider);
  return {
    content: settings.content,
    openInference: settings.openInference,
    tracer: provider.getTracer('surefoot'),
    startWithIds(wanted, name, options, parent) {
      return ids.giving(wanted, () =>
        provider.getTracer('surefoot').startSpan(name, options, parent),
      );
    },
    async close() {
      undo();
      const late = new Promise<void>((resolve) => setTimeout(resolve, closeMs).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}

const closeMs = 3_000;

async function exporterFor({ url, protocol }: TraceSettings) {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter({ url });
}

/** As the process's own, where it has none yet. Returns how to take it back. */
function register(provider: BasicTracerProvider): () => void {
  const manager = new AsyncLocalStorageContextManager().enable();
  const registered = [
    { done: context.setGlobalContextManager(manager), undo: () => context.disable() },
    {
      done: propagation.setGlobalPropagator(new W3CTraceContextPropagator()),
      undo: () => propagation.disable(),
    },
    { done: trace.setGlobalTracerProvider(provider), undo: () => trace.disable() },
  ];
  return () => {
    for (const { done, undo } of registered) if (done) undo();
  };
}

/** Random, except for the one span that is started within `giving`. */
function givenIds() {
  const random = new RandomIdGenerator();
  let given: TraceIds | undefined;
  return {
    generateTraceId: () => given?.traceId ?? random.generateTraceId(),
    generateSpanId: () => given?.spanId ?? random.generateSpanId(),
    giving<T>(ids: TraceIds, start: () => T): T {
      given = ids;
      try {
        return start();
      } finally {
        given = undefined;
      }
    },
  };
}

/** The spans of Claude's calls are the Anthropic SDK's own: only this is missing from them. */
const kindOfModelCalls: SpanProcessor = {
  onStart(span) {
    if (!span.instrumentationScope.name.startsWith('com.anthropic.')) return;
    span.setAttribute('openinference.span.kind', 'LLM');
  },
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

const everyMs = 60_000;

/** A collector that is away is said once a minute, not once a batch. */
function seldom(warn: (message: string, facts: object) => void) {
  let saidAtMs = -Infinity;
  const say = (reason: string) => {
    if (performance.now() - saidAtMs < everyMs) return;
    saidAtMs = performance.now();
    warn('traces are not sent', { reason });
  };
  const nothing = () => undefined;
  return { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing };
}
