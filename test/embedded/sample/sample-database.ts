import { Client } from 'pg';
import { copyRows } from '../../../src/adapters/warehouse/copy.js';
import { loadSample, sampleVersion } from '../../../src/embedded/sample/index.js';
import { postgresForTests, type TestDatabase } from '../../support.js';

/** A database of the test file's own with the whole sample in it: loaded once for all files, then copied. */
export async function sampleDatabase(): Promise<TestDatabase> {
  const postgres = await postgresForTests();
  const template = await postgres.ensureTemplate(`sample_${sampleVersion}`, async (url) => {
    const client = new Client(url);
    await client.connect();
    try {
      await loadSample(client, { copyRows });
    } finally {
      await client.end();
    }
  });
  return await postgres.createDatabase(undefined, { template });
}
