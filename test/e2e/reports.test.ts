import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { addDays } from '../../src/domain/day.js';
import { dropSchedule, scheduleId } from '../../src/adapters/temporal/schedules.js';
import type { ReportNotice } from '../../src/domain/report/notice.js';
import { lastPeriod } from '../../src/domain/report/period.js';
import { runCli } from '../cli/spawn-cli.js';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';
import { patient, until } from './watching.js';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const received: Received[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    response.writeHead(204).end();
  });
});

const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`;
const quarter = lastPeriod('quarter', new Date().toISOString().slice(0, 10));
const reportId = `quarter-${quarter.from}`;
let stack: Stack;

before(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  stack = await startStack({
    env: {
      ...{ SUREFOOT_SCHEDULES: 'on', SUREFOOT_REPORTS: 'quarter' },
      ...{ SUREFOOT_REPORT_WEBHOOK_URL: origin, SUREFOOT_REPORT_WEBHOOK_SECRET: secret },
      SUREFOOT_WEBHOOK_ORIGINS: origin,
    },
  });
  await stack.worker();
  const question = 'Show me revenue by region for Q4 2025';
  const run = await stack.surefoot.ask(question, {
    id: 'reported',
    asOf: stack.asOf,
    bounds: patient,
  });
  assert.equal((await run.result()).status, 'answered');
  // As if it had been asked in the last quarter.
  const then = `timestamptz '${addDays(quarter.from, 10)}T12:00:00Z'`;
  await runSql(
    stack.storeUrl,
    `update surefoot.runs set ended_at = ${then} + (ended_at - began_at), began_at = ${then};
     update surefoot.tool_calls set started_at = ${then}`,
  );
});
after(async () => {
  await schedule('tend-store').delete();
  await stack.close();
  receiver.close();
});

const schedule = (name: string) => {
  const taskQueue = stack.config.SUREFOOT_TASK_QUEUE;
  return stack.temporal.schedule.getHandle(scheduleId({ name, taskQueue }));
};
const described = (name: string) =>
  schedule(name)
    .describe()
    .catch(() => undefined);

test('a schedule makes the last quarter’s report, keeps it, and tells the webhook', async () => {
  await until(
    'the schedule is there',
    async () => (await described('report-quarter')) !== undefined,
  );
  assert.equal(await described('report-week'), undefined);
  const query = `TaskQueue = '${stack.config.SUREFOOT_TASK_QUEUE}' AND WorkflowType = 'answerQuestion'`;
  await until('the run is visible', async () => {
    const { count } = await stack.temporal.workflow.count(query);
    return count === 1;
  });
  await schedule('report-quarter').trigger();
  const actions = async () => (await schedule('report-quarter').describe()).info.recentActions;
  await until('it begins', async () => (await actions()).length > 0);
  const [begun] = await actions();
  const { workflow } = begun?.action ?? assert.fail('nothing was started');
  const made = stack.temporal.workflow.getHandle(workflow.workflowId, workflow.firstExecutionRunId);
  const notice = (await made.result()) as ReportNotice;
  assert.equal(notice.reportId, reportId);
  assert.match(notice.summary.join('\n'), /^1 question was asked; 1 got an answer \(100\.0 %\)\./m);

  const [{ headers, body } = assert.fail('the webhook was not told')] = received;
  const message = new Webhook(secret).verify(body, headers as Record<string, string>);
  const { madeAt, ...data } = notice;
  assert.deepEqual(message, { type: 'report.made', timestamp: madeAt, data });
  assert.equal(headers['webhook-id'], reportId);
});

test('the kept report has the slowest query’s plan by the real warehouse, and a history replayed', async () => {
  const { stdout, code } = await runCli(['report', 'show', reportId], stack.env);
  assert.equal(code, 0);
  assert.match(stdout, /\*\*1\*\* recent history replayed on this build without a difference\./);
  assert.match(stdout, /\| `Seq Scan` \| `exchange_rates` \|/);
  assert.match(stdout, /Query 1 was asked \*\*1\*\* time and took .*: `SELECT /);
});

test('surefoot report makes the same figures at once, without a worker and into a file', async () => {
  const { stdout, code, stderr } = await runCli(
    ['report', 'month', '--from', quarter.from, '--to', quarter.to, '--format', 'json'],
    stack.env,
  );
  assert.deepEqual([code, stderr], [0, '']);
  const report = JSON.parse(stdout) as {
    readonly summary: readonly {
      readonly figures: readonly { readonly query: string; readonly value: number }[];
    }[];
    readonly queries: Readonly<Record<string, { readonly text: string }>>;
  };
  const [figure] = report.summary.flatMap(({ figures }) => figures);
  assert.equal(figure?.value, 1);
  assert.match(report.queries[figure?.query ?? '']?.text ?? '', /from surefoot\.v_runs/);
});

test('a report of a period without questions says so, with the one query that found none', async () => {
  const args = ['report', 'week', '--from', '2020-01-06', '--to', '2020-01-13'];
  const { stdout, code } = await runCli(args, stack.env);
  assert.equal(code, 0);
  assert.match(stdout, /- Nothing was asked in this period\./);
  assert.deepEqual(stdout.match(/^\[\^[a-z_]+\]:/gm), ['[^runs]:']);
});

for (const [words, args, message] of [
  [
    'a bound without the other',
    ['week', '--from', '2026-09-01'],
    /--from and --to belong together/,
  ],
  [
    'a day that is none',
    ['week', '--from', '2026-02-30', '--to', '2026-03-01'],
    /2026-02-30 is no day/,
  ],
  ['a tenant that none may be', ['week', '--tenant', "x' OR"], /--tenant: use 1 to 64 letters/],
  ['a report that is not there', ['show', 'week-1999-01-04'], /There is no report week-1999-01-04/],
] as const) {
  test(`surefoot report refuses ${words} in one sentence`, async () => {
    const { code, stderr } = await runCli(['report', ...args], stack.env);
    assert.equal(code, 2);
    assert.match(stderr, message);
  });
}

test('a schedule that the settings no longer ask for is deleted, again without harm', async () => {
  const taskQueue = stack.config.SUREFOOT_TASK_QUEUE;
  const unwanted = { name: 'report-quarter', taskQueue };
  await dropSchedule(stack.temporal, unwanted);
  await dropSchedule(stack.temporal, unwanted);
  assert.equal(await described('report-quarter'), undefined);
});
