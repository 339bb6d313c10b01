import type { LogEntry } from '@temporalio/worker';

/** One JSON object a line. Long or secret fields of Temporal's own are left out. */
export function jsonLine({ level, timestampNanos, message, meta }: LogEntry): string {
  const { taskToken: _, ...facts } = meta ?? {};
  const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  return JSON.stringify({ time, level, message, ...facts }, asData);
}

function asData(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (!(value instanceof Error)) return value;
  const { name, message, stack } = value;
  return { name, message, stack };
}
