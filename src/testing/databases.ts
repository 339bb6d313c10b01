import { randomBytes } from 'node:crypto';
import { runSql } from '../adapters/postgres-admin/run-sql.js';
import { migrateStore } from '../adapters/store/index.js';
import { readerGrants } from '../adapters/warehouse/grants.js';

export interface TestDatabases {
  readonly storeUrl: string;
  /** As a role that may read and nothing else. */
  readonly warehouseUrl: string;
  drop(): Promise<void>;
}

/** A store and a warehouse of a test's own, the warehouse with what the SQL makes. */
export async function createTestDatabases(
  adminUrl: string,
  warehouseSql: string,
): Promise<TestDatabases> {
  const suffix = randomBytes(6).toString('hex');
  const [store, warehouse, role] = [`store_${suffix}`, `warehouse_${suffix}`, `reader_${suffix}`];
  const urlOf = (pathname: string) => Object.assign(new URL(adminUrl), { pathname }).href;
  try {
    for (const name of [store, warehouse]) {
      await runSql(adminUrl, `create database ${name} template template0 encoding 'UTF8'`);
    }
    await migrateStore(urlOf(store), { log: () => {} });
    if (warehouseSql !== '') await runSql(urlOf(warehouse), warehouseSql);
    const grants = readerGrants({
      ...{ role, password: suffix, database: warehouse, connectionLimit: 50 },
      schemas: await schemasOf(urlOf(warehouse)),
    });
    for (const { sql } of grants) await runSql(urlOf(warehouse), sql);
  } catch (error) {
    // SQL of a test's own may be wrong: its server keeps nothing of that.
    await drop().catch(() => undefined);
    throw error;
  }
  return {
    storeUrl: urlOf(store),
    warehouseUrl: Object.assign(new URL(urlOf(warehouse)), { username: role, password: suffix })
      .href,
    drop,
  };

  async function drop(): Promise<void> {
    for (const name of [store, warehouse]) {
      await runSql(adminUrl, `drop database if exists ${name} with (force)`);
    }
    await runSql(adminUrl, `drop role if exists ${role}`);
  }
}

async function schemasOf(url: string): Promise<readonly string[]> {
  const rows = await runSql(
    url,
    `select nspname::text as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`,
  );
  return rows.map(({ name }) => String(name));
}
