import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { parseDecimal } from '../../../src/domain/decimal.js';
import { formatDirection, formatNumber, formatText } from '../../../src/domain/figures/format.js';
import { answerWithoutInterpretation } from '../../../src/domain/figures/plain-answer.js';
import { readTyped, typedNumbers } from '../../../src/domain/figures/typed-numbers.js';
import type { Unit } from '../../../src/domain/figures/unit.js';
import type { Rung } from '../../../src/domain/result.js';

const usd: Unit = { kind: 'currency', code: 'USD' };
const count: Unit = { kind: 'count', name: '' };

describe('numbers are written by unit and locale', () => {
  const table: readonly (readonly [value: string, unit: Unit, locale: string, text: string])[] = [
    ['1234567.89', usd, 'en-US', '$1.23M'],
    ['-1234567.89', usd, 'en-US', '-$1.23M'],
    ['9999.5', usd, 'en-US', '$9,999.50'],
    ['1200', usd, 'en-US', '$1,200'],
    ['0.004', usd, 'en-US', '$0.004'],
    ['12345', { kind: 'currency', code: 'JPY' }, 'ja-JP', '￥1.23万'],
    ['1234567.89', { kind: 'currency', code: 'EUR' }, 'de-DE', '1,23 Mio. €'],
    ['1234567.89', { kind: 'currency', code: 'EUR' }, 'fr-FR', '1,23 M €'],
    ['1234567', count, 'en-US', '1,234,567'],
    ['1234567', count, 'de-DE', '1.234.567'],
    ['2.345', count, 'en-US', '2.35'],
    ['123456789012345678901234567890', count, 'en-US', '123,456,789,012,345,678,901,234,567,890'],
    ['12.55', { kind: 'percent' }, 'en-US', '12.6%'],
    ['0.0812', { kind: 'fraction' }, 'en-US', '8.1%'],
    ['0.0002', { kind: 'fraction' }, 'en-US', '0.02%'],
    ['0', { kind: 'fraction' }, 'en-US', '0%'],
    ['12.34', { kind: 'multiple' }, 'en-US', '12.3×'],
    ['1.25', { kind: 'points' }, 'en-US', '1.3 pp'],
    ['3.4', { kind: 'duration', of: 'day' }, 'en-US', '3.4 days'],
    ['3.4', { kind: 'duration', of: 'day' }, 'de-DE', '3,4 Tage'],
    ['2025', { kind: 'label' }, 'en-US', '2025'],
    ['1234', count, 'no such locale', '1,234'],
  ];
  for (const [value, unit, locale, text] of table) {
    it(`${value} ${unit.kind} in ${locale} is ${text}`, () => {
      const number = parseDecimal(value);
      assert.ok(number);
      assert.equal(formatNumber(number, unit, locale).replaceAll(/[\u00a0\u202f]/g, ' '), text);
    });
  }
});

test('dates are written by locale, labels of periods as periods, everything else as it is', () => {
  const table = [
    ['2025-10-01', 'date', 'day', 'en-US', 'Oct 1, 2025'],
    ['2025-10-01', 'date', 'day', 'de-DE', '01.10.2025'],
    ['2025-10-01', 'date', 'order_month', 'en-US', 'October 2025'],
    ['2025-10-01 00:00:00+00', 'timestamp with time zone', 'quarter', 'en-US', 'Q4 2025'],
    ['2025-01-01', 'date', 'year', 'en-US', '2025'],
    ['2025-10-01 14:05:00+02', 'timestamptz', 'at', 'en-US', 'Oct 1, 2025, 2:05 PM'],
    ['infinity', 'date', 'day', 'en-US', 'infinity'],
    ['2025-02-30', 'date', 'day', 'en-US', '2025-02-30'],
    ['a\u0000b\u202e\nc', 'text', 'x', 'en-US', 'ab c'],
    ['x'.repeat(300), 'text', 'x', 'en-US', `${'x'.repeat(200)}…`],
  ] as const;
  for (const [text, type, column, locale, expected] of table) {
    assert.equal(formatText(text, type, column, locale).replaceAll('\u202f', ' '), expected);
  }
  assert.equal(formatDirection(-1, 'en-GB'), 'down');
  assert.equal(formatDirection(1, 'fr-FR'), 'en hausse');
});

test('numbers of a question are found whole, with what belongs to them', () => {
  const table: readonly (readonly [question: string, texts: readonly string[]])[] = [
    ['Is it over 5 million?', ['5 million']],
    ['Orders above $1,200.50, or 3k', ['$1,200.50', '3k']],
    ['Mehr als 1,5 Mio. € oder 20%?', ['1,5 Mio', '20%']],
    ['売上は500万円以上ですか', ['500万']],
    ['The 5th of Q4, 3rd place, iPhone15', []],
    ['In 2025.', ['2025']],
  ];
  for (const [question, texts] of table) {
    assert.deepEqual(
      typedNumbers(question).map(({ text }) => text),
      texts,
      question,
    );
  }
  for (const [text, value] of [
    ['5 million', '5000000'],
    ['3k', '3000'],
    ['1.200,50', '1200.5'],
    ['1,200', '1200'],
    ['500万', '5000000'],
    ['٥', '5'],
  ] as const) {
    assert.equal(readTyped(text), value);
  }
  assert.equal(readTyped('five'), undefined);
});

test('the sentence of ours says why, and how many rows there are', () => {
  const say = (rowCount: number, truncated = false, rung: Rung = 'live') =>
    answerWithoutInterpretation('not_grounded', 'revenue', { rowCount, truncated, rung });
  assert.equal(
    say(4),
    'The figures could not be put into words safely; here is the data: 4 rows from step revenue.',
  );
  assert.equal(
    say(1000, true),
    'The figures could not be put into words safely; here is the data: the first 1,000 rows from step revenue.',
  );
  assert.match(say(9, true, 'sample'), /here is what a sample of the data shows: the first 9 rows/);
  assert.match(say(1), /: 1 row from/);
  assert.match(say(0), /found no rows/);
  assert.match(
    answerWithoutInterpretation('unreachable', null, null),
    /Claude could not be reached.*no data/,
  );
});
