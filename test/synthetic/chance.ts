import type { Random } from '../../src/embedded/sample/random.js';

/** At least 1. The median is what half of them take; `spread` 0.6 puts p95 at 2.7 times that. One in 150 is far slower. */
export function latency(random: Random, medianMs: number, spread: number): number {
  const tail = random.below(150) === 0 ? random.between(2, 4) : 1;
  return Math.max(1, Math.round(medianMs * Math.exp(spread * normal(random)) * tail));
}

/** How many come where so many are expected. */
export function poisson(random: Random, expected: number): number {
  const limit = Math.exp(-expected);
  let [count, product] = [0, share(random)];
  while (product > limit) {
    product *= share(random);
    count += 1;
  }
  return count;
}

/** True that often in ten thousand. */
export function seldom(random: Random, perTenThousand: number): boolean {
  return random.below(10_000) < perTenThousand;
}

export function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.below(16).toString(16)).join('');
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(share(random))) * Math.cos(2 * Math.PI * share(random));
}

/** Above 0, at most 1. */
function share(random: Random): number {
  return (random.below(1_048_576) + 1) / 1_048_576;
}
