import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { guard } from '../../src/sql/guard.js';
import { unlessShared } from '../support.js';
import { pieces, spliced } from './attacks/pieces.js';
import { goldQueries } from './gold.js';

/** What may never stand in text that is sent, outside of a literal or a quoted name. */
const forbidden =
  /\b(?:insert|update|delete|merge|into|truncate|drop|alter|create|grant|copy|call|do|set|lock|pg_\w+|dblink\w*|lo_\w+|query_to_xml)\b/i;

describe('a mutated gold query', { skip: unlessShared('sql-eval/questions.csv') }, () => {
  let gold: string[] = [];
  before(async () => {
    gold = (await goldQueries()).map(({ sql }) => sql);
  });

  it('is refused, or is still one harmless SELECT that stays what it is', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...pieces)), { minLength: 0, maxLength: 3 }),
        async (pick, cuts) => {
          const sql = spliced(gold[pick % gold.length]!, cuts);
          const guarded = await guard(sql, { paramCount: 0 });
          if (!guarded.accepted) {
            assert.notEqual(guarded.findings.length, 0);
            return;
          }
          accepted += 1;
          assert.deepEqual(await guard(guarded.sql, { paramCount: 0 }), guarded);
          const bare = guarded.sql.replace(/E?'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"/gs, '""');
          assert.doesNotMatch(bare, forbidden);
          assert.doesNotMatch(bare, /;|--|\/\*/);
        },
      ),
      { numRuns: 1_500 },
    );
    assert.notEqual(accepted, 0, 'nothing was accepted, so nothing was shown');
  });
});

it('any text at all gets a verdict', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
      const guarded = await guard(text, { paramCount: 0 });
      assert.equal(typeof guarded.accepted, 'boolean');
    }),
    { numRuns: 500 },
  );
});
