import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Answer, Receipt, RunPage, Ticket } from '../../src/client.js';
import { apiKeyDesk } from '../../src/client/api-keys.js';
import type { ShownExample } from '../../src/client/shown-example.js';
import { loadConfig } from '../../src/config.js';
import { answerSchema } from '../../src/http/schemas/answer.js';
import { runIdOf } from '../../src/http/run-id.js';
import type { Problem } from '../../src/http/problem.js';
import { receiptSchema } from '../../src/http/schemas/receipt.js';
import { verifiedQuestionSchema } from '../../src/http/schemas/verified-question.js';
import { startServer, type SurefootServer } from '../../src/server.js';
import { startCli, type RunningCli } from '../cli/spawn-cli.js';
import { startCollector } from '../e2e/collector.js';
import { countsOrders, saysOrders, scriptFile } from '../e2e/scripts.js';
import { callsOf, until } from '../e2e/watching.js';
import { startTcpProxy } from '../faults/tcp-proxy.js';
import { startStack, type Stack } from '../stack.js';
import { runSql } from '../support.js';
import { callsTo, openEvents, readEvents, statusFor, type Calls } from './calls.js';

let stack: Stack;
const servers: SurefootServer[] = [];
const processes: RunningCli[] = [];
/** Without keys, as on one's own machine. */
let here: Calls;
/** With keys, as anywhere else: a user's, an approver's of the same tenant, and another tenant's. */
let acme: Calls;
let approver: Calls;
let beta: Calls;

const script = scriptFile();
const quick = { planner: [countsOrders], interpreter: [saysOrders] };
const question = 'How many orders, over HTTP?';
const asOf = '2026-09-30';

async function serve(env: Readonly<Record<string, string>> = {}): Promise<SurefootServer> {
  const server = await startServer(
    loadConfig({ ...stack.env, SUREFOOT_HTTP_ADDRESS: '127.0.0.1:0', ...env }),
  );
  servers.push(server);
  return server;
}

/** Has an answer only after a while. */
function slowly(words: string, delayMs: number): string {
  script.add(words, { ...quick, planner: [{ ...countsOrders, delayMs }] });
  return words;
}

before(async () => {
  script.add(question, quick);
  stack = await startStack({ script: script.path });
  await stack.worker();
  const [open, guarded] = await Promise.all([
    serve({ SUREFOOT_HTTP_CORS_ORIGINS: 'https://app.example.com' }),
    serve({ SUREFOOT_HTTP_KEYS: 'required' }),
  ]);
  const keys = apiKeyDesk(stack.store.apiKeys);
  const made = await Promise.all([
    keys.create({ name: 'user', tenant: 'acme', runsAtOnce: 3 }),
    keys.create({ name: 'approver', tenant: 'acme', role: 'approver' }),
    keys.create({ name: 'other', tenant: 'beta', role: 'operator' }),
  ]);
  here = callsTo(open.url);
  [acme, approver, beta] = made.map(({ key }) => callsTo(guarded.url, key)) as [
    Calls,
    Calls,
    Calls,
  ];
});
after(async () => {
  for (const { child } of processes) child.kill('SIGKILL');
  await Promise.all(servers.map((server) => server.close()));
  await stack.close();
});

test('a question is answered while the caller waits, with its rows', async () => {
  const { status, headers, body } = await here.post<Answer>('/v1/runs?wait=60', { question, asOf });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.text, 'There are 12,000 orders.'.replace('12,000', body.figures[0]!.display));
  assert.deepEqual(
    body.data?.columns.map(({ name }) => name),
    ['orders'],
  );
  assert.equal(headers.get('location'), `/v1/runs/${body.runId}`);
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.deepEqual(answerSchema.parse(body), body, 'the document describes all of it');
});

