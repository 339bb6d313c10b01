import { figure, tableOf, type Facts } from '../facts.js';
import type { Section } from '../report.js';
import type { UncaughtRow } from '../rows.js';
import { datum, plural } from '../words.js';

/** What another rung can stand in for; a wrong statement goes back to the planner instead. */
const rungHelps = /^(transient|timeout|unknown)$/;

/** Steps that nothing stood in for. */
export function uncaughtSection(uncaught: Facts<UncaughtRow>): Section {
  const missing = uncaught.rows.filter((row) => rungHelps.test(row.error_class) && row.untried > 0);
  return {
    id: 'uncaught',
    title: 'Failures that no rung caught',
    sentences:
      uncaught.rows.length === 0
        ? [['Every step got a result from some rung.']]
        : uncaught.rows
            .slice(0, 5)
            .map((row) => [
              ...[
                figure(uncaught, row, 'steps'),
                plural(row.steps, ' step', ' steps'),
                ' of ',
                datum(row.tool),
              ],
              ...[
                ' ended without a result after ',
                datum(row.error),
                ' (',
                datum(row.error_class),
                '), in ',
              ],
              ...[figure(uncaught, row, 'runs'), plural(row.runs, ' run.', ' runs.')],
            ]),
    advice: missing.map((row) => [
      ...[
        'For ',
        figure(uncaught, row, 'untried'),
        ' of ',
        figure(uncaught, row, 'steps'),
        ' steps of ',
      ],
      ...[datum(row.tool), ' that failed with ', datum(row.error)],
      ' no lower rung was tried: a fallback is missing in its policy, or the run had no time left for one.',
    ]),
    tables: [
      tableOf(
        uncaught,
        'Steps without a result, by what they failed with',
        [
          { label: 'tool', column: 'tool', unit: null },
          { label: 'class', column: 'error_class', unit: null },
          { label: 'error', column: 'error', unit: null },
          { label: 'steps', column: 'steps', unit: 'count' },
          { label: 'no rung tried', column: 'untried', unit: 'count' },
          { label: 'runs', column: 'runs', unit: 'count' },
        ],
        {
          rows: uncaught.rows.slice(0, 15),
          chart: { kind: 'bars', labels: 'error', values: ['steps', 'untried'] },
        },
      ),
    ],
  };
}
