import { jsonLine } from '../adapters/temporal/log.js';

/** A line of JSON on stderr, as workers write them. */
export function log(level: 'WARN' | 'ERROR', message: string, facts: object): void {
  const timestampNanos = BigInt(Date.now()) * 1_000_000n;
  process.stderr.write(`${jsonLine({ level, timestampNanos, message, meta: { ...facts } })}\n`);
}
