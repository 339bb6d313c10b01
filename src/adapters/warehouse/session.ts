import {
  escapeIdentifier,
  escapeLiteral,
  Client,
  Pool,
  type ClientConfig,
  type PoolClient,
  type QueryResult,
} from 'pg';

/** What one transaction is bound by. */
export interface Bounds {
  readonly timeoutMs: number;
  readonly timeZone: string;
  /** Settings of this transaction alone, such as the tenant's. */
  readonly local: Readonly<Record<string, string>>;
  /** A SELECT of our own that goes along with the opening; its first row is told to the work. */
  readonly look?: string | undefined;
}

/** How every session is opened: read only, impatient, plain string literals, ISO dates, and only `public` in its path. */
export function sessionConfig(url: string): ClientConfig {
  // Parameters of a URL would win over options of our own, so ours go into the URL, after those it already has.
  const parsed = new URL(url);
  const theirs = parsed.searchParams.get('options');
  parsed.searchParams.set('options', [...(theirs === null ? [] : [theirs]), ...settings].join(' '));
  parsed.searchParams.set('application_name', 'surefoot');
  // There alone a plus is a space, which the server does not know; in a password it is a plus.
  parsed.search = parsed.search.replaceAll('+', '%20');
  return {
    connectionString: parsed.href,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  };
}

const settings = Object.entries({
  default_transaction_read_only: 'on',
  statement_timeout: '60s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '60s',
  standard_conforming_strings: 'on',
  client_connection_check_interval: '2s',
  DateStyle: 'ISO',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  search_path: 'public',
}).map(([name, value]) => `-c ${name}=${value}`);

/** A pool whose errors never go unheard: an idle session's end is an 'error' event, and unheard it would end us. */
export function openPool(url: string, poolSize: number): Pool {
  const pool = new Pool({ ...sessionConfig(url), max: poolSize, idleTimeoutMillis: 60_000 });
  pool.on('error', heard);
  pool.on('connect', (client) => client.on('error', heard));
  return pool;
}

/**
 * Runs `work` in a read-only transaction that always ends in ROLLBACK, for which a result in hand does not wait. A session
 * in which anything failed is closed and never used again.
 */
export async function readOnly<T>(
  client: PoolClient,
  bounds: Bounds,
  work: (client: PoolClient, looked: unknown) => Promise<T>,
): Promise<T> {
  let result: T;
  try {
    // Several statements give several results.
    const opened: unknown = await client.query(opening(bounds, await versionOf(client)));
    const last = [opened].flat().at(-1) as QueryResult;
    result = await work(client, last.rows[0]);
  } catch (error) {
    await discard(client);
    throw error;
  }
  void rolledBack(client);
  return result;
}

const versions = new WeakMap<PoolClient, number>();

/** Such as 180004; asked once a session. */
async function versionOf(client: PoolClient): Promise<number> {
  const known = versions.get(client);
  if (known !== undefined) return known;
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
  const version = Number(rows[0]?.server_version_num);
  versions.set(client, version);
  return version;
}

/** Only a session that has rolled back goes to the next statement. */
async function rolledBack(client: PoolClient): Promise<void> {
  try {
    await client.query('rollback');
    // What outlives a rollback goes too, should anything have got that far: locks, statements, the seed of random().
    await client.query('discard all');
    client.release();
  } catch {
    await discard(client);
  }
}

/** Closes the session and waits until the server has: then nothing of it is left in pg_stat_activity. */
async function discard(client: PoolClient): Promise<void> {
  await until(client, (settle) => {
    client.once('end', settle);
    client.release(true);
  });
}

/** Waits for what `begin` arranges, but not for long, and not where the socket is gone: nothing more is said there. */
export async function until(
  client: PoolClient,
  begin: (settle: () => void) => void,
): Promise<void> {
  let patience: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    const gone = client.connection.stream.destroyed;
    patience = setTimeout(resolve, gone ? 0 : patienceMs);
    begin(resolve);
  });
  clearTimeout(patience);
}

const patienceMs = 1_000;
const graceMs = 10_000;

/** Text of our own, one round trip. Claude's SQL never travels this way: the simple protocol takes several statements. */
function opening({ timeoutMs, timeZone, local, look }: Bounds, version: number): string {
  const statementMs = Math.max(1, Math.floor(timeoutMs));
  return [
    'begin read only',
    `set local statement_timeout = ${statementMs}`,
    // Ends the session where the statement's own limit was got around.
    ...(version >= 170_000 ? [`set local transaction_timeout = ${statementMs + graceMs}`] : []),
    `set local timezone = ${escapeLiteral(timeZone)}`,
    ...Object.entries(local).map(
      ([name, value]) => `set local ${quotedSetting(name)} = ${escapeLiteral(value)}`,
    ),
    ...(look === undefined ? [] : [look]),
  ].join('; ');
}

function quotedSetting(name: string): string {
  return name.split('.').map(escapeIdentifier).join('.');
}

/** Host, database and role as the driver resolves them from URL and environment; never the password. */
export function identityOf(url: string): string {
  const { user, host, port, database } = new Client(sessionConfig(url));
  return `postgres://${user ?? ''}@${host}:${port}/${database ?? ''}`;
}

function heard(): void {
  // The query that was running reports it too; an idle session is replaced by the pool.
}
