import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampledQueries } from '../../bench/truth/sampling.js';

// 2,000 seeds are `npm run bench:truth sampling`. So few cannot tell 93 % from 95 %, but they tell 95 % from 26 %.
test('intervals hold the truth, and no group on fewer than 30 pages has a figure', async () => {
  for (const { name, figures, held, tooFew } of await sampledQueries({ whole: 25, grouped: 3 })) {
    assert.ok(figures > 0, `${name}: no figure`);
    assert.ok(held >= 0.75 * figures, `${name}: ${held} of ${figures}`);
    assert.equal(tooFew, 0, name);
  }
});
