import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { connectWarehouse } from '../../src/adapters/warehouse/connect-warehouse.js';
import type { Catalog } from '../../src/ports.js';
import { guard } from '../../src/sql/guard.js';
import { lintSql } from '../../src/sql/lint/lint-sql.js';
import {
  postgresForTests,
  runSql,
  sharedData,
  unlessShared,
  type TestDatabase,
} from '../support.js';
import { goldDatabases, goldQueries, type Gold } from './gold.js';

describe('gold queries', { skip: unlessShared('sql-eval/questions.csv') }, () => {
  let gold: Gold[] = [];
  before(async () => {
    gold = await goldQueries();
    assert.ok(gold.length >= 210);
  });

  for (const name of goldDatabases) {
    describe(name, () => {
      let database: TestDatabase;
      let catalog: Catalog;
      let client: Client;
      before(async () => {
        database = await (await postgresForTests()).createDatabase();
        await runSql(
          database.url,
          await readFile(sharedData(`sql-eval/${name}.sql`) ?? '', 'utf8'),
        );
        const warehouse = connectWarehouse({
          url: database.url,
          name,
          poolSize: 2,
          catalogTtlMs: 60_000,
        });
        catalog = await warehouse.catalog(new AbortController().signal);
        await warehouse.close();
        client = new Client({ connectionString: database.url });
        await client.connect();
      });
      after(async () => {
        await client.end();
        await database.drop();
      });

      it('are accepted and, as the tree writes them, give the same rows', async () => {
        const mine = gold.filter((query) => query.database === name);
        assert.notEqual(mine.length, 0, 'there is nothing to check');
        for (const { sql } of mine) {
          const guarded = await guard(sql, { catalog, paramCount: 0 });
          assert.ok(guarded.accepted, `${sql}\n${JSON.stringify(guarded)}`);
          assert.deepEqual(await rowsOf(guarded.sql), await rowsOf(sql), sql);
        }
      });

      it('have nothing that sends an honest plan back', async () => {
        for (const { sql } of gold.filter((query) => query.database === name)) {
          const doubts = await lintSql(sql, catalog);
          const findings = doubts.filter(({ weight }) => weight === 'finding');
          assert.deepEqual(findings, [], sql);
        }
      });

      async function rowsOf(text: string): Promise<string[]> {
        const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' });
        return rows.map((row) => JSON.stringify(row)).toSorted();
      }
    });
  }
});
