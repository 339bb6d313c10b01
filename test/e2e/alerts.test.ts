import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { dropSchedule, scheduleId } from '../../src/adapters/temporal/schedules.js';
import { closed } from '../../src/domain/breaker.js';
import type { AlertsChecked } from '../../src/domain/tasks.js';
import { unwantedSchedules, wantedSchedules } from '../../src/worker/wanted-schedules.js';
import { runCli } from '../cli/spawn-cli.js';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';
import { until } from './watching.js';

interface Told {
  readonly id: unknown;
  readonly type: string;
  readonly text: string;
}

const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`;
const tried: Told[] = [];
let status = 204;
const receiver = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    const message = new Webhook(secret).verify(body, request.headers as Record<string, string>);
    const { type, data } = message as { type: string; data: { text: string } };
    tried.push({ id: request.headers['webhook-id'], type, text: data.text });
    response.writeHead(status).end();
  });
});
let stack: Stack;

before(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  stack = await startStack({
    env: {
      SUREFOOT_SCHEDULES: 'on',
      SUREFOOT_ALERT_EVERY_SECONDS: '3600',
      SUREFOOT_ALERT_WEBHOOK_URL: `${origin}/alerts`,
      SUREFOOT_ALERT_WEBHOOK_SECRET: secret,
      SUREFOOT_WEBHOOK_ORIGINS: origin,
    },
  });
  await stack.worker();
});
after(async () => {
  receiver.close();
  const { temporal, config } = stack;
  for (const wanted of wantedSchedules(config)) await dropSchedule(temporal, wanted);
  await stack.close();
});

const name = 'execute_query@warehouse';
let checks = 0;
function check(): Promise<AlertsChecked> {
  const { SUREFOOT_TASK_QUEUE: taskQueue } = stack.config;
  const workflowId = `check-${taskQueue}-${(checks += 1)}`;
  return stack.temporal.workflow.execute<() => Promise<AlertsChecked>>('checkAlerts', {
    ...{ taskQueue, workflowId },
  });
}
const surefoot = (...args: readonly string[]) =>
  runCli(args, { SUREFOOT_STORE_URL: stack.storeUrl });

test('a worker sees to the schedule of checks, and takes it away where alerts are off', async () => {
  const { temporal, config } = stack;
  const taskQueue = config.SUREFOOT_TASK_QUEUE;
  const schedule = temporal.schedule.getHandle(scheduleId({ name: 'check-alerts', taskQueue }));
  const isThere = () =>
    schedule.describe().then(
      () => true,
      () => false,
    );
  await until('the schedule is there', isThere);
  const { spec, policies, action } = await schedule.describe();
  assert.deepEqual(
    [spec.intervals?.map(({ every }) => every), policies.overlap, action.workflowType],
    [[3_600_000], 'SKIP', 'checkAlerts'],
  );
  const off = { ...config, SUREFOOT_ALERTS: false };
  assert.deepEqual(
    wantedSchedules(off),
    wantedSchedules(config).filter(({ name: each }) => each !== 'check-alerts'),
  );
  for (const unwanted of unwantedSchedules(off)) await dropSchedule(temporal, unwanted);
  assert.equal(await isThere(), false);
});

test('an alert is told once, though checks overlap and the webhook fails at first; and once more when it is over', async () => {
  assert.match((await surefoot('alerts')).stdout, /^There are no such alerts\.$/m);
  await stack.store.breakers.force(name, { state: 'forced_open', reason: 'moving' }, 'ada');
  status = 500;
  const [one, other] = await Promise.all([check(), check()]);
  assert.ok(one.untold + other.untold >= 1);
  const listed = await surefoot('alerts');
  assert.match(
    listed.stdout,
    /^breaker_open execute_query@warehouse: firing for .* \(A-\w{12}\)$/m,
  );
  assert.match(listed.stdout, /The breaker execute_query@warehouse is held open by hand/);
  assert.match(listed.stdout, /webhook +not told: The alert webhook at .* answered 500\./);

  status = 204;
  assert.deepEqual(await check().then(({ told, untold }) => [told, untold]), [1, 0]);
  assert.deepEqual(await check().then(({ told, untold }) => [told, untold]), [0, 0]);
  assert.equal(new Set(tried.map(({ id }) => id)).size, 1);

  await stack.store.breakers.force(name, closed, 'ada');
  await runSql(
    stack.storeUrl,
    `update surefoot.breaker_changes set at = at - interval '1 hour';
     update surefoot.alerts set fired_at = fired_at - interval '20 minutes', seen_at = seen_at - interval '20 minutes'`,
  );
  assert.deepEqual(await check().then(({ broken, told }) => [broken, told]), [0, 2]);
  assert.deepEqual(await check().then(({ told }) => told), 0);
  const over = tried.at(-1);
  assert.deepEqual(
    tried.filter(({ type }) => type === 'alert.resolved'),
    [over],
  );
  assert.equal(
    over?.text,
    'The breaker of execute_query@warehouse is well again, 20 minutes after its alert.',
  );

  assert.match((await surefoot('alerts', 'list')).stdout, /^There are no such alerts\.$/m);
  const all = JSON.parse((await surefoot('alerts', '--all', '--json')).stdout) as {
    readonly alerts: readonly Record<string, unknown>[];
  };
  assert.deepEqual(
    all.alerts.map(({ rule, state, undelivered }) => ({ rule, state, undelivered })),
    [{ rule: 'breaker_open', state: 'resolved', undelivered: null }],
  );
});
