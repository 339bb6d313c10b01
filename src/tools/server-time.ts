/** As `onServerMs`, with a moment more, so that a query out of time is followed by what would have fitted. */
export function onServerWithHelpMs(timeoutMs: number): number {
  return Math.min(onServerMs(timeoutMs), Math.floor(timeoutMs - Math.min(helpMs, timeoutMs / 5)));
}

const helpMs = 1_500;

/** Below the attempt's own limit, so that Postgres is the one to say no and nothing is left running. */
export function onServerMs(timeoutMs: number): number {
  return Math.floor(Math.max(timeoutMs - Math.max(250, timeoutMs / 20), timeoutMs / 2));
}
