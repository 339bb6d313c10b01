import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRange } from '../../../src/domain/verification/check-range.js';
import { aQuery, resultOf } from './builders.js';

for (const [name, unit, value, expected] of [
  ['market share', 'percent', '41.5', null],
  ['market share', 'percent', '141.5', true],
  ['market share', 'fraction', '1.2', true],
  ['market share', 'fraction', '-0.1', true],
  ['return rate', 'percent', '104', false],
  ['return rate', 'percent', '4', null],
  ['share growth', 'percent', '230', null],
  ['growth rate', 'percent', '-12', null],
  ['orders', '', '-3', false],
  ['net revenue', 'USD', '-3', null],
  ['profit', 'USD', '-3', null],
] as const) {
  const verdict = expected === null ? 'stands' : expected ? 'refutes' : 'warns';
  test(`${name} of ${value} ${unit} ${verdict}`, () => {
    const column = name.replaceAll(' ', '_');
    const measure = { name, column, aggregation: 'sum', additive: false, unit };
    const [outcome] = checkRange(aQuery({ measure }), resultOf(['region', column], [['a', value]]));
    assert.equal(outcome?.problem?.refutes ?? null, expected);
  });
}
