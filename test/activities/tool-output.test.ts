import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { toResultSet } from '../../src/activities/tool-output.js';

const owner = z.strictObject({
  owner: z.string(),
  since: z.date(),
  deals: z.int().nullable(),
  share: z.number().optional(),
  active: z.boolean(),
});
const columns = [
  { name: 'owner', type: 'text' },
  { name: 'since', type: 'timestamp with time zone' },
  { name: 'deals', type: 'numeric' },
  { name: 'share', type: 'numeric' },
  { name: 'active', type: 'boolean' },
];

test('a row has the columns that its schema names, also those that it leaves out', () => {
  const since = new Date('2026-09-30T00:00:00Z');
  assert.deepEqual(toResultSet({ owner: 'ada', since, deals: null, active: true }, owner), {
    columns,
    rows: [['ada', '2026-09-30T00:00:00.000Z', null, null, true]],
    rowCount: 1,
    truncated: false,
  });
});

test('an empty list has the columns of its schema', () => {
  const none = toResultSet([], z.array(owner));
  // Nothing in JSON is a moment: where there is no row, it is text.
  const known = columns.map((each) => (each.name === 'since' ? { ...each, type: 'text' } : each));
  assert.deepEqual(none, { columns: known, rows: [], rowCount: 0, truncated: false });
});

test('a schema may have an id that another has, too', () => {
  const deal = () => z.object({ stage: z.string() }).meta({ id: 'Deal' });
  const both = z.array(deal().extend({ won: deal() }).meta({ id: 'Deal' }));
  assert.deepEqual(
    toResultSet([], both).columns.map(({ name }) => name),
    ['stage', 'won'],
  );
});

test('a schema that names no columns leaves it to the rows', () => {
  const loose = z.array(z.record(z.string(), z.number()));
  assert.deepEqual(toResultSet([{ a: 1 }, { b: 2.5 }], loose).columns, [
    { name: 'a', type: 'numeric' },
    { name: 'b', type: 'numeric' },
  ]);
  assert.deepEqual(toResultSet([], loose).columns, []);
  assert.deepEqual(toResultSet(7, z.number()).columns, [{ name: 'value', type: 'numeric' }]);
});
