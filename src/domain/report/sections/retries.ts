import { figure, tableOf, type Facts } from '../facts.js';
import type { Section, Sentence } from '../report.js';
import type { RetryRow } from '../rows.js';
import { datum } from '../words.js';

/** Below this, a retry that never helped has not been tried often enough. */
const fewestRetried = 10;

/** Retries that helped, and those that never did. */
export function retriesSection(retries: Facts<RetryRow>): Section {
  const helped = retries.rows.filter((row) => row.helped > 0);
  const never = neverHelped(retries);
  return {
    id: 'retries',
    title: 'Retries',
    sentences:
      retries.rows.length === 0
        ? [['Nothing was tried again.']]
        : helped.slice(0, 5).map((row) => helpedWords(retries, row)),
    advice: never.map((row) => adviceOn(retries, row)),
    tables: [
      tableOf(
        retries,
        'What was tried again, by what it failed with first',
        [
          { label: 'tool', column: 'tool', unit: null },
          { label: 'first error', column: 'error', unit: null },
          { label: 'tried again', column: 'retried', unit: 'count' },
          { label: 'helped', column: 'helped', unit: 'count' },
          { label: 'share', column: 'helped_share', unit: 'share' },
          { label: 'time of the retries', column: 'spent_ms', unit: 'ms' },
        ],
        { rows: retries.rows.slice(0, 20) },
      ),
    ],
  };
}

function neverHelped({ rows }: Facts<RetryRow>): readonly RetryRow[] {
  return rows.filter(({ helped, retried }) => helped === 0 && retried >= fewestRetried);
}

function helpedWords(facts: Facts<RetryRow>, row: RetryRow): Sentence {
  return [
    ...['Trying ', datum(row.tool), ' again after ', datum(row.error), ' helped in '],
    ...[figure(facts, row, 'helped'), ' of ', figure(facts, row, 'retried'), ' cases ('],
    ...[figure(facts, row, 'helped_share', 'share'), ').'],
  ];
}

function adviceOn(facts: Facts<RetryRow>, row: RetryRow): Sentence {
  return [
    ...['Trying ', datum(row.tool), ' again after ', datum(row.error), ' helped in '],
    ...[figure(facts, row, 'helped'), ' of ', figure(facts, row, 'retried'), ' cases and took '],
    ...[
      figure(facts, row, 'spent_ms', 'ms'),
      ' in all: do not repeat it, or repair what causes it.',
    ],
  ];
}
