/** Below the attempt's own limit, so that Postgres is the one to say no and nothing is left running. */
export function onServerMs(timeoutMs: number): number {
  return Math.floor(Math.max(timeoutMs - Math.max(250, timeoutMs / 20), timeoutMs / 2));
}
