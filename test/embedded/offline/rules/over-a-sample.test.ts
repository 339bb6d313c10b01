import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import * as fc from 'fast-check';
import { dataBlock } from '../../../../src/activities/prompts/data-block.js';
import { writeBlock } from '../../../../src/domain/blocks.js';
import type { EvidenceResult } from '../../../../src/domain/figures/evidence.js';
import { ground } from '../../../../src/domain/figures/ground.js';
import type { CellInterval } from '../../../../src/domain/result.js';
import { interpretByRules } from '../../../../src/embedded/offline/rules/interpret.js';
import { result } from '../../../domain/figures/support.js';
import { asked, questionBlock, request } from '../support.js';

const measure = {
  ...{ name: 'revenue', column: 'revenue', aggregation: 'sum' },
  ...{ additive: true, unit: 'USD' },
};

/** A group, its estimate in whole dollars, and half the width of its interval; null where too few pages spoke. */
type Row = readonly [region: string, value: number | null, half: number];

function estimates(rows: readonly Row[], rest: Partial<EvidenceResult> = {}): EvidenceResult {
  const intervals = rows.flatMap(([, value, half], row): CellInterval[] => {
    if (value === null) return [];
    return [{ row, column: 'revenue', low: `${value - half}`, high: `${value + half}` }];
  });
  return result(
    [
      ['region', 'text'],
      ['revenue', 'numeric'],
    ],
    rows.map(([region, value]) => [region, value === null ? null : String(value)]),
    {
      rung: 'sample',
      intervals,
      measure,
      period: { from: '2024-01-01', to: '2026-01-01' },
      ...rest,
    },
  );
}

function answer(
  question: string,
  results: Readonly<Record<string, EvidenceResult>>,
  locale = 'en-US',
) {
  const blocks = Object.entries(results).map(([step, one]) => dataBlock(step, one, 'n'));
  const prompt = [questionBlock(question, locale), writeBlock('plan', { steps: [] }), ...blocks];
  const interpretation = interpretByRules(asked(request('interpreter', [prompt.join('\n')])));
  return ground(interpretation, {
    ...{ question, locale, timeZone: 'UTC', intent: '' },
    results: new Map(Object.entries(results)),
  });
}

const compared = 'Show me revenue by region for Q4 2025, and how it compares with Q3';
const q3 = estimates([
  ['EMEA', 200_000, 5_000],
  ['APAC', 150_000, 5_000],
]);

describe('over a sample, the offline rules', () => {
  it('tell estimates with their intervals, and what these leave no doubt about', () => {
    const q4 = estimates([
      ['EMEA', 300_000, 5_000],
      ['APAC', 120_000, 5_000],
    ]);
    const { text, findings } = answer(compared, { revenue: q4, revenue_before: q3 });
    assert.deepEqual(findings, []);
    assert.equal(
      text,
      'Revenue in Q4 2025 was about $420K ± 2.4%, up about 20% ± 6.5 pp on Q3 2025 (about $350K ± 2.9%). ' +
        'EMEA led with about $300K ± 1.7%; APAC came last with about $120K ± 4.2%. ' +
        'The figures are estimates from a sample of the data.',
    );
  });

  it('name no leader and no direction where the intervals overlap', () => {
    const q4 = estimates([
      ['EMEA', 181_000, 9_000],
      ['APAC', 172_000, 9_000],
    ]);
    const { text } = answer(compared, { revenue: q4, revenue_before: q3 });
    assert.equal(
      text,
      'Revenue in Q4 2025 was about $353K ± 5.1%, a change of about 0.9% ± 8.3 pp on Q3 2025 (about $350K ± 2.9%). ' +
        'The sample does not tell which of them led. The figures are estimates from a sample of the data.',
    );
  });

  it('have no figure for a look at the data', () => {
    const look = estimates([['EMEA', null, 0]], {
      rows: [['EMEA', '17.00']],
      shown: [['EMEA', '17.00']],
    });
    const { text, figures } = answer('Revenue by region in 2025', { revenue: look });
    assert.equal(
      text,
      'What was found is in the table. The table shows only the first rows in no order, so there are no totals.',
    );
    assert.deepEqual(figures, []);
  });

  it('say so in the language of the question', () => {
    const one = { revenue: q3 };
    assert.match(
      answer('Umsatz nach Region 2025', one, 'de').text,
      /Schätzungen aus einer Stichprobe/,
    );
    assert.match(answer('2025年の地域別売上', one, 'ja').text, /標本からの推定値です。$/);
  });
});

test('whatever was estimated, the text is grounded, and says nothing that an interval leaves open', () => {
  const row = fc.tuple(
    fc.constantFrom('EMEA', 'APAC', 'LATAM', '(unknown)'),
    fc.option(fc.integer({ min: 1, max: 300_000 }), { freq: 8 }),
    fc.integer({ min: 0, max: 60_000 }),
  );
  const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 4, selector: ([region]) => region });
  const question = fc.constantFrom(
    compared,
    'Revenue by region in 2025',
    'Revenue in 2025 vs 2024',
    'Umsatz nach Region in Q4 2025 im Vergleich zu Q3',
    '2025年第4四半期の地域別売上',
    'Which region sold the most zebras?',
  );
  fc.assert(
    fc.property(question, rows, rows, fc.boolean(), (asks, now, before, truncated) => {
      const [first, last] = /region|地域/i.test(asks)
        ? [now, before]
        : [now.slice(0, 1), before.slice(0, 1)];
      const given = {
        revenue: estimates(first, { truncated }),
        revenue_before: estimates(last),
      };
      const { text, findings, figures } = answer(asks, given);
      assert.deepEqual(findings, [], JSON.stringify(given));
      for (const { interval, value, calc } of figures) {
        const isNumber = /^-?\d/.test(value);
        assert.equal(isNumber, interval !== null, `${calc} ${value}: ${text}`);
      }
    }),
    { numRuns: 200 },
  );
});
