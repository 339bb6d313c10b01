import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import {
  connectWarehouse,
  type WarehouseOptions,
} from '../../../src/adapters/warehouse/connect-warehouse.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import { parseTableList, type ListedTable } from '../../../src/domain/table-list.js';
import type { Catalog, Table, Warehouse } from '../../../src/ports.js';
import { guard } from '../../../src/sql/guard.js';
import { postgresForTests, type TestDatabase } from '../../support.js';

const schema = `
  create type mood as enum ('sad', 'happy');
  create table regions (id int primary key, name text);
  create table people (
    id int primary key, region_id int references regions, email text unique, phone text, born date, mood mood,
    plan text, ssn text);
  create table visits (person_email text references people (email), person_id int references people, at date);
  create view contacts as select id, email as mail from people;
  create view over_contacts as select mail from contacts;
  create view plans as select id, plan from people;
  create materialized view phones as select phone as number from people;
  comment on column people.ssn is 'Never to be read. @pii';
  comment on column people.born is '@pii:mask';
  insert into regions values (1, 'North'), (2, 'South');
  insert into people select i, 1 + i % 2, case when i % 5 > 0 then 'p' || i || '@secret.example' end, 'phone ' || i % 3,
    date '1990-01-01' + i, 'happy', case when i % 2 = 0 then 'free' else 'paid' end, 'ssn ' || i % 2
    from generate_series(1, 50) i;
  analyze;`;

const listed = (text: string): readonly ListedTable[] => parseTableList(text) ?? [];
const never = () => new AbortController().signal;

