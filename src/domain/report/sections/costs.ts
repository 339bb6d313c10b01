import { compareMeasured } from '../compare.js';
import { figure, tableOf, type Facts } from '../facts.js';
import type { Section, Sentence } from '../report.js';
import type { CostRow, RunsRow } from '../rows.js';
import { againstBefore } from '../words.js';

/** What an answer costs, and which model it is paid to. */
export function costsSection(runs: Facts<RunsRow>, costs: Facts<CostRow>): Section {
  return {
    id: 'costs',
    title: 'Cost',
    sentences: costPerAnswer(runs),
    advice: [],
    tables: [
      tableOf(
        costs,
        'What each model was paid, at list prices',
        [
          { label: 'model', column: 'model', unit: null },
          { label: 'calls', column: 'calls', unit: 'count' },
          { label: 'input tokens', column: 'input_tokens', unit: 'count' },
          { label: 'of the cache', column: 'cache_read_tokens', unit: 'count' },
          { label: 'output tokens', column: 'output_tokens', unit: 'count' },
          { label: 'cost', column: 'cost_usd', unit: 'usd' },
          { label: 'before', column: 'cost_usd_before', unit: 'usd' },
        ],
        { chart: { kind: 'bars', labels: 'model', values: ['cost_usd', 'cost_usd_before'] } },
      ),
    ],
  };
}

/** What all runs cost, shared among those that got an answer. */
export function costPerAnswer(runs: Facts<RunsRow>): Sentence[] {
  const [row] = runs.rows;
  if (row === undefined || row.cost_per_answer === null)
    return [['No answer was given, so none has a cost.']];
  const now: Sentence = [
    ...[
      'An answer cost ',
      figure(runs, row, 'cost_per_answer', 'usd'),
      ' (all runs ',
      figure(runs, row, 'cost_usd', 'usd'),
    ],
    ...[' on ', figure(runs, row, 'answers'), row.answers === 1 ? ' answer)' : ' answers)'],
  ];
  if (row.cost_per_answer_before === null) return [[...now, '.']];
  const difference = compareMeasured(
    { value: row.cost_per_answer, count: row.answers },
    { value: row.cost_per_answer_before, count: row.answers_before },
    0,
  );
  const before = figure(runs, row, 'cost_per_answer_before', 'usd');
  return [
    [
      ...now,
      ', against ',
      before,
      ` the period before: ${againstBefore(difference, 'dearer', 'cheaper')}.`,
    ],
  ];
}
