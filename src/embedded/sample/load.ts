import { copyTexts } from './copy-text.js';
import { generateSample, sampleVersion } from './generate.js';
import type { Sample } from './rows.js';
import { analyzeTables, createKeys, createTables } from './schema.js';

/** What loading asks of a connection; a node-postgres client has it. */
export interface SampleClient {
  query(sql: string): Promise<{ readonly rows: readonly unknown[] }>;
}

/** Sends lines to `copy … from stdin`; the warehouse adapter's `copyRows` is one. */
export type CopyRows<Client> = (
  client: Client,
  statement: string,
  lines: Iterable<string>,
) => Promise<void>;

const marker = `Surefoot sample warehouse, version ${sampleVersion}`;

/** Loads the sample unless it is there. Of several starts at once one loads it, and the others wait for that. */
export async function ensureSample<Client extends SampleClient>(
  client: Client,
  { onLoad, ...options }: LoadOptions<Client> & { readonly onLoad: () => void },
): Promise<void> {
  await client.query(`select pg_advisory_lock(${lock})`);
  try {
    if (await isSampleLoaded(client)) return;
    onLoad();
    await loadSample(client, options);
  } finally {
    await client.query(`select pg_advisory_unlock(${lock})`);
  }
}

const lock = `hashtext('surefoot.sample')`;

interface LoadOptions<Client> {
  readonly copyRows: CopyRows<Client>;
  readonly sample?: Sample;
}

/**
 * Fills an empty database with the sample: all of it in one transaction, or nothing. The client must be one connection,
 * not a pool, and its role must own the database.
 */
export async function loadSample<Client extends SampleClient>(
  client: Client,
  { copyRows, sample = generateSample() }: LoadOptions<Client>,
): Promise<void> {
  await client.query('begin');
  try {
    await client.query('set local search_path = public');
    await client.query(createTables);
    for (const { table, columns, lines } of copyTexts(sample)) {
      // Freeze spares the first readers the work of marking rows as visible.
      await copyRows(client, `copy ${table} (${columns}) from stdin with (freeze)`, lines);
    }
    await client.query(createKeys);
    await client.query(analyzeTables);
    await client.query(`comment on schema public is '${marker}'`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** Whether this version of the sample is there, whole: the mark is set in the transaction that loads it. */
export async function isSampleLoaded(client: SampleClient): Promise<boolean> {
  const { rows } = await client.query(
    `select 1 from pg_namespace
     where nspname = 'public' and obj_description(oid, 'pg_namespace') = '${marker}'`,
  );
  return rows.length === 1;
}
