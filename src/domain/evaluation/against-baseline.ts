import type { Evaluation } from './evaluation.js';

/** How an evaluation stands to an earlier one of the same suite, by the ids of its cases. */
export interface AgainstBaseline {
  /** A smaller share of its runs is right. */
  readonly regressed: readonly string[];
  readonly better: readonly string[];
  readonly added: readonly string[];
  /** In the baseline, and not asked now. */
  readonly gone: readonly string[];
}

export function againstBaseline(
  now: Pick<Evaluation, 'cases'>,
  baseline: Pick<Evaluation, 'cases'>,
): AgainstBaseline {
  const before = new Map(baseline.cases.map((each) => [each.id, share(each)]));
  const asked = new Set(now.cases.map(({ id }) => id));
  const changed = (is: (now: number, before: number) => boolean) =>
    now.cases.flatMap((each) => {
      const then = before.get(each.id);
      return then !== undefined && is(share(each), then) ? [each.id] : [];
    });
  return {
    regressed: changed((is, was) => is < was),
    better: changed((is, was) => is > was),
    added: now.cases.flatMap(({ id }) => (before.has(id) ? [] : [id])),
    gone: baseline.cases.flatMap(({ id }) => (asked.has(id) ? [] : [id])),
  };
}

function share({ correct, runs }: { readonly correct: number; readonly runs: number }): number {
  return runs === 0 ? 0 : correct / runs;
}
