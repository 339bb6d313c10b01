/** Starts the servers of a home in a process of its own, says so in one line of JSON, and stays until it is ended. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runSql } from '../../src/adapters/postgres-admin/run-sql.js';
import { startServers } from '../../src/embedded/servers.js';

const [home = '', ending] = process.argv.slice(2);
const want = { temporal: true, store: true, warehouse: true };
const servers = await startServers({ home, want, runSql });
const keepAlive = setInterval(() => {}, 1_000);
console.log(JSON.stringify({ temporal: servers.temporal, databases: servers.databases }));
process.stdin.once('data', () => {
  clearInterval(keepAlive);
  process.stdin.destroy();
  if (ending !== 'forget') void servers.close();
  if (ending === 'hurry') endOnceLeft();
});

/** As a second Ctrl-C does: between leaving the servers and stopping them. */
function endOnceLeft(): void {
  if (readdirSync(join(home, 'users')).length === 0) process.exit();
  setImmediate(endOnceLeft);
}
