const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const last: (() => void)[] = [];

/**
 * Runs something when this process ends, by itself or by a signal. It must be synchronous. A signal that someone else
 * handles (a worker that drains, a command that says goodbye) stays theirs: the work is then done at their exit.
 */
export function atProcessEnd(work: () => void): void {
  if (last.push(work) > 1) return;
  process.once('exit', () => {
    for (const each of last.toReversed()) each();
  });
  for (const name of signals) process.on(name, endUnlessHandled);
}

/** Takes it back. */
export function notAtProcessEnd(work: () => void): void {
  const index = last.indexOf(work);
  if (index >= 0) last.splice(index, 1);
}

function endUnlessHandled(name: NodeJS.Signals): void {
  if (process.listenerCount(name) > 1) return;
  process.exit(name === 'SIGINT' ? 130 : 143);
}
