import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Client } from 'pg';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import { startPostgres } from '../../../src/embedded/postgres/start-postgres.js';
import { until } from '../../e2e/watching.js';
import { temporaryFolder } from '../../throwaway.js';

const never = new AbortController().signal;

it('a server that stops mid-query is a transient failure, and so is one that is gone', async () => {
  const server = await startPostgres({ home: temporaryFolder(), durable: false });
  const url = server.adminUrl();
  const warehouse = connectWarehouse({ url, name: 'stopping', poolSize: 2, catalogTtlMs: 0 });
  const query = (sql: string) =>
    warehouse.query(
      { sql, params: [], timeZone: 'UTC', tenant: 'default', timeoutMs: 30_000 },
      { maxRows: 10, maxBytes: 1_000 },
      { signal: new AbortController().signal, onProgress() {} },
    );
  const catalog = await warehouse.catalog(never);
  const running = query('select pg_sleep(30)::text as stopped_here');
  running.catch(() => {});
  try {
    await untilItRuns(url);
  } finally {
    await server.stop();
  }
  await assert.rejects(running, isTransient);
  await assert.rejects(query('select 1 as a'), isTransient);
  // What is known of it still serves; a warehouse that was never read has nothing to serve.
  assert.equal(await warehouse.catalog(never), catalog);
  const unread = connectWarehouse({ url, name: 'unread', poolSize: 2, catalogTtlMs: 0 });
  await assert.rejects(unread.catalog(never), isTransient);
  await Promise.all([warehouse.close(), unread.close()]);
});

function isTransient(error: unknown): boolean {
  assert.ok(error instanceof ToolFailure);
  assert.equal(error.toolError.class, 'transient');
  return true;
}

async function untilItRuns(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const running = `select from pg_stat_activity
       where state = 'active' and query like '%select pg_sleep(30)%' and pid <> pg_backend_pid()`;
    await until('the query runs', async () => (await client.query(running)).rowCount === 1);
  } finally {
    await client.end();
  }
}
