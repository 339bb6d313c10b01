import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { readinessOf, type HealthCheck } from '../../../src/adapters/health/readiness.js';
import {
  HealthAddressTaken,
  serveHealth,
  type HealthServer,
} from '../../../src/adapters/health/serve-health.js';
import { ToolFailure } from '../../../src/domain/failure.js';

const open: HealthServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(metrics = () => Promise.resolve('a_metric 1\n')): Promise<HealthServer> {
  const server = await serveHealth({ host: '127.0.0.1', port: 0, metrics });
  open.push(server);
  return server;
}

async function get({ url }: HealthServer, path: string, method = 'GET') {
  const response = await fetch(`${url}${path}`, { method });
  return { status: response.status, body: await response.text() };
}

const well = (name: string, needed = true): HealthCheck => ({
  name,
  needed,
  check: () => Promise.resolve(undefined),
});
const away = (name: string, needed: boolean, error: unknown): HealthCheck => ({
  name,
  needed,
  check: () => Promise.reject(error),
});

test('it is alive at once, and ready once it has something to look at, until it stops', async () => {
  const server = await serve();
  assert.equal((await get(server, '/livez')).status, 200);
  const states = [await get(server, '/readyz')];
  server.ready(readinessOf([well('store')]));
  states.push(await get(server, '/readyz'));
  server.stopping();
  states.push(await get(server, '/readyz'));
  assert.deepEqual(
    states.map(({ status, body }) => [status, (JSON.parse(body) as { status: string }).status]),
    [
      [503, 'starting'],
      [200, 'ready'],
      [503, 'stopping'],
    ],
  );
  assert.equal((await get(server, '/livez')).status, 200);
});

test('what is needed and away makes it unready; what is not needed is only shown', async () => {
  const server = await serve();
  server.ready(readinessOf([well('store'), away('warehouse', false, new Error('10.0.0.7'))]));
  assert.deepEqual(await get(server, '/readyz'), {
    status: 200,
    body:
      '{"status":"ready","checks":{"store":{"needed":true,"ok":true},' +
      '"warehouse":{"needed":false,"ok":false,"reason":"does not answer"}}}\n',
  });

  const failure = { error: 'store_unavailable', class: 'transient', message: 'No store.' } as const;
  server.ready(readinessOf([away('store', true, new ToolFailure(failure))]));
  const { status, body } = await get(server, '/readyz');
  assert.equal(status, 503);
  assert.match(body, /"reason":"No store\."/);
});

test('many who ask at once make each check once', async () => {
  let asked = 0;
  const server = await serve();
  server.ready(
    readinessOf([
      {
        ...well('store'),
        check() {
          asked += 1;
          return Promise.resolve(undefined);
        },
      },
    ]),
  );
  await Promise.all(Array.from({ length: 20 }, () => get(server, '/readyz')));
  assert.equal(asked, 1);
});

test('metrics are passed on, and what fails in them ends nothing', async () => {
  assert.deepEqual(await get(await serve(), '/metrics'), { status: 200, body: 'a_metric 1\n' });
  const broken = await serve(() => Promise.reject(new Error('secret')));
  assert.deepEqual(await get(broken, '/metrics'), { status: 500, body: 'This failed.\n' });
  assert.equal((await get(broken, '/livez')).status, 200);
});

test('it tells nothing else, and takes nothing', async () => {
  const server = await serve();
  assert.equal((await get(server, '/')).status, 404);
  assert.equal((await get(server, '//x/../metrics%00')).status, 404);
  assert.equal((await get(server, '/metrics', 'POST')).status, 405);
  assert.equal((await get(server, '/livez', 'HEAD')).status, 200);
});

test('a taken port is said in one sentence, or another one is taken', async () => {
  const { url } = await serve();
  const address = { host: '127.0.0.1', port: Number(new URL(url).port) };
  const metrics = () => Promise.resolve('');
  await assert.rejects(serveHealth({ ...address, metrics }), (error) => {
    assert.ok(error instanceof HealthAddressTaken);
    assert.equal(
      error.message,
      `The health address 127.0.0.1:${address.port} is taken: set SUREFOOT_HEALTH_ADDRESS to another one, or to off.`,
    );
    return true;
  });
  const other = await serveHealth({ ...address, metrics, orFree: true });
  open.push(other);
  assert.notEqual(other.url, url);
});