test('the same Idempotency-Key is the same run, for its caller and at no further cost', async () => {
  const headers = { 'idempotency-key': 'order-1' };
  const words = slowly('How many orders, with a key?', 300);
  const ask = () => acme.post('/v1/runs', { question: words, asOf }, { headers });
  const [first, second] = await Promise.all([ask(), ask()]);
  assert.deepEqual([first.status, second.status], [202, 202]);
  assert.equal(first.headers.get('location'), second.headers.get('location'));
  const path = first.headers.get('location')!;
  assert.deepEqual(first.body, { runId: path.slice(9), status: 'running', progress: null });
  const answer = await acme.get<Answer>(`${path}?wait=60`);
  assert.equal(answer.body.status, 'answered', answer.body.text);
  const calls = callsOf(stack, answer.body.runId).length;
  const again = await ask();
  assert.equal(again.status, 200, 'its answer is there');
  assert.deepEqual(again.body, answer.body);
  assert.equal(callsOf(stack, answer.body.runId).length, calls);
  const reordered = await acme.post('/v1/runs', { asOf, question: words }, { headers });
  assert.equal(reordered.status, 200, 'the order of fields is no difference');

  const another = await acme.post('/v1/runs', { question: words, asOf, fresh: true }, { headers });
  assert.equal(another.status, 422);
  assert.equal(another.body.type, 'urn:surefoot:problem:another-question');
  const elsewhere = await beta.post('/v1/runs', { question: words, asOf }, { headers });
  assert.notEqual(elsewhere.headers.get('location'), path, 'each tenant has keys of its own');
});

test('a run says how far it is, and its events come as they happen', async () => {
  const words = slowly('How many orders, watched?', 700);
  const asked = await here.post('/v1/runs', { question: words, asOf });
  const path = asked.headers.get('location')!;
  const running = await here.get<{ status: string; progress: { phase: string } }>(path);
  assert.deepEqual([running.body.status, running.body.progress.phase], ['running', 'planning']);
  const { status, headers, events, text } = await readEvents(`${here.url}${path}/events`);
  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'text/event-stream');
  assert.equal(headers.get('x-accel-buffering'), 'no');
  assert.match(text, /^retry: \d+\n\n/);
  assert.deepEqual([events[0]?.kind, events.at(-1)?.kind], ['run.started', 'answered']);
  assert.deepEqual(
    events.map(({ id }) => id),
    events.map((_, index) => index + 1),
  );

  const seen = events[3]!.id;
  const rest = await readEvents(`${here.url}${path}/events`, { after: seen });
  assert.deepEqual(rest.events, events.slice(4));
  const byQuery = await readEvents(`${here.url}${path}/events?after=${seen}`);
  assert.deepEqual(byQuery.events, rest.events);
  const over = await readEvents(`${here.url}${path}/events`, { after: events.at(-1)!.id });
  assert.equal(over.status, 204, 'a browser then stops coming back');
});

test('a reader loses no event and sees none twice when the server is killed in between', async () => {
  const words = slowly('How many orders, in spite of a kill?', 1_500);
  const collector = await startCollector();
  const [first, second] = await Promise.all([served(), served(collector.url)]);
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const asked = await callsTo(second.url).post(
    '/v1/runs',
    { question: words, asOf },
    { headers: { traceparent } },
  );
  const path = `${asked.headers.get('location')}/events`;
  const before = await readEvents(`${first.url}${path}`, { most: 1 });
  const broken = openEvents(`${first.url}${path}`, { after: before.events[0]!.id });
  await broken.begun;
  first.cli.child.kill('SIGKILL');
  const lost = await broken.read;
  const seen = [...before.events, ...lost.events];
  const rest = await readEvents(`${second.url}${path}`, { after: seen.at(-1)!.id });
  const all = [...seen, ...rest.events];
  assert.deepEqual(
    all.map(({ id }) => id),
    all.map((_, index) => index + 1),
  );
  assert.equal(all.at(-1)?.kind, 'answered');

  second.cli.child.kill('SIGTERM');
  const { code, stderr } = await second.cli.ended;
  assert.deepEqual([code, stderr], [0, 'Stopping\n']);

  const spans = collector
    .spans()
    .map(({ name, traceId, parentSpanId }) => ({ name, traceId, parentSpanId }));
  assert.deepEqual(
    spans.filter(({ name }) => name.startsWith('POST')),
    [
      {
        name: 'POST /v1/runs',
        traceId: '0af7651916cd43dd8448eb211c80319c',
        parentSpanId: 'b7ad6b7169203331',
      },
    ],
  );
  const { events: history } = await stack.temporal.workflow
    .getHandle(`surefoot/default/${path.split('/')[3]}`)
    .fetchHistory();
  const { header } = history![0]!.workflowExecutionStartedEventAttributes!;
  const handed = Buffer.from(header!.fields!['_tracer-data']!.data!).toString();
  assert.match(handed, /0af7651916cd43dd8448eb211c80319c/, 'the run is part of the trace');
  await collector.close();
});

