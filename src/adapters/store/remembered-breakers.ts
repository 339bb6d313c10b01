import { closed, type Breaker } from '../../domain/breaker.js';
import type { Breakers } from '../../ports.js';

/** So long a process may go on without hearing that another one's attempts have failed. */
const forMs = 200;

/**
 * Remembers for a moment that a breaker is closed with nothing against its tool: a busy worker then asks the store five
 * times a second and not before and after each call. Whatever is not well goes to the store at once, and a breaker that
 * is not closed is never remembered.
 */
export function rememberedBreakers(
  breakers: Breakers,
  now: () => number = () => performance.now(),
): Breakers {
  const wellUntil = new Map<string, number>();
  const isWell = (name: string) => now() < (wellUntil.get(name) ?? 0);
  const remember = (name: string, breaker: Breaker, askedAt: number) => {
    if (isClean(breaker)) wellUntil.set(name, askedAt + forMs);
    else wellUntil.delete(name);
  };
  return {
    ...breakers,
    async admit(name, caller) {
      if (isWell(name)) return { admitted: true, breaker: closed, probe: false };
      const askedAt = now();
      const admission = await breakers.admit(name, caller);
      remember(name, admission.breaker, askedAt);
      return admission;
    },
    async report(name, report) {
      if (report.result.kind === 'well' && isWell(name)) return closed;
      wellUntil.delete(name);
      const askedAt = now();
      const breaker = await breakers.report(name, report);
      remember(name, breaker, askedAt);
      return breaker;
    },
    async force(name, breaker, by) {
      wellUntil.delete(name);
      await breakers.force(name, breaker, by);
    },
  };
}

function isClean(breaker: Breaker): boolean {
  return breaker.state === 'closed' && breaker.failures === 0 && breaker.timeouts.length === 0;
}
