import { percentOf, type Study, type StudyTable } from './study.js';
import { goldMutants, type Outcome } from './mutations/gold-mutants.js';

/** Queries with one mistake in them, and which layer sees it first; and the same layers over the queries as they are. */
export const mutations: Study = {
  title: 'Gold queries with one mistake: what is caught, and where first',
  async run() {
    const { wrong, right } = await goldMutants();
    return report(wrong, right);
  },
};

const layers = ['names', 'explain', 'lints', 'intent', 'after'] as const;

function report(wrong: readonly Outcome[], right: readonly Outcome[]): StudyTable {
  const names = [...new Set(wrong.map(({ mutation }) => mutation))];
  const refused = right.filter(({ caught }) => caught !== null);
  const least = right.length - refused.length;
  return {
    head: ['mistake', 'queries', 'change nothing', ...layers, 'caught', 'warned of'],
    rows: [
      ...names.map((name) =>
        line(
          name,
          wrong.filter(({ mutation }) => mutation === name),
        ),
      ),
      line('none: false alarms', right),
    ],
    missed:
      least < 0.98 * right.length
        ? ['2 % or more of the queries without a mistake are refused']
        : [],
  };
}

/** Shares are of those that change the result. */
function line(name: string, outcomes: readonly Outcome[]): string[] {
  const counted = name.startsWith('none') ? outcomes : outcomes.filter(({ isSame }) => !isSame);
  const share = (some: readonly Outcome[]) => percentOf(some.length, counted.length);
  const caught = counted.filter((outcome) => outcome.caught !== null);
  return [
    name,
    String(outcomes.length),
    name.startsWith('none') ? '' : String(outcomes.length - counted.length),
    ...layers.map((layer) => share(counted.filter((outcome) => outcome.caught === layer))),
    share(caught),
    share(counted.filter((outcome) => outcome.caught === null && outcome.isWarned)),
  ];
}