/** A server in a process of its own. */
async function served(
  collector?: string,
): Promise<{ readonly cli: RunningCli; readonly url: string }> {
  const cli = startCli(['serve'], {
    ...stack.env,
    SUREFOOT_HTTP_ADDRESS: '127.0.0.1:0',
    ...(collector !== undefined && {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    }),
  });
  processes.push(cli);
  await cli.seen(/openapi\.json/);
  const [, url] = /Serving at (\S+), without API keys/.exec(cli.text()) ?? [];
  return { cli, url: url! };
}

test('a server that stops ends streams and waits at once, for their readers to come back elsewhere', async () => {
  const words = slowly('How many orders, while it stops?', 3_000);
  const server = await serve();
  const calls = callsTo(server.url);
  const waiting = calls.post(
    '/v1/runs?wait=60',
    { question: words, asOf },
    {
      headers: { 'idempotency-key': 'stops' },
    },
  );
  const location = `/v1/runs/${runIdOf('default', 'stops')}`;
  await until('the run', async () => (await here.get(location)).status === 200);
  const stream = openEvents(`${server.url}${location}/events`);
  await stream.begun;
  await server.close();
  assert.equal((await waiting).status, 202);
  const { events } = await stream.read;
  assert.notEqual(events.at(-1)?.kind, 'answered');
  const answer = await here.get<Answer>(`${location}?wait=60`);
  assert.equal(answer.body.status, 'answered');
});

test('a stream that the store breaks off ends cleanly, is told in the log, and can be taken up again', async (t) => {
  const role = `reader_${process.pid}`;
  const own = new URL(stack.storeUrl);
  [own.username, own.password] = [role, 'secret'];
  const grants = `select, insert, update on all tables in schema surefoot to ${role}`;
  await runSql(
    stack.storeUrl,
    `create role ${role} login password 'secret'; grant usage on schema surefoot to ${role}; grant ${grants}`,
  );
  const server = await serve({ SUREFOOT_STORE_URL: own.href });
  const words = slowly('How many orders, though the stream breaks off?', 3_000);
  const { headers } = await here.post('/v1/runs', { question: words, asOf });
  const url = `${server.url}${headers.get('location')}/events`;
  const logged: string[] = [];
  t.mock.method(process.stderr, 'write', (text: unknown) => logged.push(String(text)) > 0);
  const { begun, read } = openEvents(url);
  await begun;
  await runSql(stack.storeUrl, `revoke select on surefoot.run_events from ${role}`);
  const broken = await read;
  t.mock.restoreAll();
  assert.equal(broken.status, 200);
  const lines = logged.join('').trim().split('\n');
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as { message: string }).message),
    ['event stream broke off'],
  );

  await runSql(stack.storeUrl, `grant ${grants}`);
  const rest = await readEvents(url, { after: broken.events.at(-1)?.id ?? 0 });
  const kinds = [...broken.events, ...rest.events].map(({ kind }) => kind);
  assert.deepEqual([kinds[0], kinds.at(-1)], ['run.started', 'answered']);
  await server.close();
  await runSql(stack.storeUrl, `drop owned by ${role}; drop role ${role}`);
});

test('who cancels a run gets its answer then', async () => {
  const words = slowly('How many orders, cancelled?', 5_000);
  const asked = await acme.post('/v1/runs', { question: words, asOf });
  const path = asked.headers.get('location')!;
  assert.equal((await acme.post(`${path}/cancel`)).status, 202);
  const answer = await acme.get<Answer>(`${path}?wait=60`);
  assert.equal(answer.body.status, 'cancelled');
  const again = await acme.post<Answer>(`${path}/cancel`);
  assert.deepEqual([again.status, again.body], [200, answer.body]);
});

