import { honest, laterSearches } from './texts/index.js';
import { groundText } from './texts/ground-text.js';
import { inventedAnywhere, inventedIn } from './lies/invented.js';
import { lieClasses } from './lies/index.js';
import { percentOf, type Study, type StudyTable } from './study.js';

/** Honest texts that pass unrepaired, and planted lies that reach the user, by kind. */
export const texts: Study = {
  title: 'Texts of an interpreter: honest ones that pass, and lies that reach the user',
  async run() {
    return report(honestPassing(), honestPassing(laterSearches), [
      ...inventedReaching(),
      ...liesReaching(),
    ]);
  },
};

interface Tally {
  readonly name: string;
  readonly texts: number;
  readonly through: number;
  /** The least (honest) or most (lies) that may go through, as a share; null where nothing is promised. */
  readonly aim: number | null;
}

/** By language. */
export function honestPassing(sets = honest): Tally[] {
  return Object.entries(sets).map(([name, sets]) => {
    const all = sets.flatMap((set) => set.texts.map((text) => groundText(set, text)));
    const through = all.filter(({ findings }) => findings.length === 0).length;
    return { name, texts: all.length, through, aim: null };
  });
}

/** Each figure of each honest text in turn gives way to each invented number. */
export function inventedReaching(sample = 1): Tally[] {
  const digits = Object.keys(honest).map((language) =>
    inventedTally('digits of any script', language, inventedAnywhere, sample),
  );
  const words = Object.keys(honest).map((language) =>
    inventedTally(`words, ${language}`, language, inventedIn[language] ?? [], sample),
  );
  const anywhere = digits.reduce((a, b) => ({
    ...a,
    texts: a.texts + b.texts,
    through: a.through + b.through,
  }));
  return [anywhere, ...words];
}

/** `sample`: one of so many is tried. */
function inventedTally(
  name: string,
  language: string,
  numbers: readonly string[],
  sample: number,
): Tally {
  let [tried, turn, through] = [0, 0, 0];
  for (const set of honest[language] ?? []) {
    for (const text of set.texts) {
      for (const { index, 0: mention } of text.matchAll(/\{\{\w+\}\}/g)) {
        for (const number of numbers) {
          turn += 1;
          if (turn % sample !== 0) continue;
          tried += 1;
          const lie = text.slice(0, index) + number + text.slice(index + mention.length);
          if (groundText(set, lie).findings.length === 0) through += 1;
        }
      }
    }
  }
  return { name: `invented number, ${name}`, texts: tried, through, aim: 0 };
}

export function liesReaching(): Tally[] {
  return lieClasses.map(({ name, lies, aim }) => {
    const all = lies.flatMap((set) => set.texts.map((text) => groundText(set, text)));
    const through = all.filter(({ findings }) => findings.length === 0).length;
    return { name, texts: all.length, through, aim };
  });
}

function report(
  honestOnes: readonly Tally[],
  more: readonly Tally[],
  lies: readonly Tally[],
): StudyTable {
  const all = honestOnes.reduce((a, b) => ({
    name: 'all five languages',
    texts: a.texts + b.texts,
    through: a.through + b.through,
    aim: leastHonest,
  }));
  const missed = [
    ...(all.through < leastHonest * all.texts ? ['fewer than 95 % of the honest texts pass'] : []),
    ...lies
      .filter(({ aim, through, texts }) => aim !== null && through > aim * texts)
      .map(({ name }) => `${name}: more than its aim reaches the user`),
  ];
  return {
    head: ['kind', 'texts', 'go through', 'share', 'aim'],
    rows: [
      ...[...honestOnes, all, ...more].map((tally) =>
        line({ ...tally, name: `honest, ${tally.name}` }, '≥'),
      ),
      ...lies.map((tally) => line(tally, '≤')),
    ],
    missed,
  };
}

function line({ name, texts, through, aim }: Tally, sign: string): string[] {
  const wanted = aim === null ? '' : `${sign} ${percentOf(aim, 1)}`;
  return [name, String(texts), String(through), percentOf(through, texts), wanted];
}

const leastHonest = 0.95;
