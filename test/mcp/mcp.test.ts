import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as all } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Answer } from '../../src/client.js';
import { apiKeyDesk } from '../../src/client/api-keys.js';
import { loadConfig } from '../../src/config.js';
import type { Plan } from '../../src/domain/plan.js';
import type { Caller } from '../../src/http/caller.js';
import { mcpEndpoint } from '../../src/mcp/mcp-endpoint.js';
import { startServer, type SurefootServer } from '../../src/server.js';
import { until } from '../e2e/watching.js';
import { startStack, type Stack } from '../stack.js';

// The official client: over stdio against the built CLI, and over HTTP in both eras of the protocol.
let stack: Stack;
let server: SurefootServer;
let stdio: Client;

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const info = { name: 'test', version: '1' };

before(async () => {
  stack = await startStack({ env: { SUREFOOT_HTTP_ADDRESS: '127.0.0.1:0' } });
  await stack.worker();
  server = await startServer(loadConfig(stack.env));
  stdio = new Client(info);
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...stack.env };
  const args = [cli, 'mcp', '--user', 'mia'];
  await stdio.connect(new StdioClientTransport({ command: process.execPath, args, env }));
});
after(async () => {
  await stdio?.close();
  await server?.close();
  await stack?.close();
});

const question = 'Show me revenue by region for Q4 2025';
// In background a review that comes late on a busy machine is waited for.
const asked = { question, as_of: '2026-09-30', background: true, wait_seconds: 60 };
const waiting = { ...asked, approve: true };

interface Output {
  readonly runId: string;
  readonly status: string;
  readonly answer: Pick<Answer, 'text' | 'intent' | 'figures'> | null;
  readonly progress: {
    readonly approval: { readonly planVersion: number; readonly plan: Plan } | null;
  } | null;
  readonly next: string;
}

type Called = Awaited<ReturnType<Client['callTool']>>;
type Options = Parameters<Client['callTool']>[1];

async function call(client: Client, name: string, args: object, options?: Options) {
  const result = await client.callTool({ name, arguments: { ...args } }, options);
  return { result, text: textOf(result), output: result.structuredContent as Output };
}

function textOf({ content }: Called): string {
  return content.map((each) => (each.type === 'text' ? each.text : '')).join('\n');
}

async function read(client: Client, uri: string): Promise<Record<string, unknown>> {
  const { contents } = await client.readResource({ uri });
  const [first] = contents;
  assert.ok(first !== undefined && 'text' in first);
  return JSON.parse(first.text) as Record<string, unknown>;
}

test('a client sees six tools, which say what they do to the world', async () => {
  const { tools } = await stdio.listTools();
  const readOnly = tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint]);
  assert.deepEqual(readOnly, [
    ['ask_data', false],
    ['get_run', true],
    ['list_runs', true],
    ['approve_plan', false],
    ['verify_run', false],
    ['cancel_run', false],
  ]);
  const { resourceTemplates } = await stdio.listResourceTemplates();
  assert.deepEqual(
    resourceTemplates.map(({ uriTemplate }) => uriTemplate),
    ['run://{runId}/plan', 'run://{runId}/answer', 'run://{runId}/receipt'],
  );
});

test('a question is answered, its steps are told as they happen, and its resources can be read', async () => {
  const told: string[] = [];
  const onprogress = ({ message = '' }) => void told.push(message);
  const { result, text, output } = await call(
    stdio,
    'ask_data',
    { ...asked, idempotency_key: 'revenue' },
    { onprogress, resetTimeoutOnProgress: true },
  );
  assert.notEqual(result.isError, true, text);
  assert.equal(output.status, 'answered', text);
  assert.ok(output.answer !== null && text.startsWith(output.answer.text));
  assert.match(text, /Where each figure comes from: run:\/\/k-[0-9a-f]{40}\/receipt$/);
  assert.match(told[0] ?? '', /^run k-[0-9a-f]{40} has begun$/);
  for (const step of ['plan done: 2 steps', 'revenue done: 5 rows']) {
    assert.ok(
      told.some((each) => each.includes(step)),
      told.join('\n'),
    );
  }

  const uri = (name: string) => `run://${output.runId}/${name}`;
  assert.deepEqual((await read(stdio, uri('answer')))['figures'], output.answer?.figures);
  assert.equal((await read(stdio, uri('plan')))['runId'], output.runId);
  const receipt = await read(stdio, uri('receipt'));
  assert.equal(receipt['question'], question);
  assert.equal(receipt['user'], 'mia');
});

