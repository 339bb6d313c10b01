import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { nearestValues, similarity } from '../../../src/tools/help/trigram.js';

for (const [value, candidates, near] of [
  ['complete', ['completed', 'cancelled', 'pending'], ['completed']],
  ['EMAE', ['EMEA', 'APAC', 'LATAM', 'North America'], ['EMEA']],
  ['emea', ['EMEA', 'APAC'], ['EMEA']],
  ['america north', ['North America', 'LATAM'], ['North America']],
  ['Muenchen', ['Berlin', 'Hamburg'], []],
] as const) {
  it(`finds ${near.join(', ') || 'nothing'} near ${value}`, () =>
    assert.deepEqual(nearestValues(value, candidates), near));
}

it('is the same both ways, one for the same, and never outside nought to one', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      assert.equal(similarity(a, b), similarity(b, a));
      assert.ok(similarity(a, b) >= 0 && similarity(a, b) <= 1);
      if (/\p{L}/u.test(a)) assert.equal(similarity(a, a), 1);
    }),
  );
});

it('measures as pg_trgm does', () => {
  // select similarity('word', 'two words') → 0.36363637
  assert.equal(similarity('word', 'two words').toFixed(6), '0.363636');
});
