import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { inTime } from '../../src/activities/in-time.js';

test('what fails or says nothing in its time is undefined', async () => {
  assert.equal(await inTime(Promise.resolve('said'), 10), 'said');
  assert.equal(await inTime(Promise.reject(new Error('away')), 10), undefined);
  assert.equal(await inTime(new Promise(() => undefined), 10), undefined);
});

/** Says something once the first flag is set, and sets the second one. */
const speaking = `
  const { port, flags } = require('node:worker_threads').workerData;
  const socket = require('node:net').connect(port, '127.0.0.1', () => {
    Atomics.wait(flags, 0, 0);
    socket.end('said', () => {
      Atomics.store(flags, 1, 1);
      Atomics.notify(flags, 1);
    });
  });`;

test('a word that came while the process was busy is heard, though its time is up', async () => {
  const flags = new Int32Array(new SharedArrayBuffer(8));
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const speaker = new Worker(speaking, { eval: true, workerData: { port, flags } });
  const [socket] = (await once(server, 'connection')) as [Socket];

  const word = inTime(once(socket, 'data').then(String), 1);
  Atomics.store(flags, 0, 1);
  Atomics.notify(flags, 0);
  Atomics.wait(flags, 1, 0);
  Atomics.wait(flags, 1, 1, 20);

  const heard = await word;
  socket.destroy();
  server.close();
  await speaker.terminate();
  assert.equal(heard, 'said');
});