test('the same key gives that run again, at no cost', async () => {
  const calls = stack.claude.calls().length;
  const again = await call(stdio, 'ask_data', { ...asked, idempotency_key: 'revenue' });
  assert.equal(again.output.runId, await lastRun(stdio));
  const { as_of: asOf, wait_seconds: waitSeconds, ...same } = asked;
  const asTheApi = { ...same, asOf, waitSeconds, idempotencyKey: 'revenue' };
  assert.equal((await call(stdio, 'ask_data', asTheApi)).output.runId, again.output.runId);
  assert.equal(stack.claude.calls().length, calls);
});

test('an answer is verified by who started the server, and that is taken back', async () => {
  const run_id = await lastRun(stdio);
  const kept = await call(stdio, 'verify_run', { run_id, decision: 'verify' });
  assert.match(kept.text, new RegExp(`is verified: its plan answers “${question}” from now on`));
  const [verified] = await stack.surefoot.examples.list();
  assert.deepEqual([verified?.runId, verified?.verifiedBy], [run_id, 'mia']);
  const removed = await call(stdio, 'verify_run', { run_id, decision: 'remove' });
  assert.equal(removed.text, `Run ${run_id} is an example no more.`);
  assert.deepEqual(await stack.surefoot.examples.list(), []);
});

test('over HTTP, both eras of the protocol are served, and a key is refused for another question', async () => {
  const ids = new Set<string>();
  for (const mode of ['legacy', 'auto'] as const) {
    const client = new Client(info, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)));
    const keyed = { ...asked, idempotency_key: 'over-http' };
    const { output, text } = await call(client, 'ask_data', keyed);
    assert.equal(output.status, 'answered', text);
    ids.add(output.runId);
    const other = await call(client, 'ask_data', { ...keyed, as_of: '2026-09-29' });
    assert.match(other.text, /^Another body was sent with this Idempotency-Key/);
    await client.close();
  }
  assert.equal(ids.size, 1);
});

async function lastRun(client: Client): Promise<string> {
  const { result } = await call(client, 'list_runs', { limit: 1 });
  const { runs } = result.structuredContent as { readonly runs: readonly Output[] };
  return runs[0]?.runId ?? '';
}

test('a client that cancels its request leaves the run alone, which a person then lets go on', async () => {
  const cancel = new AbortController();
  const onprogress = ({ message = '' }) => {
    if (message.startsWith('approval')) cancel.abort();
  };
  const options = { onprogress, signal: cancel.signal };
  await assert.rejects(call(stdio, 'ask_data', waiting, options));

  const run_id = await lastRun(stdio);
  const there = await call(stdio, 'get_run', { run_id, wait_seconds: 0 });
  assert.equal(there.output.status, 'running');
  assert.match(there.text, /The plan waits for approval: .* call approve_plan with run_id/);
  const waits = there.output.progress?.approval ?? assert.fail();
  const approve = { run_id, decision: 'approve', plan_version: waits.planVersion };
  const steps = waits.plan.steps.map((step) => ({ ...step, tool: 'guess' }));
  const unfit = await call(stdio, 'approve_plan', { ...approve, plan: { ...waits.plan, steps } });
  assert.equal((unfit.output as { decision?: string }).decision, 'still_waiting');
  assert.match(unfit.text, /^The edited plan was not taken; the run still waits:\n.*guess/);
  const edited = { ...waits.plan, intent: 'As a person put it' };
  const taken = await call(stdio, 'approve_plan', { ...approve, plan: edited });
  assert.match(taken.text, /is approved/);
  const { output, text } = await call(stdio, 'get_run', { run_id });
  assert.equal(output.status, 'answered', text);
  assert.equal(output.answer?.intent, edited.intent);
});

test('a run is rejected with a reason, and another is cancelled', async () => {
  const first = await call(stdio, 'ask_data', { ...waiting, wait_seconds: 0 });
  const { runId: run_id, next } = first.output;
  assert.match(next, /^(Call get_run|Show the plan)/);
  await untilItWaits(run_id);
  await call(stdio, 'approve_plan', { run_id, decision: 'reject', reason: 'not on Mondays' });
  const rejected = await call(stdio, 'get_run', { run_id });
  assert.equal(rejected.output.status, 'cancelled');
  assert.match(rejected.text, /not on Mondays/);

  const second = await call(stdio, 'ask_data', { ...waiting, wait_seconds: 0 });
  const cancelled = await call(stdio, 'cancel_run', { run_id: second.output.runId });
  assert.equal(cancelled.output.status, 'cancelled');
});

