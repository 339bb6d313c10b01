import { figure, tableOf, type Facts } from '../facts.js';
import type { Section, Sentence } from '../report.js';
import type { BreakerRow, RungRow } from '../rows.js';
import { datum, plural } from '../words.js';

/** How often something else stood in for what was wanted. */
export function fallbacksSection(rungs: Facts<RungRow>): Section {
  const tried = rungs.rows.filter((row) => row.tried > 0);
  return {
    id: 'fallbacks',
    title: 'Fallbacks',
    sentences:
      tried.length === 0
        ? [
            [
              'Nothing had to stand in: no lower rung, fallback model or earlier plan was asked for.',
            ],
          ]
        : tried.slice(0, 5).map((row) => triedWords(rungs, row)),
    advice: tried
      .filter((row) => row.gave === 0 && row.tried >= 10)
      .map((row) => [
        ...['The rung ', datum(row.rung), ' of ', datum(row.tool), ' gave a result in '],
        ...[figure(rungs, row, 'gave'), ' of ', figure(rungs, row, 'tried')],
        ' tries: it costs time and helps nobody.',
      ]),
    tables: [
      tableOf(
        rungs,
        'What stood in',
        [
          { label: 'tool', column: 'tool', unit: null },
          { label: 'rung', column: 'rung', unit: null },
          { label: 'tried', column: 'tried', unit: 'count' },
          { label: 'before', column: 'tried_before', unit: 'count' },
          { label: 'gave a result', column: 'gave', unit: 'count' },
          { label: 'share', column: 'gave_share', unit: 'share' },
        ],
        { chart: { kind: 'bars', labels: 'rung', values: ['tried', 'tried_before'] } },
      ),
    ],
  };
}

function triedWords(facts: Facts<RungRow>, row: RungRow): Sentence {
  return [
    ...['The rung ', datum(row.rung), ' of ', datum(row.tool), ' was tried '],
    ...[figure(facts, row, 'tried'), plural(row.tried, ' time', ' times'), ' (the period before '],
    ...[figure(facts, row, 'tried_before'), ') and gave a result ', figure(facts, row, 'gave')],
    plural(row.gave, ' time.', ' times.'),
  ];
}

/** When tools and models were left alone. */
export function breakersSection(breakers: Facts<BreakerRow>): Section {
  return {
    id: 'breakers',
    title: 'Breakers',
    sentences:
      breakers.rows.length === 0
        ? [['No breaker was open.']]
        : breakers.rows.map((row) => [
            ...['The breaker ', datum(row.breaker), ' opened '],
            ...[figure(breakers, row, 'opened'), plural(row.opened, ' time', ' times')],
            ...[' and was open for ', figure(breakers, row, 'open_ms', 'ms'), ' in all.'],
          ]),
    advice: [],
    tables: [
      tableOf(breakers, 'Breakers', [
        { label: 'breaker', column: 'breaker', unit: null },
        { label: 'opened', column: 'opened', unit: 'count' },
        { label: 'switched off by a person', column: 'forced', unit: 'count' },
        { label: 'not closed for', column: 'open_ms', unit: 'ms' },
        { label: 'last opened (UTC)', column: 'last_opened', unit: null },
      ]),
    ],
  };
}
