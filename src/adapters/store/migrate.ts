import { Client } from 'pg';
import { grantDashboards } from './dashboards-role.js';
import { storeFailure } from './failures.js';
import { loadMigrations, type Migration } from './migrations.js';
import { missingRight } from './missing-right.js';

export interface MigrateOptions {
  /** One line for each file that is applied, and for what could not be done. */
  log(line: string): void;
  /** Where the files are; the package's own by default. */
  readonly folder?: string;
}

/** No run waits for it; and at a first start this process loads code and the sample beside it. */
const connectMs = 20_000;

/**
 * Brings the store's schema up to this build: each file in a transaction of its own, under one lock, so that several
 * processes may migrate at once. Then lets dashboards read the views. Returns the names of the files applied now.
 * @throws Error for an applied file that was edited, ToolFailure where the store is out of reach or the role may not
 */
export async function migrateStore(url: string, options: MigrateOptions): Promise<string[]> {
  const migrations = await loadMigrations(options.folder);
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectMs });
  // A connection that is lost fails the statement under way, too.
  client.on('error', () => {});
  const applied: string[] = [];
  try {
    await client.connect().catch(asStoreFailure);
    await inTransaction(client, () => createBookkeeping(client));
    await refuseNewerStore(client, migrations);
    for (const migration of migrations) {
      if (!(await inTransaction(client, () => applyOnce(client, migration)))) continue;
      applied.push(migration.name);
      options.log(`Applied ${migration.name}`);
    }
    const problem = await inTransaction(client, () => grantDashboards(client));
    if (problem !== undefined) options.log(problem);
    return applied;
  } catch (error) {
    throw (await missingRight(client, error)) ?? error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** False where it was applied before. */
async function applyOnce(client: Client, { version, name, checksum, sql }: Migration) {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from surefoot.migrations where version = $1',
    [version],
  );
  if (rows[0]?.checksum === checksum) return false;
  if (rows[0] !== undefined) {
    throw new Error(
      `Migration ${name} was edited after it was applied to this store as ${rows[0].name}. ` +
        'Restore the file and put the change into a new one.',
    );
  }
  await client.query(sql).catch((cause: unknown) => {
    throw new Error(`Migration ${name} failed: ${cause instanceof Error ? cause.message : ''}`, {
      cause,
    });
  });
  await client.query(
    'insert into surefoot.migrations (version, name, checksum) values ($1, $2, $3)',
    [version, name, checksum],
  );
  return true;
}

async function refuseNewerStore(client: Client, migrations: readonly Migration[]): Promise<void> {
  const { rows } = await client.query<{ newest: number | null }>(
    'select max(version) as newest from surefoot.migrations',
  );
  const newest = rows[0]?.newest ?? 0;
  if (newest > migrations.length) {
    throw new Error(
      `The store is at migration ${newest}, this version of Surefoot knows ${migrations.length}: update Surefoot.`,
    );
  }
}

/** Asks first: `if not exists` needs the right to create even where there is nothing to do. */
async function createBookkeeping(client: Client): Promise<void> {
  const found = await client.query(`select where to_regclass('surefoot.migrations') is not null`);
  if (found.rowCount === 1) return;
  await client.query(`
    create schema if not exists surefoot;
    create table surefoot.migrations (
      version    integer     primary key,
      name       text        not null,
      checksum   text        not null,
      applied_at timestamptz not null default now()
    )`);
}

/** The lock ends with the transaction, so it holds behind a connection pooler, too. */
async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin').catch(asStoreFailure);
  try {
    await client.query(`select pg_advisory_xact_lock(hashtext('surefoot.migrations'))`);
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

function asStoreFailure(error: unknown): never {
  throw storeFailure(error);
}
