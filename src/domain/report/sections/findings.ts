import { figure, tableOf, type Facts } from '../facts.js';
import type { Section, Sentence } from '../report.js';
import type { FindingRow, RunsRow } from '../rows.js';
import { datum, plural } from '../words.js';

/** What was held against results, and what Claude got wrong most. */
export function findingsSection(findings: Facts<FindingRow>, runs: Facts<RunsRow>): Section {
  const claude = findings.rows.filter(({ about }) => about !== 'result');
  const results = findings.rows.filter(({ about }) => about === 'result');
  return {
    id: 'findings',
    title: 'What the checks found',
    sentences: [
      ...verdicts(runs),
      ...(findings.rows.length === 0
        ? [['The checks held nothing against any plan, result or text.']]
        : []),
      ...results.slice(0, 3).map((row) => foundWords(findings, row, 'The verifier held ')),
      ...claude
        .slice(0, 3)
        .map((row, index) => foundWords(findings, row, index === 0 ? mostWrong : 'Then ')),
    ],
    advice: [],
    tables: [
      tableOf(
        findings,
        'Findings by kind',
        [
          { label: 'about', column: 'about', unit: null },
          { label: 'finding', column: 'code', unit: null },
          { label: 'times', column: 'findings', unit: 'count' },
          { label: 'before', column: 'findings_before', unit: 'count' },
          { label: 'in runs', column: 'runs', unit: 'count' },
        ],
        {
          rows: findings.rows.slice(0, 15),
          chart: { kind: 'bars', labels: 'code', values: ['findings', 'findings_before'] },
        },
      ),
    ],
  };
}

const mostWrong = 'What Claude got wrong most is ';

function foundWords(facts: Facts<FindingRow>, row: FindingRow, head: string): Sentence {
  return [
    ...[head, datum(row.code), ` (${about[row.about]}): `],
    ...[figure(facts, row, 'findings'), plural(row.findings, ' time', ' times'), ' in '],
    ...[figure(facts, row, 'runs'), plural(row.runs, ' run', ' runs'), ', against '],
    ...[figure(facts, row, 'findings_before'), ' the period before.'],
  ];
}

const about = { plan: 'in a plan', answer: 'in a text', result: 'against a result' } as const;

function verdicts(runs: Facts<RunsRow>): Sentence[] {
  const [row] = runs.rows;
  if (row === undefined) return [];
  const refuted: Sentence = [
    ...['The gate refuted the results of ', figure(runs, row, 'refuted')],
    plural(row.refuted, ' run for good.', ' runs for good.'),
  ];
  const doubted: Sentence = [
    ...['The gate let the results of ', figure(runs, row, 'inconclusive')],
    plural(row.inconclusive, ' run through with a doubt.', ' runs through with a doubt.'),
  ];
  return [...(row.refuted > 0 ? [refuted] : []), ...(row.inconclusive > 0 ? [doubted] : [])];
}
