import { ToolFailure } from '../../domain/failure.js';
import type { AttemptLog } from '../../ports.js';

/** Writes that must not be lost while the store is away: kept in memory, in order, and made once it is back. */
export interface Owed {
  /**
   * Made now where the store is there, else as soon as it is back; `lateMs` says how much later. Either way the caller
   * goes on, also where the store hangs: after a moment. @throws ToolFailure that no waiting cures
   */
  write(make: (lateMs: number) => Promise<unknown>): Promise<void>;
  /** Makes what is owed by now, so that what comes next comes after it. @throws ToolFailure while the store is away */
  pay(): Promise<void>;
  /** How many writes are owed now. */
  waiting(): number;
  /** Tries once more to make what is owed; what then still is, is lost with this process. */
  close(): Promise<void>;
}

export interface OwedOptions {
  /** Told of each write that could not be made after all. */
  readonly onLost: (error: unknown) => void;
  readonly everyMs?: number;
  /** How long a write may hold up its caller. */
  readonly patienceMs?: number;
  /** More than that are not kept: the oldest is lost. */
  readonly most?: number;
}

/**
 * The same log, whose ends are owed while the store is away: an attempt that is over is not made again for its row, nor
 * taken for lost while that waits.
 */
export function owingEnds(attempts: AttemptLog, owed: Owed): AttemptLog {
  return {
    start: (attempt, event) => attempts.start(attempt, event),
    callsOf: async (run, attemptIds) => {
      await owed.pay().catch(() => undefined);
      return await attempts.callsOf(run, attemptIds);
    },
    unfinished: (execution, begun) => attempts.unfinished(execution, begun),
    lose: (attempt) => attempts.lose(attempt),
    end: (attempt, also) =>
      owed.write((lateMs) => attempts.end(lateMs > 0 ? { ...attempt, lateMs } : attempt, also)),
  };
}

interface Debt {
  readonly make: (lateMs: number) => Promise<unknown>;
  readonly sinceMs: number;
}

/** How long an event may wait, once the store is back, for its run to be known to it. */
const longestForRunMs = 120_000;

export function createOwed({
  onLost,
  everyMs = 1_000,
  patienceMs = 700,
  most = 10_000,
}: OwedOptions): Owed {
  let debts: readonly Debt[] = [];
  let timer: NodeJS.Timeout | undefined;
  let paying: Promise<void> | undefined;
  /** When the store first said of a debt that it does not know its run. */
  const earlySinceMs = new WeakMap<Debt, number>();
  const mayBecomeKnown = (debt: Debt) => {
    const sinceMs = earlySinceMs.get(debt) ?? Date.now();
    earlySinceMs.set(debt, sinceMs);
    return Date.now() - sinceMs < longestForRunMs;
  };

  const owe = (debt: Debt) => {
    debts = [...debts, debt];
    while (debts.length > most) {
      debts = debts.slice(1);
      onLost(new Error('Too many writes wait for the store.'));
    }
    timer ??= setInterval(() => pay().catch(() => undefined), everyMs).unref();
  };

  const pay = () => (paying ??= payAll().finally(() => (paying = undefined)));

  /** What came to be owed while others were paid is not in their turn. */
  const payWhole = async () => {
    await paying?.catch(() => undefined);
    if (debts.length > 0) await pay();
  };

  /** In order. One whose run is not known yet is put back; the store's absence ends it for this time. */
  const payAll = async () => {
    for (const debt of debts) {
      const failure = await debt.make(Date.now() - debt.sinceMs).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      if (failure !== undefined && isAway(failure.error)) throw failure.error;
      if (failure !== undefined && isTooEarly(failure.error) && mayBecomeKnown(debt)) continue;
      debts = debts.filter((each) => each !== debt);
      if (failure !== undefined) onLost(failure.error);
    }
    if (debts.length > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    async write(make) {
      const debt = { make, sinceMs: Date.now() };
      // What is owed comes first, so that events stay in order.
      if (debts.length > 0) return owe(debt);
      const made = make(0);
      try {
        if (await isDone(made, patienceMs)) return;
        owe({ ...debt, make: onceKnown(made, make) });
        void pay().catch(() => undefined);
      } catch (error) {
        if (!isAway(error) && !isTooEarly(error)) throw error;
        owe(debt);
      }
    },
    pay: payWhole,
    waiting: () => debts.length,
    async close() {
      clearInterval(timer);
      timer = undefined;
      await payWhole().catch(() => undefined);
      for (const _ of debts) onLost(new Error('The store was away until this process ended.'));
    },
  };
}

/** Whether it is done within that time. @throws what it throws by then */
async function isDone(made: Promise<unknown>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  try {
    return await Promise.race([made.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A write that is under way: made again only once it is known to have failed. */
function onceKnown(made: Promise<unknown>, make: Debt['make']): Debt['make'] {
  let underWay: Promise<unknown> | undefined = made;
  return async (lateMs) => {
    const word = underWay ?? make(lateMs);
    underWay = undefined;
    return await word;
  };
}

function isAway(error: unknown): boolean {
  return named(error, 'store_unavailable');
}

function isTooEarly(error: unknown): boolean {
  return named(error, 'run_not_begun');
}

function named(error: unknown, name: string): boolean {
  return error instanceof ToolFailure && error.toolError.error === name;
}
