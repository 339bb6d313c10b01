import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { goldMutants } from '../../bench/truth/mutations/gold-mutants.js';
import { unlessShared } from '../support.js';

describe('gold queries with one mistake', { skip: unlessShared('sql-eval/questions.csv') }, () => {
  it('are refused before they run where a name is wrong, and mostly where the meaning is', async () => {
    // The whole is `npm run bench:truth mutations`.
    const databases = ['broker', 'geography'];
    const { wrong, right } = await goldMutants({ turns: 1, databases });
    assert.deepEqual(
      right.filter(({ caught }) => caught !== null),
      [],
    );
    assert.ok(wrong.length > 200, `${wrong.length}`);
    for (const mutation of ['table, misspelt', 'column, invented', 'missing GROUP BY']) {
      assert.equal(share(mutation), 1, mutation);
    }
    for (const mutation of ['dropped WHERE', 'flipped ORDER', 'dropped LIMIT']) {
      assert.ok(share(mutation) >= 0.8, `${mutation}: ${share(mutation)}`);
    }

    function share(mutation: string): number {
      const mine = wrong.filter((outcome) => outcome.mutation === mutation && !outcome.isSame);
      assert.notEqual(mine.length, 0, mutation);
      return mine.filter(({ caught }) => caught !== null).length / mine.length;
    }
  });
});