test('a plan waits for who may approve it, and for nobody else', async () => {
  const ask = async (words: string) => {
    script.add(words, quick);
    const body = { question: words, asOf, background: true, approve: true, timeoutSeconds: 600 };
    const path = (await acme.post('/v1/runs', body)).headers.get('location')!;
    await until('the approval', async () => {
      const { body: run } = await acme.get<{ progress: { approval: unknown } | null }>(path);
      return run.progress?.approval != null;
    });
    return path;
  };
  const [approved, rejected] = await Promise.all([
    ask('How many orders, once approved?'),
    ask('How many orders, unless rejected?'),
  ]);
  const by = { by: 'ada' };
  const refused = await acme.post(`${approved}/approve`, by);
  assert.deepEqual([refused.status, refused.body.type], [403, 'urn:surefoot:problem:role-needed']);
  assert.equal((await beta.post(`${approved}/approve`, by)).status, 404);
  const wrong = await approver.post(`${approved}/approve`, { ...by, planVersion: 7 });
  assert.equal(wrong.status, 409);
  const unfit = await approver.post<{ accepted: boolean; findings: unknown[] }>(
    `${approved}/approve`,
    { ...by, plan: { intent: 'x', clarification: { question: '', options: [] }, steps: [{}] } },
  );
  assert.deepEqual([unfit.status, unfit.body.accepted], [200, false]);
  assert.ok(unfit.body.findings.length > 0);
  const done = await approver.post(`${approved}/approve`, by);
  assert.deepEqual([done.status, done.body], [200, { accepted: true, findings: [] }]);
  assert.equal(
    (await approver.post(`${rejected}/reject`, { ...by, reason: 'Too dear.' })).status,
    204,
  );
  const answers = await Promise.all(
    [approved, rejected].map((path) => acme.get<Answer>(`${path}?wait=60`)),
  );
  assert.deepEqual(
    answers.map(({ body }) => body.status),
    ['answered', 'cancelled'],
  );
});

test('the receipt is there for programs and as a page, and an answer can be rated', async () => {
  const asked = await acme.post<Answer>('/v1/runs?wait=60', { question, asOf, user: 'ada' });
  const path = `/v1/runs/${asked.body.runId}`;
  const rated = await acme.post(`${path}/feedback`, { rating: 'down', note: 'Off.', user: 'bob' });
  assert.equal(rated.status, 200);
  const receipt = await acme.get<Receipt>(`${path}/receipt`);
  assert.deepEqual(
    receiptSchema.parse(receipt.body),
    receipt.body,
    'the document describes it all',
  );
  assert.deepEqual(
    receipt.body.feedback.map(({ note }) => note),
    ['Off.'],
  );
  const page = await acme.get<string>(`${path}/receipt`, { headers: { accept: 'text/html' } });
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.match(page.body, /^<!doctype html>/);
  for (const each of ['', '/events', '/receipt']) {
    assert.equal((await beta.get(`${path}${each}`)).status, 404, 'it is not another tenant’s');
  }
  assert.equal((await beta.post(`${path}/feedback`, { rating: 'up' })).status, 404);
  assert.equal((await beta.post(`${path}/cancel`)).status, 404);
});

test('an answered question is verified by who may, for its tenant alone, until that is taken back', async () => {
  const words = 'How many orders, verified?';
  script.add(words, quick);
  const asked = await acme.post<Answer>('/v1/runs?wait=60', { question: words, asOf });
  assert.equal(asked.body.status, 'answered', asked.body.text);
  const { runId } = asked.body;
  const path = `/v1/runs/${runId}/verify`;
  const by = { by: 'ada' };
  const refused = await acme.post(path, by);
  assert.deepEqual([refused.status, refused.body.type], [403, 'urn:surefoot:problem:role-needed']);
  assert.equal((await beta.post(path, by)).status, 404);
  assert.equal((await approver.post(path, { ...by, question: ' ' })).status, 422);

  const kept = await approver.post<ShownExample>(path, { ...by, question: `${words} ` });
  assert.equal(kept.status, 200);
  assert.deepEqual(verifiedQuestionSchema.parse(kept.body), kept.body, 'the document has it all');
  const { question: verified, verifiedBy, plan } = kept.body;
  assert.deepEqual([verified, verifiedBy, plan.steps[0]?.id], [words, 'ada', 'orders']);
  const verifiedOf = async (calls: Calls) =>
    (await calls.get<{ questions: ShownExample[] }>('/v1/verified-questions')).body.questions;
  assert.deepEqual(await verifiedOf(acme), [kept.body]);
  assert.deepEqual(await verifiedOf(beta), []);

  const cancelled = await acme.get<RunPage>('/v1/runs?status=cancelled&limit=1');
  const ended = cancelled.body.runs[0]!.runId;
  const unfit = await approver.post<Problem>(`/v1/runs/${ended}/verify`, by);
  assert.deepEqual([unfit.status, unfit.body.type], [409, 'urn:surefoot:problem:conflict']);
  assert.match(unfit.body.detail, /ended as cancelled: only an answer with nothing missing/);

  const place = `/v1/verified-questions/${runId}`;
  const remove = (calls: Calls) => calls.call('DELETE', place);
  assert.equal((await remove(acme)).status, 403);
  assert.equal((await remove(beta)).status, 404);
  assert.equal((await remove(approver)).status, 204);
  assert.equal((await remove(approver)).status, 404);
  assert.deepEqual(await verifiedOf(acme), []);
});

