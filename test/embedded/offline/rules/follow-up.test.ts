import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writeBlock } from '../../../../src/domain/blocks.js';
import { readInTurn } from '../../../../src/embedded/offline/rules/follow-up.js';
import type { KnownValues } from '../../../../src/embedded/offline/rules/read-question.js';
import { asOf, questionBlock } from '../support.js';

const known: KnownValues = new Map([
  ['region', ['EMEA', 'North America', 'LATAM', 'APAC']],
  ['segment', ['consumer', 'small business', 'enterprise']],
]);

/** measures | dimensions | period | the one before | top | filters, of the last of these questions */
function inShort(questions: readonly string[], status = 'answered'): string {
  const turns = questions.slice(0, -1).map((question) => ({ question, asOf, status, intent: '' }));
  const user = `${writeBlock('turns', turns)}\n${questionBlock(questions.at(-1) ?? '')}`;
  const reading = readInTurn(user, known)?.reading;
  assert.ok(reading);
  if (reading.notUnderstood.length > 0) return `? ${reading.notUnderstood.join(', ')}`;
  const { measures, dimensions, period, base, top, filters } = reading;
  const days = (p: typeof period) => (p === null ? '' : `${p.from}..${p.to}`);
  return [
    measures.join('+'),
    dimensions.join('+'),
    days(period),
    days(base),
    top === null ? '' : `${top.lowest ? 'bottom' : 'top'} ${top.count ?? ''}`.trim(),
    filters.flatMap(({ values }) => values).join('+'),
  ]
    .join(' | ')
    .replace(/(?: \| )+$/, '');
}

const regions = 'Show revenue by region for Q4 2025';
const q4 = '2025-10-01..2026-01-01';
const q3 = '2025-07-01..2025-10-01';

describe('a question after another', () => {
  for (const [after, expected] of [
    ['And by month?', `revenue | month | ${q4}`],
    ['only EMEA', `revenue |  | ${q4} |  |  | EMEA`],
    ['Only EMEA and APAC', `revenue | region | ${q4} |  |  | APAC+EMEA`],
    ['and only EMEA, by month', `revenue | month | ${q4} |  |  | EMEA`],
    ['And in Q3?', `revenue | region | ${q3}`],
    ['and in 2024?', 'revenue | region | 2024-01-01..2025-01-01'],
    ['What about orders?', `orders | region | ${q4}`],
    ['How about only enterprise customers?', `revenue | region | ${q4} |  |  | enterprise`],
    ['And compared with the quarter before?', `revenue | region | ${q4} | ${q3}`],
    ['compared with the year before', `revenue | region | ${q4} | 2024-10-01..2025-01-01`],
    ['and the top 3 products?', `revenue | product | ${q4} |  | top 3`],
    ['Und nach Monat?', `revenue | month | ${q4}`],
    ['月別では？', `revenue | month | ${q4}`],
    ['And by colour?', '? colour'],
    ['Orders by channel in 2025', 'orders | channel | 2025-01-01..2026-01-01'],
  ] as const) {
    it(`builds on it, or stands alone: ${after}`, () => {
      assert.equal(inShort([regions, after]), expected);
    });
  }

  it('builds on all that were built on each other, and on none before one that stood alone', () => {
    assert.equal(
      inShort([regions, 'only EMEA', 'and by month?', 'and in Q3?']),
      `revenue | month | ${q3} |  |  | EMEA`,
    );
    assert.equal(
      inShort(['Refunds in EMEA in 2024', regions, 'and by month?']),
      `revenue | month | ${q4}`,
    );
  });

  it('answers a question that was asked back, or asks a new one', () => {
    const asks = 'Show margin by region for Q4 2025';
    assert.equal(inShort([asks, 'revenue'], 'needs_clarification'), `revenue | region | ${q4}`);
    assert.equal(
      inShort([asks, 'Orders by channel in 2024'], 'needs_clarification'),
      'orders | channel | 2024-01-01..2025-01-01',
    );
  });
});
