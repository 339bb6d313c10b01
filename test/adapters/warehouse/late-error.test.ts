import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { it } from 'node:test';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import { postgresForTests } from '../../support.js';

it('a time limit that is reached just after the last row is an error, and nobody waits for ever', async () => {
  const { adminUrl } = await postgresForTests();
  const between = await lateErrors(new URL(adminUrl));
  const url = Object.assign(new URL(adminUrl), { hostname: '127.0.0.1', port: between.port }).href;
  const warehouse = connectWarehouse({ url, name: 'w', poolSize: 1, catalogTtlMs: 1_000 });
  const statement = { params: [], timeZone: 'UTC', tenant: 't', timeoutMs: 5_000 };
  const limits = { maxRows: 10, maxBytes: 1_000 };
  const options = { signal: AbortSignal.timeout(20_000), onProgress: () => {} };
  try {
    const asked = warehouse.query({ ...statement, sql: "select 'late' as a" }, limits, options);
    await assert.rejects(asked, /did not finish/);
    const next = await warehouse.query({ ...statement, sql: 'select 1 as a' }, limits, options);
    assert.deepEqual(next.rows, [['1']]);
  } finally {
    await warehouse.close();
    await between.close();
  }
});

/** Between us and Postgres: puts its own words for a reached limit after a result whose row says `late`. */
async function lateErrors(to: URL): Promise<{ readonly port: string; close(): Promise<unknown> }> {
  const server = createServer((ours) => {
    const theirs = connect(Number(to.port), to.hostname);
    ours.pipe(theirs);
    theirs.on('data', (chunk) => ours.write(withLateError(chunk)));
    theirs.on('close', () => ours.destroy());
    ours.on('close', () => theirs.destroy());
    for (const socket of [ours, theirs]) socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: String((server.address() as AddressInfo).port),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function withLateError(chunk: Buffer): Buffer {
  const complete = chunk.lastIndexOf('SELECT 1\0');
  if (complete < 0 || !chunk.includes('late')) return chunk;
  const end = complete + 'SELECT 1\0'.length;
  return Buffer.concat([chunk.subarray(0, end), errorResponse, chunk.subarray(end)]);
}

const fields = 'SERROR\0VERROR\0C57014\0Mcanceling statement due to statement timeout\0\0';
const errorResponse = Buffer.alloc(5 + fields.length);
errorResponse.write('E', 0);
errorResponse.writeInt32BE(4 + fields.length, 1);
errorResponse.write(fields, 5);
