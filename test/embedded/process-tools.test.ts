import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';
import { freePort } from '../../src/embedded/free-port.js';
import { commandOf, signal, stopProcess } from '../../src/embedded/process-tools.js';

/** The more memory it has, the longer its ports outlive its command line. */
const holdsPort = `
  globalThis.held = Buffer.alloc(300 * 1024 * 1024, 1);
  const server = require('node:net').createServer();
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

it('a stopped process has let go of its port, and another may take it at once', async () => {
  const child = spawn(process.execPath, ['-e', holdsPort], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  const port = Number(String(said));
  const pid = child.pid ?? 0;
  signal(pid, 'SIGKILL');
  while (commandOf(pid) !== undefined);
  await stopProcess(pid, { ask: 'SIGTERM', insist: 'SIGKILL', patienceMs: 10_000 });
  assert.equal(await freePort(port), port);
});
