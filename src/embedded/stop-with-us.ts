const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const works = new Set<() => void>();
let isListening = false;

/**
 * Runs something when this process ends, by itself or by a signal. It must be synchronous. A signal that someone else
 * handles (a worker that drains, a command that says goodbye) stays theirs: the work is then done at their exit.
 */
export function atProcessEnd(work: () => void): void {
  works.add(work);
  if (isListening) return;
  isListening = true;
  process.once('exit', () => {
    for (const each of [...works].toReversed()) each();
  });
  for (const name of signals) process.on(name, endUnlessHandled);
}

/** Takes it back. */
export function notAtProcessEnd(work: () => void): void {
  works.delete(work);
}

function endUnlessHandled(name: NodeJS.Signals): void {
  if (process.listenerCount(name) === 1) process.exit(name === 'SIGINT' ? 130 : 143);
}
