import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import { readerGrants } from '../../../src/adapters/warehouse/grants.js';
import { excessOf } from '../../../src/adapters/warehouse/role.js';
import { postgresForTests, runSql, type TestDatabase } from '../../support.js';

describe('the role', () => {
  const role = `reader_${randomBytes(4).toString('hex')}`;
  const group = `${role}_group`;
  let database: TestDatabase;
  let url = '';

  before(async () => {
    database = await (await postgresForTests()).createDatabase();
    await runSql(
      database.url,
      `create table orders (id int); create table secrets (id int); create sequence numbers;
       create schema other; create view seen as select 1 as a;
       create role ${group} nologin`,
    );
    for (let i = 0; i < 2; i++) {
      for (const { sql } of grants()) await runSql(database.url, sql);
    }
    url = Object.assign(new URL(database.url), { username: role, password: "it's" }).href;
  });
  after(async () => {
    await database.drop();
    const { adminUrl } = await postgresForTests();
    await runSql(adminUrl, `drop role ${role}; drop role ${group}`);
  });

  function grants() {
    return readerGrants({
      role,
      password: "it's",
      database: database.name,
      schemas: ['public'],
      connectionLimit: 5,
    });
  }

  async function asRole<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  it('of our grants may read and has nothing to spare', async () => {
    assert.deepEqual(await asRole(excessOf), []);
    await asRole((client) => client.query('select * from orders'));
  });

  for (const [what, sql] of [
    ['write', 'insert into orders values (1)'],
    ['delete', 'delete from orders'],
    ['create', 'create table evil (id int)'],
    ['make temporary tables', 'create temp table orders (id int)'],
    ['make large objects', 'select lo_create(0)'],
    ['advance a sequence', "select nextval('numbers')"],
    ['read files', "select pg_read_file('/etc/hosts')"],
    ['run programs', "copy orders to program 'true'"],
    ['lock a table', 'lock table orders in access exclusive mode'],
    ['take more room for temporary files', "set temp_file_limit = '1TB'"],
    ['become another', `set role ${group}`],
    ['make a schema', 'create schema evil'],
  ] satisfies [string, string][]) {
    it(`cannot ${what}, in a transaction that would let it`, async () => {
      await asRole(async (client) => {
        await client.query('begin read write');
        await assert.rejects(client.query(sql), { code: '42501' });
      });
    });
  }

  for (const [what, grant, revoke, words] of [
    [
      'is a superuser',
      `alter role ${role} superuser`,
      `alter role ${role} nosuperuser`,
      /is a superuser/,
    ],
    [
      'may make roles',
      `alter role ${role} createrole`,
      `alter role ${role} nocreaterole`,
      /make roles/,
    ],
    [
      'may read files',
      `grant pg_read_server_files to ${role}`,
      `revoke pg_read_server_files from ${role}`,
      /files or programs \(pg_read_server_files\)/,
    ],
    [
      'may run programs',
      `grant pg_execute_server_program to ${role}`,
      `revoke pg_execute_server_program from ${role}`,
      /pg_execute_server_program/,
    ],
    [
      'may insert into one table',
      `grant insert on orders to ${role}`,
      `revoke insert on orders from ${role}`,
      /may write 1 table \(public\.orders\)/,
    ],
    [
      'may update one column',
      `grant update (id) on secrets to ${role}`,
      `revoke update (id) on secrets from ${role}`,
      /may write 1 table \(public\.secrets\)/,
    ],
    [
      'owns a table',
      `alter table orders owner to ${role}`,
      'alter table orders owner to current_user',
      /may write 1 table/,
    ],
    [
      'may advance a sequence',
      `grant usage on sequence numbers to ${role}`,
      `revoke usage on sequence numbers from ${role}`,
      /may advance 1 sequence/,
    ],
    [
      'may create in a schema',
      `grant create on schema other to ${role}`,
      `revoke create on schema other from ${role}`,
      /may create in 1 schema \(other\)/,
    ],
    [
      'is a member of who may write, without inheriting it',
      `grant truncate on orders to ${group}; grant ${group} to ${role}`,
      `revoke ${group} from ${role}; revoke truncate on orders from ${group}`,
      /may write 1 table/,
    ],
  ] satisfies [string, string, string, RegExp][]) {
    it(`that ${what} is not let in, or every answer says so`, async () => {
      await runSql(database.url, grant);
      const refusing = connect('refuse');
      const warning = connect('warn');
      const signal = new AbortController().signal;
      try {
        assert.match((await asRole(excessOf)).join(), words);
        await assert.rejects(refusing.admit(signal), ({ message }: Error) => {
          assert.match(message, words);
          assert.match(message, /`surefoot migrate --warehouse` prints the grants/);
          return true;
        });
        await assert.rejects(
          refusing.query(statement, limits, { signal, onProgress: () => {} }),
          words,
        );
        await warning.admit(signal);
        assert.deepEqual(
          warning.warnings().map(({ code }) => code),
          ['privileged_role'],
        );
      } finally {
        await Promise.all([refusing.close(), warning.close()]);
        await runSql(database.url, revoke);
      }
      assert.deepEqual(await asRole(excessOf), []);
    });
  }

  const statement = {
    sql: 'select 1 as a',
    params: [],
    timeZone: 'UTC',
    tenant: 't',
    timeoutMs: 1_000,
  };
  const limits = { maxRows: 1, maxBytes: 1_000 };
  const connect = (privileged: 'refuse' | 'warn') =>
    connectWarehouse({ url, name: 'w', poolSize: 1, catalogTtlMs: 1_000, privileged });
});
