import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { cancellable } from '../../../src/adapters/warehouse/cancel.js';
import { openPool, readOnly } from '../../../src/adapters/warehouse/session.js';
import { postgresForTests } from '../../support.js';

const { adminUrl } = await postgresForTests();
const pool = openPool(adminUrl, 1);
after(() => pool.end());
const bounds = { timeoutMs: 5_000, timeZone: 'UTC', local: {} };

it('a cancel that comes too late for its own query does not meet the next one', async () => {
  const reason = new Error('stop');
  const stop = new AbortController();
  const first = readOnly(await pool.connect(), bounds, (client) =>
    cancellable(client, adminUrl, stop.signal, () => {
      stop.abort(reason);
      return Promise.resolve('done');
    }),
  );
  await assert.rejects(first, reason);

  const { rows } = await readOnly(await pool.connect(), bounds, (client) =>
    client.query<{ slept: string }>("select 'yes' as slept from pg_sleep(0.3)"),
  );
  assert.deepEqual(rows, [{ slept: 'yes' }]);
});
