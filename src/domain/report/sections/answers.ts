import { compareMeasured, compareShares, type Difference } from '../compare.js';
import { figure, tableOf, type Facts } from '../facts.js';
import type { DayRow, RunsRow } from '../rows.js';
import type { Section, Sentence } from '../report.js';
import { againstBefore, tooFew } from '../words.js';

/** How the period's questions ended. */
export function answersSection(runs: Facts<RunsRow>, days: Facts<DayRow>): Section {
  const [row] = runs.rows;
  const sentences =
    row === undefined ? [] : [asked(runs, row), ...endings(runs, row), ...waits(runs, row)];
  const chart = { kind: 'lines', labels: 'day', values: ['share'] } as const;
  return {
    id: 'answers',
    title: 'Answers',
    sentences,
    advice: [],
    tables: [
      tableOf(
        days,
        'First tries that succeeded',
        [
          { label: 'from', column: 'day', unit: null },
          { label: 'first tries', column: 'first_tries', unit: 'count' },
          { label: 'succeeded', column: 'successes', unit: 'count' },
          { label: 'share', column: 'share', unit: 'share' },
        ],
        { chart: days.rows.length > 1 ? chart : null },
      ),
    ],
  };
}

/** The one sentence about answers that a reader in a hurry gets. */
export function asked(facts: Facts<RunsRow>, row: RunsRow): Sentence {
  const runs = figure(facts, row, 'runs');
  if (row.answer_share === null) return [runs, ' questions were asked; none has ended yet.'];
  const head = [
    ...[runs, row.runs === 1 ? ' question was asked; ' : ' questions were asked; '],
    ...[figure(facts, row, 'answers'), ' got an answer ('],
    ...[figure(facts, row, 'answer_share', 'share'), ')'],
  ];
  const difference = compareShares(
    { part: row.answers, whole: row.runs },
    { part: row.answers_before, whole: row.runs_before },
  );
  if (row.answer_share_before === null)
    return [...head, '. There is no period before to compare with.'];
  return [
    ...[...head, ', against '],
    ...[figure(facts, row, 'answer_share_before', 'share'), ' of '],
    ...[figure(facts, row, 'runs_before'), ` the period before: ${answerWords[difference]}.`],
  ];
}

const answerWords: Readonly<Record<Difference, string>> = {
  too_few: tooFew,
  higher: 'more than before',
  lower: 'fewer than before',
  alike: 'no clear difference',
};

function endings(facts: Facts<RunsRow>, row: RunsRow): Sentence[] {
  const ends = [
    ['degraded', ' answers are degraded (a stand-in, a missing step or a doubt)'],
    ['clarifications', ' questions were asked back'],
    ['escalated', ' went to a person'],
    ['unavailable', ' ended without what they needed'],
    ['failed', ' failed'],
  ] as const;
  const told = ends.filter(([column]) => row[column] > 0);
  if (told.length === 0) return [];
  return [
    [
      ...told.flatMap(([column, words], index) => [
        ...(index === 0 ? [] : [index === told.length - 1 ? ' and ' : ', ']),
        ...[figure(facts, row, column), words],
      ]),
      '.',
    ],
  ];
}

function waits(facts: Facts<RunsRow>, row: RunsRow): Sentence[] {
  if (row.p50_ms === null || row.p95_ms === null) return [];
  const now: Sentence = [
    ...['Half of the interactive answers came within ', figure(facts, row, 'p50_ms', 'ms')],
    ...[', 95 in 100 within ', figure(facts, row, 'p95_ms', 'ms')],
  ];
  if (row.p95_ms_before === null) return [[...now, '.']];
  const before = figure(facts, row, 'p95_ms_before', 'ms');
  const difference = compareMeasured(
    { value: row.p95_ms, count: row.answers },
    { value: row.p95_ms_before, count: row.answers_before },
    500,
  );
  return [
    [
      ...now,
      `; 95 in 100 took `,
      before,
      ` the period before: ${againstBefore(difference, 'slower', 'faster')}.`,
    ],
  ];
}
