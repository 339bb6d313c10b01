import { compareShares } from '../compare.js';
import { figure, tableOf, type Facts } from '../facts.js';
import type { Section, Sentence } from '../report.js';
import type { FeedbackRow } from '../rows.js';
import { datum, tooFew } from '../words.js';

/** What people thought of answers, by the prompt versions. Who, and in which words, is not told here. */
export function feedbackSection(feedback: Facts<FeedbackRow>): Section {
  return {
    id: 'feedback',
    title: 'Feedback',
    sentences:
      feedback.rows.length === 0
        ? [['Nobody rated an answer.']]
        : [...(['plan', 'interpret'] as const).flatMap((work) => ofWork(feedback, work)), more],
    advice: [],
    tables: [
      tableOf(
        feedback,
        'Ratings by the prompts that they fell on',
        [
          { label: 'work', column: 'work', unit: null },
          { label: 'prompt', column: 'prompt', unit: null },
          { label: 'up', column: 'up', unit: 'count' },
          { label: 'down', column: 'down', unit: 'count' },
          { label: 'share up', column: 'up_share', unit: 'share' },
        ],
        { chart: { kind: 'bars', labels: 'prompt', values: ['up_share'] } },
      ),
    ],
  };
}

const more: Sentence = ['`surefoot feedback list` shows each rating with its words.'];

/** The prompt with most ratings first, the others held against it. */
function ofWork(feedback: Facts<FeedbackRow>, work: FeedbackRow['work']): Sentence[] {
  const [first, ...others] = feedback.rows.filter((row) => row.work === work);
  if (first === undefined) return [];
  return [
    [...rated(feedback, first), '.'],
    ...others.map((row): Sentence => {
      const difference = compareShares(shareOf(row), shareOf(first));
      return [...rated(feedback, row), `: ${words[difference]}.`];
    }),
  ];
}

function shareOf({ up, down }: FeedbackRow) {
  return { part: up, whole: up + down };
}

const words = {
  too_few: tooFew,
  alike: 'no clear difference to the first',
  higher: 'liked better than the first',
  lower: 'liked less than the first',
} as const;

function rated(facts: Facts<FeedbackRow>, row: FeedbackRow): Sentence {
  return [
    ...[
      'Prompt ',
      datum(row.prompt),
      ': ',
      figure(facts, row, 'up'),
      ' up, ',
      figure(facts, row, 'down'),
    ],
    ...[' down (', figure(facts, row, 'up_share', 'share'), ' up)'],
  ];
}