test('a tenant’s runs are listed page by page, and no other’s', async () => {
  const all = await acme.get<RunPage>('/v1/runs');
  const ids = all.body.runs.map(({ runId }) => runId);
  assert.ok(ids.length >= 4);
  const first = await acme.get<RunPage>('/v1/runs?limit=2');
  const second = await acme.get<RunPage>(`/v1/runs?limit=500&cursor=${first.body.next}`);
  assert.deepEqual(
    [...first.body.runs, ...second.body.runs].map(({ runId }) => runId),
    ids,
  );
  const cancelled = await acme.get<RunPage>('/v1/runs?status=cancelled&user=');
  assert.ok(
    cancelled.body.runs.every(({ status, tenant }) => status === 'cancelled' && tenant === 'acme'),
  );
  assert.deepEqual(
    new Set((await here.get<RunPage>('/v1/runs')).body.runs.map(({ tenant }) => tenant)),
    new Set(['default']),
  );
});

test('a ticket is shown to its tenant, and answered by who may', async () => {
  const run = { tenant: 'acme', runId: 'http-ticket' };
  await stack.store.runs.begin({
    ...{ ...run, question: 'Why?', user: '', session: '', asOf, timeZone: 'UTC' },
    ...{ mode: 'background', workflowId: 'surefoot/acme/http-ticket', temporalRunId: 'r' },
  });
  const ticket = {
    ...run,
    ticketId: 'T-http',
    cause: 'x',
    priority: 'high',
    body: { sql: 'select 1' },
  } as const;
  await stack.store.tickets.open(ticket);
  const listed = await acme.get<{ tickets: { ticketId: string }[] }>('/v1/tickets?status=open');
  assert.deepEqual(
    listed.body.tickets.map(({ ticketId }) => ticketId),
    ['T-http'],
  );
  assert.deepEqual((await beta.get('/v1/tickets')).body, { tickets: [] });
  assert.equal((await beta.get('/v1/tickets/T-http')).status, 404);
  assert.equal(
    (await beta.post('/v1/tickets/T-http/resolve', { answer: '42', by: 'eve' })).status,
    404,
  );
  assert.equal(
    (await acme.post('/v1/tickets/T-http/resolve', { answer: '42', by: 'ada' })).status,
    403,
  );
  const resolved = await approver.post('/v1/tickets/T-http/resolve', { answer: '42', by: 'ada' });
  assert.deepEqual([resolved.status, resolved.body.told], [200, false]);
  const taken = await approver.post('/v1/tickets/T-http/resolve', { answer: '43', by: 'bob' });
  assert.equal(taken.status, 409);
  assert.equal((await acme.get<Ticket>('/v1/tickets/T-http')).body.resolution, '42');
});

test('breakers are shown to all, reports to operators alone', async () => {
  const { body } = await acme.get<{ breakers: { name: string; state: string }[] }>('/v1/breakers');
  assert.ok(
    body.breakers.some(
      ({ name, state }) => name === 'execute_query@warehouse' && state === 'closed',
    ),
  );
  await runSql(
    stack.storeUrl,
    `insert into surefoot.reports (report_id, kind, from_day, to_day, body, made_at)
     values ('week-http', 'week', '2026-09-21', '2026-09-28', '{"kind": "week"}', '2026-09-28T06:00:00Z')`,
  );
  const listed = async (caller: typeof acme) =>
    (await caller.get<{ reports: unknown[] }>('/v1/reports?kind=week')).body.reports;
  const [from, to, madeAt] = ['2026-09-21', '2026-09-28', '2026-09-28T06:00:00.000Z'];
  const entry = { reportId: 'week-http', kind: 'week', from, to, madeAt };
  assert.deepEqual([await listed(beta), await listed(acme)], [[entry], []]);
  const found = await beta.get('/v1/reports/week-http');
  assert.deepEqual([found.status, found.body], [200, { kind: 'week' }]);
  assert.equal((await acme.get('/v1/reports/week-http')).status, 404);
  assert.equal((await beta.get('/v1/reports/nope')).status, 404);
});

