export interface EventLoop {
  /** How late this process last ran a timer, or is running one now. */
  lagMs(): number;
  stop(): void;
}

/** Looks, every half second, how late timers are: a loop that is busy answers nobody. */
export function watchEventLoop(
  everyMs = 500,
  now: () => number = () => performance.now(),
): EventLoop {
  let dueMs = now() + everyMs;
  let lastMs = 0;
  const timer = setInterval(() => {
    lastMs = Math.max(now() - dueMs, 0);
    dueMs = now() + everyMs;
  }, everyMs).unref();
  return {
    lagMs: () => Math.max(lastMs, now() - dueMs),
    stop: () => clearInterval(timer),
  };
}
