import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cell, sumOf, type DataSet } from '../../../bench/truth/texts/data-set.js';
import { groundText } from '../../../bench/truth/texts/ground-text.js';

/** Changes that the query has computed itself. */
const computed: DataSet = {
  steps: {
    changes: {
      sql: 'select region, revenue, growth, decline from region_changes',
      measure: sumOf('revenue', 'USD'),
      period: ['2025-10-01', '2026-01-01'],
      dimensions: ['region'],
      columns: { region: 'text', revenue: 'numeric', growth: 'numeric', decline: 'numeric' },
      rows: [
        ['EMEA', '500', '12.5', null],
        ['LATAM', '300', '-8.1', '8.1'],
      ],
    },
  },
  figures: {
    emea: cell('changes', 'growth', { region: 'EMEA' }),
    emea_revenue: cell('changes', 'revenue', { region: 'EMEA' }),
    latam: cell('changes', 'growth', { region: 'LATAM' }),
    latam_revenue: cell('changes', 'revenue', { region: 'LATAM' }),
    latam_decline: cell('changes', 'decline', { region: 'LATAM' }),
  },
};

for (const [text, codes] of [
  ['Revenue in EMEA grew by {{emea}}.', []],
  ['Revenue in LATAM fell by {{latam}}.', []],
  ['There was a decline in LATAM of {{latam_decline}}.', []],
  ['EMEA made {{emea_revenue}}. LATAM fell to {{latam_revenue}}.', []],
  ['Revenue in EMEA fell by {{emea}}.', ['direction_contradicts']],
  ['Revenue in LATAM rose by {{latam}}.', ['direction_contradicts']],
  ['Revenue in LATAM rose to {{latam_revenue}}.', ['direction_unsupported']],
  ['LATAM made {{latam_revenue}}. It was a steep fall.', ['direction_unsupported']],
  ['LATAM made {{latam_revenue}}, and did not grow or was never rising.', []],
] satisfies [string, string[]][]) {
  test(`${codes[0] ?? 'nothing'} is held against: ${text}`, () => {
    const question = 'How did the regions change?';
    const { findings } = groundText({ data: computed, question, locale: 'en-US' }, text);
    assert.deepEqual(
      findings.map(({ code }) => code),
      codes,
    );
  });
}

test('a fall that is called one needs no minus', () => {
  const question = 'How did LATAM change?';
  const said = { data: computed, question, locale: 'en-US' };
  assert.equal(groundText(said, 'LATAM fell by {{latam}}.').text, 'LATAM fell by 8.1.');
  assert.equal(groundText(said, 'LATAM: {{latam}}.').text, 'LATAM: -8.1.');
});