test('a key is asked for, and a revoked one is none', async () => {
  const keys = apiKeyDesk(stack.store.apiKeys);
  const { key, apiKey } = await keys.create({ name: 'gone', tenant: 'acme' });
  const status = async (given: string | undefined) =>
    (await callsTo(acme.url, given).get('/v1/runs')).status;
  assert.equal(await status(key), 200);
  await keys.revoke(apiKey.keyId);
  assert.deepEqual(
    await Promise.all([
      status(key),
      status(undefined),
      status('sf_x'),
      status(key.replace('sf_', '')),
    ]),
    [401, 401, 401, 401],
  );
  const refused = await callsTo(acme.url).get('/v1/runs');
  assert.equal(refused.headers.get('www-authenticate'), 'Bearer realm="surefoot"');
  assert.equal(
    (await callsTo(here.url, key).get('/v1/runs')).status,
    401,
    'also where none is needed',
  );
  const [used] = await keys.list({ tenant: 'acme' });
  assert.equal(used?.keyId, apiKey.keyId);
  assert.notEqual(used?.lastUsedAt, null);
  assert.ok(!JSON.stringify(used).includes(key));
});

test('a stream ends soon after its key is revoked, and those of other keys go on', async () => {
  const words = slowly('How many orders, until a key is revoked?', 20_000);
  const keys = apiKeyDesk(stack.store.apiKeys);
  const [gone, kept] = await Promise.all(
    ['gone', 'kept'].map((name) => keys.create({ name, tenant: 'acme' })),
  );
  const asked = await acme.post('/v1/runs', { question: words, asOf });
  const path = asked.headers.get('location')!;
  const events = `${acme.url}${path}/events`;
  const [ends, goesOn] = [gone, kept].map((made) => openEvents(events, { key: made!.key }));
  await Promise.all([ends!.begun, goesOn!.begun]);
  await keys.revoke(gone!.apiKey.keyId);
  assert.notEqual((await ends!.read).events.at(-1)?.kind, 'answered');
  const again = await openEvents(events, { key: gone!.key }).begun;
  assert.equal(again.status, 401, 'whoever comes back is told why');
  await acme.post(`${path}/cancel`);
  assert.equal((await goesOn!.read).events.at(-1)?.kind, 'answered');
});

test('a key has no more runs under way than it may', async () => {
  const words = slowly('How many orders, all at once?', 4_000);
  const { key } = await apiKeyDesk(stack.store.apiKeys).create({
    name: 'few',
    tenant: 'few',
    runsAtOnce: 2,
  });
  const few = callsTo(acme.url, key);
  const ask = (name: string) =>
    few.post('/v1/runs', { question: words, asOf }, { headers: { 'idempotency-key': name } });
  const all = await Promise.all(['a', 'b', 'c', 'd'].map(ask));
  assert.deepEqual(
    all.map(({ status }) => status).toSorted((a, b) => a - b),
    [202, 202, 429, 429],
  );
  const refused = all.find(({ status }) => status === 429)!;
  assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/);
  const started = all.filter(({ status }) => status === 202);
  const path = started[0]!.headers.get('location')!;
  await few.post(`${path}/cancel`);
  await few.get(`${path}?wait=60`);
  assert.equal((await ask('e')).status, 202, 'one that has ended makes room');
});

test('a run that nobody works on is unavailable 2 s after its time, and says why', async () => {
  const server = await serve({ SUREFOOT_TASK_QUEUE: 'http-nobody' });
  const asked = await callsTo(server.url).post<Answer>('/v1/runs?wait=30', {
    question,
    asOf,
    timeoutSeconds: 1,
  });
  assert.deepEqual([asked.status, asked.body.status], [200, 'unavailable']);
  assert.match(asked.body.text, /No worker polls queue http-nobody/);
  const later = await callsTo(server.url).get<Answer>(`/v1/runs/${asked.body.runId}`);
  assert.equal(later.body.status, 'unavailable');
});