async function untilItWaits(runId: string): Promise<void> {
  const run = await stack.surefoot.get(runId);
  // The event is the planner's word, a moment before the workflow has it.
  await until('an approval', async () => (await run.progress()).approval !== null);
}

test('what goes wrong is one sentence that says what to do', async () => {
  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['get_run', { run_id: 'nobody' }, /^There is no run nobody of tenant default: [^\n]+$/],
    ['ask_data', { ...asked, as_of: 'Monday' }, /asOf/],
    ['ask_data', { ...asked, today: '2026-09-30' }, /Unrecognized key: "today"/],
    ['get_run', { run_id: 'nobody', tenant: 'other' }, /Unrecognized key: "tenant"/],
    ['list_runs', { since: 'Monday' }, /^since: use a day or an ISO time/],
    ['approve_plan', { run_id: await lastRun(stdio), decision: 'approve' }, /has ended/],
    ['verify_run', { run_id: await lastRun(stdio), decision: 'verify' }, /ended as cancelled/],
    ['verify_run', { run_id: await lastRun(stdio), decision: 'remove' }, /is not verified/],
  ];
  for (const [name, args, sentence] of refused) {
    const { result, text } = await call(stdio, name, args);
    assert.equal(result.isError, true, name);
    assert.match(text, sentence);
  }
  await assert.rejects(
    stdio.readResource({ uri: 'run://nobody/answer' }),
    /There is no run nobody/,
  );
});

test('nothing but the protocol is on stdout, and the process ends when its client goes', async () => {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...stack.env };
  const pipes = ['pipe', 'pipe', 'inherit'] as const;
  const child = spawn(process.execPath, [cli, 'mcp'], { env, stdio: [...pipes] });
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: info };
  child.stdin?.write(
    `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`,
  );
  assert.ok(child.stdout);
  child.stdout.once('data', () => child.stdin?.end());
  const [stdout, [code]] = await Promise.all([all(child.stdout), once(child, 'close')]);
  assert.equal(code, 0);
  const [reply = '', ...more] = stdout.trimEnd().split('\n');
  assert.equal((JSON.parse(reply) as { readonly id: number }).id, 1);
  assert.deepEqual(more, []);
});

test('over HTTP a caller sees its own tenant alone, and decides only as an approver', async () => {
  const defects: unknown[] = [];
  const endpoint = mcpEndpoint({
    surefoot: stack.surefoot,
    admissions: stack.store.apiKeys,
    metrics: undefined,
    runsAtOnce: 1,
    version: '1',
    stopping: new AbortController().signal,
    onDefect: (error) => void defects.push(error),
  });
  const caller: Caller = { tenant: 'other', role: 'user', keyId: 'key-1', runsAtOnce: null };
  const client = new Client(info);
  const fetch = (url: string | URL, init?: RequestInit) =>
    endpoint.answer(new Request(url, init), caller);
  await client.connect(new StreamableHTTPClientTransport(new URL('http://here/mcp'), { fetch }));
  const { text } = await call(client, 'list_runs', {});
  assert.equal(text, 'There are none.');
  const run_id = await lastRun(stdio);
  assert.match((await call(client, 'get_run', { run_id })).text, /There is no run/);
  for (const tool of ['approve_plan', 'verify_run'] as const) {
    const decision = tool === 'approve_plan' ? 'approve' : 'verify';
    const { text: refusal } = await call(client, tool, { run_id, decision });
    assert.match(refusal, /This takes a key of role approver/);
  }
  await client.close();
  await endpoint.close();
  assert.deepEqual(defects, []);
});

test('a key that is revoked is refused from the next request on', async (t) => {
  const settings = { ...stack.env, SUREFOOT_HTTP_KEYS: 'required' };
  const guarded = await startServer(loadConfig(settings));
  t.after(() => guarded.close());
  const desk = apiKeyDesk(stack.store.apiKeys);
  const { key, apiKey } = await desk.create({ name: 'desk', tenant: 'acme' });
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  const at = new URL('/mcp', guarded.url);
  const client = new Client(info);
  await client.connect(new StreamableHTTPClientTransport(at, { requestInit }));
  assert.equal((await call(client, 'list_runs', {})).text, 'There are none.');
  await desk.revoke(apiKey.keyId);
  await assert.rejects(call(client, 'list_runs', {}), /The API key is unknown or revoked/);
  await client.close();
});
