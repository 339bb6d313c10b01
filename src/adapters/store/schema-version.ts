import { Client, type Pool } from 'pg';
import { notMigrated, storeFailure } from './failures.js';
import { loadMigrations } from './migrations.js';
import { patientConnectMs } from './patience.js';

/** What `doctor` says of the store. */
export interface StoreVersion {
  readonly state: 'missing' | 'older' | 'current' | 'newer';
  /** Number of the newest migration applied; 0 for none. */
  readonly applied: number;
  /** Number of this build's newest migration. */
  readonly expected: number;
  /** Of the server, such as `18.4`. */
  readonly postgres: string;
}

/** Looks at the store without changing it. @throws ToolFailure where it is out of reach */
export async function storeVersion(url: string): Promise<StoreVersion> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patientConnectMs });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ postgres: string }>(
      `select current_setting('server_version') as postgres`,
    );
    return { ...(await readVersion(client)), postgres: rows[0]?.postgres.split(' ')[0] ?? '' };
  } catch (error) {
    throw storeFailure(error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** @throws ToolFailure that says which side is behind and what to run */
export async function checkVersion(db: Pick<Pool, 'query'>): Promise<void> {
  const { state, applied, expected } = await readVersion(db);
  if (state === 'current') return;
  throw notMigrated(
    {
      missing: 'The store has no Surefoot schema: run `surefoot migrate`.',
      older: `The store is at migration ${applied} of ${expected}: run \`surefoot migrate\`.`,
      newer: `The store is at migration ${applied}, this version of Surefoot knows ${expected}: update Surefoot.`,
    }[state],
  );
}

async function readVersion(db: Pick<Pool, 'query'>): Promise<Omit<StoreVersion, 'postgres'>> {
  const expected = (await loadMigrations()).length;
  const applied = await newestApplied(db);
  if (applied === 0) return { state: 'missing', applied, expected };
  const state = applied === expected ? 'current' : applied < expected ? 'older' : 'newer';
  return { state, applied, expected };
}

/** Two statements, because Postgres resolves the table's name before it looks at any condition. */
async function newestApplied(db: Pick<Pool, 'query'>): Promise<number> {
  const table = await db.query(`select where to_regclass('surefoot.migrations') is not null`);
  if (table.rowCount === 0) return 0;
  const { rows } = await db.query<{ version: number | null }>(
    'select max(version) as version from surefoot.migrations',
  );
  return rows[0]?.version ?? 0;
}
