import { compareMeasured, compareShares, type Difference } from '../compare.js';
import { figure, tableOf, type Facts } from '../facts.js';
import type { Section, Sentence } from '../report.js';
import type { ModelRow } from '../rows.js';
import { datum, tooFew } from '../words.js';

/** Whose replies are checked, so that their first one is valid or not. */
const checked: Readonly<Record<string, string>> = { plan: 'Plans', interpret: 'Texts' };

/** Models and prompt versions held against each other: the ground for a change of model. */
export function modelsSection(models: Facts<ModelRow>): Section {
  const works = Object.keys(checked).map((work) => {
    const rows = models.rows.filter((row) => row.work === work);
    return { work, rows, most: mostUsed(rows) };
  });
  const compared = works.flatMap(({ work, rows, most }) =>
    rows
      .filter((row) => row !== most)
      .map((row) => ({ work, row, most: most ?? row, judged: judge(row, most ?? row) })),
  );
  return {
    id: 'models',
    title: 'Models and prompts',
    sentences:
      models.rows.length === 0
        ? [['Claude was not asked.']]
        : works.flatMap(({ work, rows, most }) => [
            ...(most === undefined ? [] : [[...validity(models, most, work), '.'] as Sentence]),
            ...(rows.length === 1
              ? [[`There is no other model or prompt for ${work} to compare it with.`] as Sentence]
              : []),
            ...compared
              .filter((each) => each.work === work)
              .map(({ row, most: reference, judged }) =>
                comparison(models, row, reference, work, judged),
              ),
          ]),
    advice: compared.flatMap(({ row, most, work, judged }) => groundWords(row, most, work, judged)),
    tables: [
      tableOf(models, 'Replies by work, model and prompt', [
        { label: 'work', column: 'work', unit: null },
        { label: 'model', column: 'model', unit: null },
        { label: 'prompt', column: 'prompt', unit: null },
        { label: 'since', column: 'first_used', unit: null },
        { label: 'replies', column: 'replies', unit: 'count' },
        { label: 'first', column: 'first', unit: 'count' },
        { label: 'valid at first', column: 'first_valid_share', unit: 'share' },
        { label: 'later replies', column: 'repairs', unit: 'count' },
        { label: 'cost a reply', column: 'cost_per_reply', unit: 'usd' },
        { label: 'half within', column: 'p50_ms', unit: 'ms' },
        { label: '95 in 100', column: 'p95_ms', unit: 'ms' },
      ]),
    ],
  };
}

function mostUsed(rows: readonly ModelRow[]): ModelRow | undefined {
  return rows.toSorted((a, b) => b.first - a.first)[0];
}

interface Judged {
  readonly validity: Difference;
  readonly cost: Difference;
  readonly latency: Difference;
}

/** What differs between a version and the one that is used most. */
export function judge(row: ModelRow, most: ModelRow): Judged {
  return {
    validity: compareShares(
      { part: row.first_valid, whole: row.first },
      { part: most.first_valid, whole: most.first },
    ),
    cost: compareMeasured(
      { value: row.cost_per_reply, count: row.replies },
      { value: most.cost_per_reply, count: most.replies },
      0,
    ),
    latency: compareMeasured(
      { value: row.p50_ms, count: row.replies },
      { value: most.p50_ms, count: most.replies },
      200,
    ),
  };
}

function validity(facts: Facts<ModelRow>, row: ModelRow, work: string): Sentence {
  const of = [datum(row.model), ' with ', datum(row.prompt)];
  if (row.first_valid_share === null)
    return [`${checked[work] ?? work} of `, ...of, ' were never first'];
  return [
    ...[`${checked[work] ?? work} of `, ...of, ' were valid at first in '],
    ...[figure(facts, row, 'first_valid_share', 'share'), ' of ', figure(facts, row, 'first')],
  ];
}

function comparison(
  facts: Facts<ModelRow>,
  row: ModelRow,
  most: ModelRow,
  work: string,
  { validity: valid, cost, latency }: Judged,
): Sentence {
  const costs: Sentence =
    row.cost_per_reply === null || most.cost_per_reply === null
      ? []
      : [
          ...['; a reply cost ', figure(facts, row, 'cost_per_reply', 'usd'), ' against '],
          ...[figure(facts, most, 'cost_per_reply', 'usd'), `: ${costWords[cost]}`],
        ];
  const waits: Sentence =
    row.p50_ms === null || most.p50_ms === null
      ? []
      : [
          ...['; half of them took ', figure(facts, row, 'p50_ms', 'ms'), ' against '],
          ...[figure(facts, most, 'p50_ms', 'ms'), `: ${latencyWords[latency]}`],
        ];
  return [...validity(facts, row, work), `: ${validWords[valid]}`, ...costs, ...waits, '.'];
}

const validWords = {
  too_few: tooFew,
  alike: 'not clearly better or worse',
  higher: 'better than that',
  lower: 'worse than that',
} as const;
const costWords = {
  too_few: tooFew,
  alike: 'about the same',
  higher: 'dearer',
  lower: 'cheaper',
} as const;
const latencyWords = {
  too_few: tooFew,
  alike: 'about the same',
  higher: 'slower',
  lower: 'faster',
} as const;

/** What the figures give ground for: nothing, where they are too few. */
function groundWords(row: ModelRow, most: ModelRow, work: string, judged: Judged): Sentence[] {
  const one = [datum(row.model), ' with ', datum(row.prompt)];
  const other = [datum(most.model), ' with ', datum(most.prompt)];
  if (judged.validity === 'lower') {
    return [[`For ${work}, `, ...one, ' is worse at first than ', ...other, ': use the latter.']];
  }
  if (judged.validity === 'higher') {
    const price = judged.cost === 'higher' ? ', at a higher price: weigh it' : ': use it';
    return [[`For ${work}, `, ...one, ' is better at first than ', ...other, `${price}.`]];
  }
  if (judged.validity === 'alike' && judged.cost === 'lower') {
    return [[`For ${work}, `, ...one, ' is as good at first as ', ...other, ', and cheaper.']];
  }
  return [];
}
