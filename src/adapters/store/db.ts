import { Pool, type PoolConfig } from 'pg';
import { connectionsOf, type Connections } from '../postgres-admin/connections.js';
import { storeFailure } from './failures.js';
import { soonMs } from './patience.js';
import { checkVersion } from './schema-version.js';
import { storableText } from './storable.js';

/** One statement, prepared once per connection under its name. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
}

export type Value = string | number | boolean | null | readonly string[];

/** Runs statements on a pool: one round trip each, and one kind of failure. */
export interface Db {
  /** @throws ToolFailure */
  run<Row extends object>(
    statement: NamedStatement,
    values: readonly Value[],
  ): Promise<readonly Row[]>;
  connections(): Connections;
  close(): Promise<void>;
}

/** Told how long a statement took, the wait for a connection included. */
export type OnStatement = (seconds: number, failed: boolean) => void;

export interface DbOptions {
  /** The longest that one statement may take. */
  readonly statementMs?: number;
  /** The longest that is waited for a connection, also for a free one where all are busy. */
  readonly connectMs?: number;
  readonly onStatement?: OnStatement | undefined;
}

/** Connects when first used. Before its first statement it checks that the store's schema is this build's. */
export function connectDb(
  url: string,
  poolSize: number,
  { statementMs = 5_000, connectMs = soonMs, onStatement }: DbOptions = {},
): Db {
  // For a server that no longer answers at all: its own timeout will not come.
  const timeouts = {
    statement_timeout: statementMs,
    query_timeout: statementMs + 1_000,
    connectionTimeoutMillis: connectMs,
  };
  const pool = new Pool({ ...poolSettings, ...timeouts, connectionString: url, max: poolSize });
  // A lost idle connection is the next statement's business; without a listener it would end the process.
  pool.on('error', () => {});
  let checked: Promise<void> | undefined;
  let closed: Promise<void> | undefined;
  return {
    async run<Row extends object>({ name, text }: NamedStatement, values: readonly Value[]) {
      try {
        await (checked ??= checkVersion(pool));
      } catch (error) {
        checked = undefined;
        throw storeFailure(error);
      }
      const startedAt = performance.now();
      let failed = true;
      try {
        const { rows } = await pool.query<Row>({ name, text, values: values.map(storable) });
        failed = false;
        return rows;
      } catch (error) {
        throw storeFailure(error);
      } finally {
        onStatement?.((performance.now() - startedAt) / 1_000, failed);
      }
    },
    connections: () => connectionsOf(pool),
    close: () => (closed ??= pool.end()),
  };
}

const poolSettings: PoolConfig = {
  application_name: 'surefoot',
  keepAlive: true,
  idleTimeoutMillis: 60_000,
};

function storable(value: Value): Value {
  if (typeof value === 'string') return storableText(value);
  return Array.isArray(value) ? value.map(storableText) : value;
}
