import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isListed, parseTableList } from '../../src/domain/table-list.js';

const table = (name: string, columns: readonly string[] | null, schema = 'public') => ({
  schema,
  name,
  columns,
});

for (const [text, tables] of [
  ['', []],
  [' , ', []],
  ['orders', [table('orders', null)]],
  [
    ' orders , crm.people( id , e mail ),x (a)',
    [table('orders', null), table('people', ['id', 'e mail'], 'crm'), table('x', ['a'])],
  ],
  ['Odd Name(Key)', [table('Odd Name', ['Key'])]],
  ['people()', undefined],
  ['people(a', undefined],
  ['people a)', undefined],
  ['a.b.c', undefined],
  ['people(a)(b)', undefined],
  ['people(a,)', undefined],
  ['.people', undefined],
] as const) {
  test(`a list of tables is read, or not at all: "${text}"`, () => {
    assert.deepEqual(parseTableList(text), tables);
  });
}

test('a table, or a column of it, is listed by its schema too', () => {
  const listed = parseTableList('orders, crm.people(id)') ?? [];
  const people = { schema: 'crm', name: 'people' };
  assert.ok(isListed(listed, people) && isListed(listed, people, 'id'));
  assert.ok(
    !isListed(listed, people, 'email') && !isListed(listed, { ...people, schema: 'public' }),
  );
  assert.ok(isListed(listed, { schema: 'public', name: 'orders' }, 'anything'));
});
