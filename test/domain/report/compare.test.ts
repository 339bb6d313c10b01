import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareMeasured, compareShares } from '../../../src/domain/report/compare.js';

for (const [name, now, before, word] of [
  ['29 of anything', [0, 29], [290, 290], 'too_few'],
  ['nothing before', [30, 30], [0, 0], 'too_few'],
  ['one more failure in a hundred', [95, 100], [96, 100], 'alike'],
  ['all alike', [100, 100], [100, 100], 'alike'],
  ['a fall from 99 % to 90 % of hundreds', [270, 300], [297, 300], 'lower'],
  ['a rise from 60 % to 90 %', [54, 60], [36, 60], 'higher'],
] as const) {
  test(`${name}: the shares are ${word}`, () => {
    const share = ([part, whole]: readonly [number, number]) => ({ part, whole });
    assert.equal(compareShares(share(now), share(before)), word);
  });
}

for (const [name, now, before, word] of [
  ['too few now', [900, 29], [100, 900], 'too_few'],
  ['nothing before', [900, 50], [null, 50], 'too_few'],
  ['a fifth more', [600, 50], [500, 50], 'alike'],
  ['half as much again', [750, 50], [500, 50], 'higher'],
  ['twice as much, of next to nothing', [20, 50], [10, 50], 'alike'],
  ['half', [250, 50], [500, 50], 'lower'],
] as const) {
  test(`${name}: what is measured is ${word}`, () => {
    const measured = ([value, count]: readonly [number | null, number]) => ({ value, count });
    assert.equal(compareMeasured(measured(now), measured(before), 50), word);
  });
}
