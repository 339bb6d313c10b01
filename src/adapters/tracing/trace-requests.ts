import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Tracing } from './start-tracing.js';

export interface TracedRequest {
  readonly method: string;
  readonly headers: Headers;
}

export interface Answered {
  /** As the router has it, such as `/v1/runs/:runId`. */
  readonly route: string;
  readonly status: number;
}

/** Does a request's work within a span, which goes on the trace that the request says it is part of. */
export type TraceRequest = (request: TracedRequest, work: () => Promise<Answered>) => Promise<void>;

export function traceRequests({ tracer }: Pick<Tracing, 'tracer'>): TraceRequest {
  return async ({ method, headers }, work) => {
    const parent = propagation.extract(ROOT_CONTEXT, headers, {
      keys: (carrier) => [...carrier.keys()],
      get: (carrier, name) => carrier.get(name) ?? undefined,
    });
    const options = { kind: SpanKind.SERVER, attributes: { 'http.request.method': method } };
    await context.with(parent, () =>
      tracer.startActiveSpan(method, options, async (span) => {
        try {
          const { route, status } = await work();
          span.updateName(`${method} ${route}`);
          span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
          if (status < 500) return;
          span.setAttribute('error.type', String(status));
          span.setStatus({ code: SpanStatusCode.ERROR });
        } finally {
          span.end();
        }
      }),
    );
  };
}
