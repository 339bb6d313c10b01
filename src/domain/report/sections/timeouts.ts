import { compareShares, fewestForTail } from '../compare.js';
import { figure, tableOf, warehouseColumn, type Facts } from '../facts.js';
import type { Section, Sentence } from '../report.js';
import type { TimeoutRow, TraitRow } from '../rows.js';
import { datum, ofWarehouse, plural } from '../words.js';

/** Which tools and which kinds of question run out of time, and whether each tool's timeout fits what it does. */
export function timeoutsSection(
  timeouts: Facts<TimeoutRow>,
  traits: Facts<TraitRow>,
  periods: Facts<TraitRow>,
): Section {
  const late = timeouts.rows.filter((row) => row.timeouts > 0);
  const patterns = [traits, periods].flatMap((facts) =>
    standingOut(facts).map((row) => pattern(facts, row)),
  );
  const unknown = traits.rows.length === 0 && periods.rows.length === 0;
  const none: Sentence = unknown
    ? [
        'The log keeps no SQL of this period, so that nobody can tell which questions ran out of time.',
      ]
    : [
        'No table, length of period or shape of query runs out of time clearly more often than the others.',
      ];
  const hasQueries = late.some(({ tool }) => /^execute_query(@|$)/.test(tool));
  return {
    id: 'timeouts',
    title: 'Timeouts',
    sentences: [
      ...(late.length === 0
        ? [['Nothing ran out of time.']]
        : late.map((row) => ranOut(timeouts, row))),
      ...(hasQueries ? (patterns.length > 0 ? patterns : [none]) : patterns),
    ],
    advice: late
      .filter((row) => row.timeouts >= fewestTimeouts)
      .map((row) => timeoutAdvice(timeouts, row)),
    tables: [
      distributions(timeouts, late),
      traitTable(traits, byTrait),
      traitTable(periods, byPeriod),
    ],
  };
}

/** One failure is no reason to change a timeout. */
const fewestTimeouts = 3;

const byTrait = 'Queries that ran out of time, by what they read and how they are built';
const byPeriod = 'Queries that ran out of time, by the length of their period';

function ranOut(facts: Facts<TimeoutRow>, row: TimeoutRow): Sentence {
  return [
    ...[datum(row.tool), ' ran out of time '],
    ...[figure(facts, row, 'timeouts'), plural(row.timeouts, ' time', ' times'), ' beside '],
    ...[figure(facts, row, 'successes'), ' successes.'],
  ];
}

/** What a tool's own distribution says of its timeout. */
export function timeoutAdvice(facts: Facts<TimeoutRow>, row: TimeoutRow): Sentence {
  const { p95_ms: p95, p99_ms: p99, timeout_ms: timeout } = row;
  const of = [datum(row.tool), ': '];
  if (timeout === null || p95 === null || p99 === null || row.successes < fewestForTail) {
    return [
      ...[...of, figure(facts, row, 'successes')],
      ` ${plural(row.successes, 'success', 'successes')} are too few to tell what timeout would fit.`,
    ];
  }
  const given = figure(facts, row, 'timeout_ms', 'ms');
  if (p99 <= timeout / 2 && row.wasted_ms !== null && row.enough_ms !== null) {
    return [
      ...[
        ...of,
        '99 in 100 successes come within ',
        figure(facts, row, 'p99_ms', 'ms'),
        '; waiting ',
      ],
      ...[given, ' wastes ', figure(facts, row, 'wasted_ms', 'ms'), ' a failure. A timeout of '],
      ...[figure(facts, row, 'enough_ms', 'ms'), ' would lose few of them.'],
    ];
  }
  if (p95 >= timeout * 0.8) {
    return [
      ...[...of, 'five in 100 successes take longer than ', figure(facts, row, 'p95_ms', 'ms')],
      ...[
        ' of the ',
        given,
        ' that there are. Its timeout cuts off what would have come: give it more time, or lighter work.',
      ],
    ];
  }
  return [
    ...[...of, 'its timeout of ', given, ' fits: 99 in 100 successes come within '],
    ...[figure(facts, row, 'p99_ms', 'ms'), '.'],
  ];
}

/** What has at least three timeouts, twice as many as the others by share, and more than chance would give. */
function standingOut({ rows }: Facts<TraitRow>): readonly TraitRow[] {
  return rows.filter((row) => {
    if (row.timeouts < fewestTimeouts) return false;
    const others = { part: row.others_timeouts, whole: row.others };
    const isHigher = compareShares({ part: row.timeouts, whole: row.queries }, others) === 'higher';
    return isHigher && row.share >= 2 * (row.others_share ?? 0);
  });
}

function pattern(facts: Facts<TraitRow>, row: TraitRow): Sentence {
  return [
    ...['Queries', ...ofWarehouse(row), ' with the trait "', datum(row.trait)],
    '" ran out of time in ',
    ...[
      figure(facts, row, 'share', 'share'),
      ' of ',
      figure(facts, row, 'queries'),
      ', all others',
      ...ofWarehouse(row),
      ' in ',
    ],
    ...[figure(facts, row, 'others_share', 'share'), ' of ', figure(facts, row, 'others'), '.'],
  ];
}

function distributions(facts: Facts<TimeoutRow>, rows: readonly TimeoutRow[]) {
  return tableOf(
    facts,
    'What successes and timeouts took',
    [
      { label: 'tool', column: 'tool', unit: null },
      { label: 'successes', column: 'successes', unit: 'count' },
      { label: 'timeouts', column: 'timeouts', unit: 'count' },
      { label: 'half within', column: 'p50_ms', unit: 'ms' },
      { label: '95 in 100', column: 'p95_ms', unit: 'ms' },
      { label: '99 in 100', column: 'p99_ms', unit: 'ms' },
      { label: 'slowest', column: 'max_ms', unit: 'ms' },
      { label: 'timeout after', column: 'timeout_ms', unit: 'ms' },
    ],
    { rows, chart: { kind: 'bars', labels: 'tool', values: ['p99_ms', 'timeout_ms'] } },
  );
}

function traitTable(facts: Facts<TraitRow>, title: string) {
  const rows = facts.rows.filter((row) => row.timeouts > 0).slice(0, 10);
  return tableOf(
    facts,
    title,
    [
      { label: 'trait', column: 'trait', unit: null },
      ...warehouseColumn(rows),
      { label: 'queries', column: 'queries', unit: 'count' },
      { label: 'timeouts', column: 'timeouts', unit: 'count' },
      { label: 'share', column: 'share', unit: 'share' },
      { label: 'share of all others', column: 'others_share', unit: 'share' },
    ],
    { rows, chart: { kind: 'bars', labels: 'trait', values: ['share', 'others_share'] } },
  );
}