for (const [name, method, path, more, status, words] of [
  ['no JSON', 'POST', '/v1/runs', { json: '{"question' }, 400, 'The body is not JSON.'],
  [
    'a form',
    'POST',
    '/v1/runs',
    { json: 'x', headers: { 'content-type': 'text/plain' } },
    415,
    'Send the body as application/json.',
  ],
  [
    'a long body',
    'POST',
    '/v1/runs',
    { json: { question: 'x'.repeat(300_000) } },
    413,
    'A body has 256 KiB at most.',
  ],
  [
    'an unknown field',
    'POST',
    '/v1/runs',
    { json: { question: 'x', id: 'y' } },
    422,
    [{ pointer: '#/id', detail: 'is no field of this' }],
  ],
  [
    'wrong options',
    'POST',
    '/v1/runs',
    { json: { question: 'x', timeZone: 'Mars', locale: '!' } },
    422,
    [
      { pointer: '#/timeZone', detail: 'use an IANA name such as Europe/Berlin' },
      { pointer: '#/locale', detail: 'use a BCP 47 name such as en-US' },
    ],
  ],
  [
    'an approval that cannot wait',
    'POST',
    '/v1/runs',
    { json: { question: 'x', approve: true } },
    422,
    [{ pointer: '#/approve', detail: 'only a run in background can wait for it' }],
  ],
  [
    'an edited plan without steps',
    'POST',
    '/v1/runs/x/approve',
    { json: { by: 'ada', plan: { steps: [] } } },
    422,
    [{ pointer: '#/plan/steps', detail: 'needs 1 to 12 steps' }],
  ],
  [
    'a wrong limit',
    'POST',
    '/v1/runs',
    { json: { question: 'x', limits: { rows: -1 } } },
    422,
    [{ pointer: '#/limits/rows', detail: 'must be 0 or more' }],
  ],
  [
    'a wrong wait',
    'GET',
    '/v1/runs/x?wait=99',
    {},
    422,
    [{ parameter: 'wait', detail: 'must be 60 or less' }],
  ],
  [
    'a wrong key',
    'POST',
    '/v1/runs',
    { json: { question: 'x' }, headers: { 'idempotency-key': 'a b' } },
    422,
    [{ header: 'idempotency-key', detail: 'use 1 to 255 printable characters without spaces' }],
  ],
  [
    'a wrong place',
    'GET',
    '/v1/runs/x/events',
    { headers: { 'last-event-id': '-1' } },
    422,
    [{ header: 'last-event-id', detail: 'must be the id of an event' }],
  ],
  [
    'a wrong cursor',
    'GET',
    '/v1/runs?cursor=x',
    {},
    422,
    'The cursor is not one of this list: take it whole from the page before.',
  ],
  [
    'a wrong day',
    'GET',
    '/v1/runs?since=x',
    {},
    422,
    'since: use a day or an ISO time, such as 2026-11-01.',
  ],
  [
    'a number for a day',
    'GET',
    '/v1/runs?since=2026',
    {},
    422,
    'since: use a day or an ISO time, such as 2026-11-01.',
  ],
  [
    'a day that no calendar has',
    'GET',
    '/v1/runs?until=2026-02-30',
    {},
    422,
    'until: use a day or an ISO time, such as 2026-11-01.',
  ],
  [
    'a day of the year 0',
    'GET',
    '/v1/runs?since=0000-01-01',
    {},
    422,
    'since: use a day or an ISO time, such as 2026-11-01.',
  ],
  [
    'an unknown run',
    'GET',
    '/v1/runs/x',
    {},
    404,
    'There is no run x of tenant default: `surefoot runs list` shows those there are, with their tenants.',
  ],
  ['an unknown path', 'GET', '/v2/runs', {}, 404, 'There is no such path: /openapi.json has them.'],
  [
    'a path without its id',
    'GET',
    '/v1/runs/',
    {},
    404,
    'There is no such path: /openapi.json has them.',
  ],
  ['another method', 'DELETE', '/v1/runs', {}, 405, 'Use POST, GET, HEAD.'],
] as const) {
  test(`${name} is a problem that says what to do`, async () => {
    const { headers, body, ...reply } = await here.call<{
      status: number;
      title: string;
      detail: string;
      errors: unknown;
    }>(method, path, more);
    assert.equal(headers.get('content-type'), 'application/problem+json');
    assert.deepEqual([reply.status, body.status], [status, status]);
    assert.deepEqual(typeof words === 'string' ? body.detail : body.errors, words);
  });
}