describe('what a warehouse shows', () => {
  const role = `personal_agent_${process.pid}`;
  const opened: { close(): Promise<void> }[] = [];
  let database: TestDatabase;
  let admin: Client;
  let url: string;

  before(async () => {
    database = await (await postgresForTests()).createDatabase();
    admin = new Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(schema);
    await admin.query(`
      create role ${role} login password 'pw';
      grant select on all tables in schema public to ${role};`);
    url = Object.assign(new URL(database.url), { username: role, password: 'pw' }).href;
  });
  after(async () => {
    await Promise.all(opened.map((warehouse) => warehouse.close()));
    await admin.query(`drop owned by ${role}; drop role ${role}`);
    await admin.end();
    await database.drop();
  });

  function open(more: Partial<WarehouseOptions>): Warehouse {
    const options = { url, name: 'people', poolSize: 2, catalogTtlMs: 60_000, ...more };
    const warehouse = connectWarehouse(options);
    opened.push(warehouse);
    return warehouse;
  }

  const catalogOf = (more: Partial<WarehouseOptions>) => open(more).catalog(never());
  const names = ({ tables }: Catalog) => tables.map(({ name }) => name);
  const tableIn = ({ tables }: Catalog, name: string): Table =>
    tables.find((table) => table.name === name) ?? assert.fail(`no table ${name}`);
  const columns = (catalog: Catalog, name: string) =>
    tableIn(catalog, name).columns.map((column) => column.name);
  const personal = { refused: listed('people(email)'), masked: listed('people(phone, mood)') };

  it('is only what is listed, and no key tells of the rest', async () => {
    const catalog = await catalogOf({ tables: listed('people(id, region_id, plan), visits') });
    assert.deepEqual(names(catalog), ['people', 'visits']);
    const people = tableIn(catalog, 'people');
    assert.deepEqual(columns(catalog, 'people'), ['id', 'region_id', 'plan']);
    assert.deepEqual(people.hidden, ['email', 'phone', 'born', 'mood', 'ssn']);
    assert.deepEqual(
      [people.primaryKey, people.uniqueKeys, people.foreignKeys],
      [['id'], [['id']], []],
    );
    assert.deepEqual(tableIn(catalog, 'visits').foreignKeys, [
      { columns: ['person_id'], table: 'people', references: ['id'] },
    ]);
  });

  it('leaves out personal columns, and shows nothing of the values of masked ones', async () => {
    const catalog = await catalogOf({ personal });
    const people = tableIn(catalog, 'people');
    assert.deepEqual(columns(catalog, 'people'), [
      'id',
      'region_id',
      'phone',
      'born',
      'mood',
      'plan',
    ]);
    assert.deepEqual(people.hidden, ['email', 'ssn']);
    const shown = people.columns.map(({ name, masked, values, range }) => [
      name,
      masked,
      values,
      range,
    ]);
    assert.deepEqual(shown.slice(2), [
      ['phone', true, [], null],
      ['born', true, [], null],
      ['mood', true, [], null],
      ['plan', undefined, ['free', 'paid'], null],
    ]);
    assert.deepEqual(tableIn(catalog, 'visits').foreignKeys.length, 1);
  });

  it('has no view that reads a personal column under another name, unless it is tagged or listed', async () => {
    assert.deepEqual(names(await catalogOf({ personal })), [
      'people',
      'plans',
      'regions',
      'visits',
    ]);
    const tagged = { ...personal, refused: listed('people(email), contacts(mail)') };
    const catalog = await catalogOf({ personal: tagged });
    assert.deepEqual(columns(catalog, 'contacts'), ['id']);
    assert.ok(!names(catalog).includes('over_contacts'));
    const tables = listed('people, phones');
    assert.deepEqual(names(await catalogOf({ personal, tables })), ['people', 'phones']);
  });

  it('is nothing where a tag names a column that its table does not have', async () => {
    const wrong = { refused: listed('people(emial)'), masked: [] };
    const error = await catalogOf({ personal: wrong }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ToolFailure);
    assert.equal(error.toolError.error, 'pii_unknown');
    assert.match(error.message, /names people\(emial\)/);
    const elsewhere = { refused: listed('not_there_yet(email)'), masked: [] };
    assert.ok((await catalogOf({ personal: elsewhere })).tables.length > 0);
  });

  it('has another version for each of these, so that no result from before is found', async () => {
    const versions = await Promise.all(
      [
        {},
        { personal },
        { personal: { ...personal, masked: listed('people(phone)') } },
        { personal: { refused: [], masked: listed('people(email, phone, mood)') } },
        { tables: listed('people, visits') },
        { tables: listed('people(id, email), visits') },
      ].map(async (more) => (await catalogOf(more)).version),
    );
    assert.equal(new Set(versions).size, versions.length);
  });

  it('returns masked columns masked, by the server', async () => {
    const warehouse = open({ personal });
    const catalog = await warehouse.catalog(never());
    const sql = 'SELECT id, phone, born AS day FROM people ORDER BY id LIMIT 2';
    const guarded = await guard(sql, { catalog, paramCount: 0 });
    assert.ok(guarded.accepted);
    const statement = { params: [], timeZone: 'UTC', tenant: 'default', timeoutMs: 5_000 };
    const { rows } = await warehouse.query(
      { ...statement, sql: guarded.sql },
      { maxRows: 10, maxBytes: 10_000 },
      { signal: never(), onProgress: () => {} },
    );
    assert.deepEqual(rows, [
      ['1', '[masked]', '[masked]'],
      ['2', '[masked]', '[masked]'],
    ]);
  });

  it('says nothing of a value that stood in the way, not even in an error’s cause', async () => {
    const warehouse = open({});
    const statement = { params: [], timeZone: 'UTC', tenant: 'default', timeoutMs: 5_000 };
    const error = await warehouse
      .query(
        { ...statement, sql: 'SELECT email::int AS n FROM people WHERE email IS NOT NULL' },
        { maxRows: 10, maxBytes: 10_000 },
        { signal: never(), onProgress: () => {} },
      )
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    assert.ok(error instanceof ToolFailure && error.cause instanceof Error);
    const told = [error, error.cause].map(
      (each) => `${each.message} ${each.stack} ${JSON.stringify(each)}`,
    );
    assert.doesNotMatch(told.join(' '), /secret\.example/);
    assert.match(error.cause.message, /22P02/);
  });
});
