import { inspect } from 'node:util';
import type { LogEntry } from '@temporalio/worker';

/** One JSON object a line. Long or secret fields of Temporal's own are left out. */
export function jsonLine({ level, timestampNanos, message, meta }: LogEntry): string {
  const { taskToken: _, ...facts } = meta ?? {};
  const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  return JSON.stringify({ time, level, message, ...facts }, asData);
}

function asData(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Error ? describedError(value) : value;
}

/** With its causes: an error may be its own, so that somewhere they end. */
function describedError({ name, message, stack, cause }: Error, causes = 5): object {
  if (cause === undefined || causes === 0) return { name, message, stack };
  const why = cause instanceof Error ? describedError(cause, causes - 1) : inspect(cause);
  return { name, message, stack, cause: why };
}
