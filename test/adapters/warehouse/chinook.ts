import { readFile } from 'node:fs/promises';
import { postgresForTests, runSql, sharedData, type TestDatabase } from '../../support.js';

/** A database of the test's own with Chinook in it: a real one that we did not make. */
export async function chinookDatabase(): Promise<TestDatabase> {
  const postgres = await postgresForTests();
  const template = await postgres.ensureTemplate('chinook', async (url) => {
    const file = sharedData('chinook/chinook.sql');
    if (file === undefined) throw new Error('chinook.sql is not here');
    const sql = await readFile(file, 'utf8');
    await runSql(url, sql.replace(/^(?:DROP DATABASE|CREATE DATABASE|\\c).*$/gm, ''));
  });
  return await postgres.createDatabase(undefined, { template });
}
