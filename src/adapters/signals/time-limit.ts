export interface TimeLimit {
  /** Aborted with the caller's reason, or without one once time is up. */
  readonly signal: AbortSignal;
  end(): void;
}

/**
 * Joins the caller's signal with a timer, until `end` is called. `AbortSignal.any` with `AbortSignal.timeout` may be
 * collected on Node 20, and then never comes.
 */
export function timeLimit(signal: AbortSignal, timeoutMs: number): TimeLimit {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}
