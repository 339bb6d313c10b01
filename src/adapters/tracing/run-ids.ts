import { createHash } from 'node:crypto';

/** Ids of a trace and a span, in hex. */
export interface TraceIds {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * The ids of a run's own span. Every worker derives the same: its children are written while it lasts, and it itself at
 * the end, by whoever is there then.
 */
export function runIds(workflowId: string, temporalRunId: string): TraceIds {
  const hex = createHash('sha256').update(`${workflowId}\n${temporalRunId}`).digest('hex');
  return { traceId: hex.slice(0, 32), spanId: hex.slice(32, 48) };
}