test('a page of somebody else gets nothing from a server on this machine', async () => {
  assert.equal(await statusFor(`${here.url}/v1/runs`, { host: 'evil.example' }), 421);
  assert.equal(await statusFor(`${here.url}/v1/runs`, { host: 'localhost:80' }), 200);
  assert.equal(await statusFor(`${acme.url}/openapi.json`, { host: 'api.example' }), 200);
  const cancel = '/v1/runs/x/cancel';
  const from = async (origin: string) =>
    (await here.post(cancel, undefined, { headers: { origin } })).status;
  assert.deepEqual(
    await Promise.all([
      from('https://evil.example'),
      from('null'),
      from(here.url),
      from('https://app.example.com'),
    ]),
    [403, 403, 404, 404],
  );
  const preflight = (origin: string, path = '/v1/runs') =>
    here.call('OPTIONS', path, {
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const allowed = await preflight('https://app.example.com');
  assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://app.example.com');
  const refused = await preflight('https://evil.example');
  assert.equal(refused.headers.get('access-control-allow-origin'), null);
  const mcp = await preflight('https://app.example.com', '/mcp');
  const taken = mcp.headers.get('access-control-allow-headers')?.split(',') ?? [];
  for (const sent of ['mcp-protocol-version', 'mcp-method', 'mcp-name']) {
    assert.ok(taken.includes(sent), `a page's MCP client sends ${sent}`);
  }
});

test('the document has every route, in OpenAPI 3.1, without a key', async () => {
  const { status, body } = await acme.get<{ openapi: string; paths: Record<string, object> }>(
    '/openapi.json',
    { key: '' },
  );
  assert.equal(status, 200);
  assert.equal(body.openapi, '3.1.0');
  const routes = Object.entries(body.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );
  assert.deepEqual(routes.toSorted(), [
    'delete /v1/verified-questions/{runId}',
    'get /v1/breakers',
    'get /v1/reports',
    'get /v1/reports/{reportId}',
    'get /v1/runs',
    'get /v1/runs/{runId}',
    'get /v1/runs/{runId}/events',
    'get /v1/runs/{runId}/receipt',
    'get /v1/tickets',
    'get /v1/tickets/{ticketId}',
    'get /v1/verified-questions',
    'post /v1/runs',
    'post /v1/runs/{runId}/approve',
    'post /v1/runs/{runId}/cancel',
    'post /v1/runs/{runId}/feedback',
    'post /v1/runs/{runId}/reject',
    'post /v1/runs/{runId}/verify',
    'post /v1/tickets/{ticketId}/resolve',
  ]);
});

test('a server starts though its store is slow to connect to', async () => {
  const store = new URL(stack.storeUrl);
  const proxy = await startTcpProxy(Number(store.port));
  try {
    // Several of these to a connection: longer than a run would wait for one.
    proxy.slow(400);
    store.port = String(proxy.port);
    const server = await serve({ SUREFOOT_STORE_URL: store.href });
    proxy.restore();
    assert.equal((await callsTo(server.url).get('/v1/breakers')).status, 200);
  } finally {
    await proxy.close();
  }
});

test('a server says how it is and counts what it is asked, on a port of its own', async () => {
  const server = await serve({ SUREFOOT_HEALTH_ADDRESS: '127.0.0.1:0' });
  const health = callsTo(server.healthUrl!);
  const ok = { needed: true, ok: true };
  const ready = await health.get('/readyz');
  assert.deepEqual(
    [ready.status, ready.body],
    [200, { status: 'ready', checks: { temporal: ok, store: ok } }],
  );
  const calls = callsTo(server.url);
  const ask = { question, asOf };
  const asked = await calls.post<Answer>('/v1/runs?wait=60', ask);
  const events = `/v1/runs/${asked.body.runId}/events`;
  await readEvents(`${server.url}${events}`);
  // Nobody reads what would follow.
  assert.equal((await calls.call('HEAD', events)).status, 200);
  await calls.get('/v1/runs/nope');
  await calls.get('/no/such/path');
  const { body: page } = await health.get<string>('/metrics');
  for (const line of [
    'surefoot_http_requests_total{method="POST",route="/v1/runs",status="200"} 1',
    'surefoot_http_requests_total{method="GET",route="/v1/runs/:runId/events",status="200"} 1',
    'surefoot_http_requests_total{method="GET",route="/v1/runs/:runId",status="404"} 1',
    'surefoot_http_requests_total{method="GET",route="none",status="404"} 1',
    'surefoot_http_questions_total{outcome="new"} 1',
    'surefoot_http_open_streams 0',
    'surefoot_dependency_up{dependency="temporal"} 1',
  ]) {
    assert.ok(page.includes(`${line}\n`), line);
  }
  assert.ok(!page.includes(asked.body.runId));
});
