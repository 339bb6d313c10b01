import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  add,
  compare,
  divide,
  isZero,
  multiply,
  negate,
  parseDecimal,
  round,
  subtract,
  toText,
  trim,
  type Decimal,
} from '../../src/domain/decimal.js';

const decimals = fc.record({
  digits: fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
  scale: fc.integer({ min: 0, max: 30 }),
});

function parsed(text: string): Decimal {
  const value = parseDecimal(text);
  assert.ok(value, `${text} is a number`);
  return value;
}

test("Postgres's text is read without loss", () => {
  const table = [
    ['412300.10', '412300.10'],
    ['-0.5', '-0.5'],
    ['+7', '7'],
    ['.25', '0.25'],
    ['5.', '5'],
    ['-0', '0'],
    ['-0.00', '0.00'],
    ['1.5e+21', '1500000000000000000000'],
    ['1e-7', '0.0000001'],
    ['123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
  ] as const;
  for (const [text, expected] of table) assert.equal(toText(parsed(text)), expected);
});

test('what is no finite number is refused', () => {
  const texts = [
    'NaN',
    'Infinity',
    '-Infinity',
    '',
    '.',
    '-',
    '1,000',
    '0x10',
    '1 2',
    'e5',
    '1e99999',
  ];
  for (const text of [...texts, '9'.repeat(5_000)]) assert.equal(parseDecimal(text), undefined);
});

test('half is rounded away from zero', () => {
  const table = [
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['2.4999', 0, '2'],
    ['1.005', 2, '1.01'],
    ['-1.005', 2, '-1.01'],
    ['7', 2, '7'],
  ] as const;
  for (const [text, scale, expected] of table) {
    assert.equal(toText(round(parsed(text), scale)), expected);
  }
  assert.equal(toText(divide(parsed('2'), parsed('-3'), 4)), '-0.6667');
  assert.equal(toText(divide(parsed('0.000001'), parsed('8'), 2)), '0.00');
  assert.throws(() => divide(parsed('1'), parsed('0.0'), 2), RangeError);
});

test('writing and reading a number gives it back', () => {
  fc.assert(
    fc.property(decimals, (value) => assert.deepEqual(parsed(toText(value)), { ...value })),
  );
});

test('sums and products keep the laws of arithmetic', () => {
  const same = (a: Decimal, b: Decimal) => assert.equal(compare(a, b), 0);
  fc.assert(
    fc.property(decimals, decimals, decimals, (a, b, c) => {
      same(add(a, b), add(b, a));
      same(add(add(a, b), c), add(a, add(b, c)));
      same(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)));
      same(subtract(add(a, b), b), a);
      same(trim(a), a);
      assert.equal(compare(a, b), -compare(b, a) + 0);
    }),
  );
});

test('a quotient is within half of its last place', () => {
  fc.assert(
    fc.property(decimals, decimals, fc.integer({ min: 0, max: 30 }), (a, b, scale) => {
      fc.pre(!isZero(b));
      const rest = subtract(a, multiply(divide(a, b, scale), b));
      const half = multiply({ digits: 5n, scale: scale + 1 }, b);
      const [low, high] = b.digits < 0n ? [half, negate(half)] : [negate(half), half];
      assert.ok(compare(rest, low) >= 0 && compare(rest, high) <= 0);
    }),
  );
});
