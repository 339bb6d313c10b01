import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, beforeEach, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { reachOf } from '../../../src/adapters/webhook/addresses.js';
import { ticketWebhook } from '../../../src/adapters/webhook/ticket-webhook.js';
import type { Ticket } from '../../../src/ports.js';
import { failsAs } from '../store/fixtures.js';

interface Received {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const received: Received[] = [];
let answer = (response: ServerResponse): void => void response.writeHead(204).end();
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    received.push({ path: request.url, headers: request.headers, body });
    answer(response);
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  received.length = 0;
  answer = (response) => void response.writeHead(204).end();
});

const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`;
const origin = `http://127.0.0.1:${port}`;
const ticket: Ticket = {
  ...{ ticketId: 'T-1', tenant: 'default', runId: 'run-1', cause: 'revenue: tool_timeout' },
  ...{ priority: 'high', status: 'open', resolution: null, resolvedBy: null, resolvedAt: null },
  openedAt: '2026-09-30T12:00:00.000Z',
  body: { question: 'Umsatz für März?' },
};

function deliver({
  url = `${origin}/hook`,
  origins = [origin],
  timeoutMs = 5_000,
  signal = new AbortController().signal,
} = {}) {
  return ticketWebhook({ url, secret, origins }).deliver(ticket, { signal, timeoutMs });
}

test('nothing is sent for an attempt that was cancelled before', async () => {
  await assert.rejects(
    deliver({ signal: AbortSignal.abort() }),
    failsAs('webhook_failed', 'transient'),
  );
  assert.deepEqual(received, []);
});

test('a ticket arrives whole, and its signature is the receiver’s to verify', async () => {
  await deliver();
  const [{ path, headers, body } = assert.fail()] = received;
  assert.equal(path, '/hook');
  const message = new Webhook(secret).verify(body, headers as Record<string, string>);
  assert.deepEqual(message, {
    type: 'ticket.opened',
    timestamp: '2026-09-30T12:00:00.000Z',
    data: {
      ...{ ticketId: 'T-1', tenant: 'default', runId: 'run-1', cause: 'revenue: tool_timeout' },
      ...{ priority: 'high', question: 'Umsatz für März?' },
    },
  });
  const another = new Webhook(`whsec_${Buffer.from('another secret').toString('base64')}`);
  assert.throws(() => another.verify(body, headers as Record<string, string>));
});

test('every delivery of a ticket has the same message id', async () => {
  await deliver();
  await deliver();
  assert.deepEqual(
    received.map(({ headers }) => headers['webhook-id']),
    ['T-1', 'T-1'],
  );
});

for (const [status, kind] of [
  [500, 'transient'],
  [503, 'transient'],
  [429, 'transient'],
  [400, 'permanent'],
  [404, 'permanent'],
] as const) {
  test(`a receiver that answers ${status} is a ${kind} failure`, async () => {
    answer = (response) => void response.writeHead(status).end();
    await assert.rejects(
      deliver(),
      failsAs('webhook_failed', kind, new RegExp(`answered ${status}`)),
    );
  });
}

test('a redirect is not followed', async () => {
  answer = (response) => void response.writeHead(307, { location: `${origin}/other` }).end();
  await assert.rejects(deliver(), failsAs('webhook_failed', 'permanent', /answered 307/));
  assert.equal(received.length, 1);
});

test('a receiver that never answers is left in time', async () => {
  answer = () => undefined;
  await assert.rejects(
    deliver({ timeoutMs: 200 }),
    failsAs('webhook_failed', 'transient', /did not answer/),
  );
});

test('a receiver that is not there is a transient failure, and no path of its URL is told', async () => {
  const url = 'http://127.0.0.1:9/secret-path';
  await assert.rejects(
    deliver({ url, origins: ['http://127.0.0.1:9'] }),
    failsAs('webhook_failed', 'transient', /^(?!.*secret-path).*did not answer/),
  );
});

for (const [name, url, origins] of [
  ['an address of loopback', `${origin}/hook`, []],
  ['a name that leads to loopback', `http://localhost:${port}/hook`, []],
  ['loopback in IPv6', `http://[::1]:${port}/hook`, []],
  ['loopback, where another origin is listed', `${origin}/hook`, ['https://hooks.test']],
  ['the metadata of a cloud', 'http://169.254.169.254/', ['http://169.254.169.254']],
  ['loopback as IPv4 in IPv6', `http://[::ffff:127.0.0.1]:${port}/hook`, []],
] as const) {
  test(`${name} is not called`, async () => {
    await assert.rejects(
      deliver({ url, origins: [...origins] }),
      failsAs('webhook_refused', 'permanent'),
    );
    assert.equal(received.length, 0);
  });
}

for (const [address, reach] of [
  ['93.184.216.34', 'public'],
  ['2606:4700::1111', 'public'],
  ['10.1.2.3', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.0.1', 'private'],
  ['100.64.0.1', 'private'],
  ['fd00::1', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['64:ff9b::a00:1', 'private'],
  ['169.254.169.254', 'never'],
  ['::ffff:169.254.169.254', 'never'],
  ['fe80::1', 'never'],
  ['0.0.0.0', 'never'],
  ['::', 'never'],
  ['255.255.255.255', 'never'],
] as const) {
  test(`${address} is ${reach}`, () => assert.equal(reachOf(address), reach));
}
