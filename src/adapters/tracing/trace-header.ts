import { context, propagation, ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';

/** As in `workflows/trace-headers.ts`: Temporal's SDKs agree on this name, and on a map of W3C headers as its value. */
const traceHeader = '_tracer-data';

/** The trace that is active here; nothing where there is none. */
export function headerOfActiveTrace(): Headers {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  if (Object.keys(carrier).length === 0) return {};
  const payload = defaultPayloadConverter.toPayload(carrier);
  return payload === undefined ? {} : { [traceHeader]: payload };
}

/** The trace that somebody else has handed on; none where there is none. */
export function contextFrom({ [traceHeader]: payload }: Headers): Context {
  if (payload === undefined) return ROOT_CONTEXT;
  try {
    return propagation.extract(ROOT_CONTEXT, defaultPayloadConverter.fromPayload(payload));
  } catch {
    // Whatever the caller wrote there: a run is not stopped for its trace.
    return ROOT_CONTEXT;
  }
}
