import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../src/adapters/metrics/create-metrics.js';
import { createServerMetrics } from '../../src/adapters/metrics/create-server-metrics.js';
import { loadConfig } from '../../src/config.js';
import { freePort } from '../../src/embedded/free-port.js';
import { startWorker } from '../../src/worker.js';
import { runCli } from '../cli/spawn-cli.js';
import { anAnswer, anAnswerStep } from '../domain/builders.js';
import { startStack, type Stack } from '../stack.js';
import { workflowBundle } from '../support.js';
import { startCollector, type Collector, type SeenSpan } from './collector.js';
import { readPage, readPromql } from './promql.js';
import { countsOrders, saysOrders, scriptFile } from './scripts.js';
import { answerTo } from './watching.js';

let stack: Stack;
let collector: Collector;
/** Of the worker, after a run that had some trouble. */
let page: string;
/** Of an HTTP server, after it was asked. */
let served: string;
let ready: { readonly status: number; readonly body: unknown };

const script = scriptFile();
const question = 'How many orders, in spite of all that?';
script.add(question, {
  planner: [{ status: 529 }, { text: 'No plan.' }, countsOrders],
  reviewer: [{ status: 400 }],
  interpreter: [saysOrders],
});
const slow = 'How many orders, slowly?';
script.add(slow, { planner: [{ ...countsOrders, delayMs: 1_500 }] });

const caller = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: 1,
};

before(async () => {
  [stack, collector] = await Promise.all([startStack({ script: script.path }), startCollector()]);
  const port = await freePort();
  const health = `http://127.0.0.1:${port}`;
  const worker = await stack.workerProcess({
    SUREFOOT_HEALTH_ADDRESS: `127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  });
  const response = await fetch(`${health}/readyz`);
  ready = { status: response.status, body: await response.json() };
  const [answer] = await Promise.all([
    inTraceOfCaller(() => answerTo(stack, question, { id: 'telemetry' })),
    failRequest(),
    failWorkflowTask(),
  ]);
  assert.equal(answer.status, 'degraded', answer.text);
  served = await pageOfServer();
  page = await pageWith(health, [
    /^temporal_request_failure/m,
    /^temporal_workflow_task_.*failed/m,
  ]);
  // Whatever is not sent yet is sent when the worker ends.
  worker.kill('SIGTERM');
  await once(worker, 'exit');
});
after(async () => {
  await stack.close();
  await collector.close();
});

/** A caller whose process traces: what it is about to do is a part of that. */
async function inTraceOfCaller<T>(work: () => Promise<T>): Promise<T> {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  try {
    return await context.with(trace.setSpanContext(ROOT_CONTEXT, caller), work);
  } finally {
    context.disable();
    propagation.disable();
  }
}

/** A run that is gone while its worker asks Claude: Temporal refuses what it then hears of it. */
async function failRequest(): Promise<void> {
  const handle = await stack.surefoot.ask(slow, { id: 'telemetry-gone', asOf: stack.asOf });
  for await (const _ of handle.events()) break;
  await stack.temporal.workflow.getHandle('surefoot/default/telemetry-gone').terminate();
}

async function pageOfServer(): Promise<string> {
  const metrics = createServerMetrics();
  metrics.requested({ method: 'GET', route: '/v1/runs', status: 200, seconds: 0.1 });
  metrics.asked('new');
  metrics.storeAsked(0.001, false);
  const connections = [['store', stack.store.connections()]] as const;
  return await metrics.text({ dependencies: [['store', true]], connections });
}

/** What a worker with several warehouses says of one. */
async function pageOfSeveral(): Promise<string> {
  const metrics = createMetrics();
  const how = { status: 'error', rung: 'live', errorClass: 'transient', errorName: 'x' } as const;
  const attempt = { tool: 'execute_query', latencyMs: 1, findings: [], ...how };
  metrics.attemptEnded({ ...attempt, warehouse: 'sales' });
  metrics.runEnded(anAnswer({ steps: [anAnswerStep({ warehouse: 'sales' })] }), 'interactive');
  return await metrics.text({ breakers: [], dependencies: [], connections: [], owedWrites: 0 });
}

/** A workflow that no worker has: each of its tasks fails. */
async function failWorkflowTask(): Promise<void> {
  const taskQueue = stack.config.SUREFOOT_TASK_QUEUE;
  await stack.temporal.workflow.start('noSuchWorkflow', {
    ...{ taskQueue, workflowId: `telemetry-broken-${taskQueue}`, args: [] },
    workflowExecutionTimeout: '20s',
  });
}

/** The page, once all of that is on it. */
async function pageWith(health: string, wanted: readonly RegExp[]): Promise<string> {
  for (;;) {
    const text = await (await fetch(`${health}/metrics`)).text();
    if (wanted.every((each) => each.test(text))) return text;
    await sleep(100);
  }
}

test('a worker that reaches all that it works with is ready', () => {
  const needed = { needed: true, ok: true };
  assert.deepEqual(ready, {
    status: 200,
    body: {
      status: 'ready',
      checks: {
        worker: needed,
        temporal: needed,
        store: needed,
        warehouse: { needed: false, ok: true },
      },
    },
  });
});

test('a worker without its databases is not ready and says why; its address is its own', async () => {
  const away = 'postgres://nobody@127.0.0.1:1/none';
  const urls = { SUREFOOT_STORE_URL: away, SUREFOOT_WAREHOUSE_URL: away };
  const bundle = { workflowBundle: await workflowBundle() };
  const config = loadConfig({ ...stack.env, ...urls, SUREFOOT_HEALTH_ADDRESS: '127.0.0.1:0' });
  const worker = await startWorker(config, bundle);
  const response = await fetch(`${worker.healthUrl}/readyz`);
  const unready: unknown = await response.json();
  const metrics = await (await fetch(`${worker.healthUrl}/metrics`)).text();
  const taken = new URL(worker.healthUrl ?? '');
  const again = loadConfig({ ...stack.env, SUREFOOT_HEALTH_ADDRESS: taken.host });
  await assert.rejects(startWorker(again, bundle), {
    name: 'ConfigError',
    message: `The health address ${taken.host} is taken: set SUREFOOT_HEALTH_ADDRESS to another one, or to off.`,
  });
  await worker.shutdown();
  assert.equal(response.status, 503);
  assert.deepEqual(unready, {
    status: 'not ready',
    checks: {
      worker: { needed: true, ok: true },
      temporal: { needed: true, ok: true },
      store: { needed: true, ok: false, reason: storeAway },
      warehouse: { needed: false, ok: false, reason: warehouseAway },
    },
  });
  for (const [dependency, up] of [
    ['temporal', 1],
    ['store', 0],
    ['warehouse', 0],
  ])
    assert.ok(metrics.includes(`surefoot_dependency_up{dependency="${dependency}"} ${up}`));
  assert.doesNotMatch(metrics, /^surefoot_breaker_state\{/m, 'nobody knows how they stand');
});
const storeAway = 'The store is unavailable: nothing listens at its address.';
const warehouseAway = 'The warehouse cannot be reached.';

test('a run is one trace, from its caller down to each call to Claude, with a span for each attempt', () => {
  const spans = spansOf('telemetry');
  assert.deepEqual([...new Set(spans.map(({ traceId }) => traceId))], [caller.traceId]);
  const root = spans.find(({ name }) => name === 'invoke_agent surefoot');
  assert.equal(root?.parentSpanId, caller.spanId);
  assert.deepEqual(treeOf(spans, caller.spanId), [
    'invoke_agent surefoot: degraded',
    '  execute_tool execute_query: orders-1 #1',
    '  interpret surefoot: interpret.1 #1',
    '    anthropic.messages.create',
    '  plan surefoot: plan.1.1 #1 claude_overloaded',
    '    anthropic.messages.create overloaded_error',
    '  plan surefoot: plan.1.1 #2',
    '    anthropic.messages.create',
    '  plan surefoot: plan.1.2 #1',
    '    anthropic.messages.create',
    '  review surefoot: review.1 #1 claude_bad_request',
    '    anthropic.messages.create invalid_request_error',
    '  verify surefoot: verify.1 #1',
  ]);
  for (const { startMs, endMs } of spans) {
    assert.ok(root !== undefined && root.startMs <= startMs && endMs <= root.endMs + 1_000);
  }
});

test('spans say what the conventions ask for, and the verdicts', () => {
  const spans = spansOf('telemetry');
  const named = (name: string) => spans.find((span) => span.name === name);
  const { attributes: tool = {} } = named('execute_tool execute_query') ?? {};
  assert.deepEqual(tool, {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.agent.name': 'surefoot',
    'gen_ai.conversation.id': 'telemetry',
    'gen_ai.tool.name': 'execute_query',
    'gen_ai.tool.call.id': 'orders-1',
    'gen_ai.tool.type': 'datastore',
    'surefoot.tenant': 'default',
    'surefoot.activity': 'orders-1',
    'surefoot.attempt': '1',
    'surefoot.plan_version': '1',
    'surefoot.step': 'orders',
    'surefoot.rung': 'live',
    'surefoot.rows': '1',
  });
  const evaluation = (name: string) =>
    named(name)?.events.map((event) => [event.name, event.attributes]);
  const label = 'gen_ai.evaluation.score.label';
  assert.deepEqual(evaluation('verify surefoot'), [
    [
      'gen_ai.evaluation.result',
      {
        'gen_ai.evaluation.name': 'verify',
        [label]: 'pass',
        'gen_ai.evaluation.score.value': '1',
      },
    ],
  ]);
  assert.deepEqual(evaluation('invoke_agent surefoot'), [
    [
      'gen_ai.evaluation.result',
      { 'gen_ai.evaluation.name': 'verification', [label]: 'inconclusive' },
    ],
  ]);
});

test('no question, SQL or answer is in what is sent', () => {
  const sent = collector.bodies().map(({ text }) => text);
  assert.notEqual(sent.length, 0);
  for (const text of sent) assert.doesNotMatch(text, /in spite of|select |from orders|There are/i);
});

test('surefoot ask is a caller, too; content is in it where it is asked for, and Phoenix’ kinds', async () => {
  const before = collector.spans().length;
  const env = {
    ...stack.env,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'span_only',
    SUREFOOT_OPENINFERENCE: 'on',
  };
  const worker = await startWorker(loadConfig(env), { workflowBundle: await workflowBundle() });
  const plain = 'How many orders?';
  script.add(plain, { planner: [countsOrders], interpreter: [saysOrders] });
  const args = ['ask', plain, '--id', 'telemetry-content', '--as-of', stack.asOf, '--json'];
  const { stdout, stderr } = await runCli(args, env);
  const answer = Answer.parse(JSON.parse(stdout || stderr));
  await worker.shutdown();
  const spans = collector.spans().slice(before);
  const text = JSON.stringify(spans);
  for (const content of [plain, answer.text, 'FROM orders'])
    assert.ok(text.includes(content), content);
  const kinds = spans
    .filter(({ attributes }) => attributes['gen_ai.conversation.id'] === 'telemetry-content')
    .map(({ name, attributes }) => `${name}: ${attributes['openinference.span.kind']}`);
  assert.deepEqual([...new Set(kinds)].toSorted(), [
    'anthropic.messages.create: LLM',
    'execute_tool execute_query: TOOL',
    'interpret surefoot: CHAIN',
    'invoke_agent surefoot: AGENT',
    'plan surefoot: CHAIN',
    'review surefoot: EVALUATOR',
    'verify surefoot: EVALUATOR',
  ]);
  assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, 1);
  const asked = spans.filter(({ name }) => name === 'invoke_agent surefoot');
  const cli = asked.find(({ parentSpanId }) => parentSpanId === undefined);
  const own = asked.find(({ parentSpanId }) => parentSpanId !== undefined);
  assert.deepEqual([asked.length, own?.parentSpanId], [2, cli?.spanId], 'the CLI is the caller');
});

const Answer = z.looseObject({ text: z.string() });
const Alerts = z.object({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Surefoot[A-Z]\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
});
const Dashboard = z.looseObject({
  panels: z.array(
    z.looseObject({
      title: z.string(),
      targets: z.array(z.looseObject({ expr: z.string() })).default([]),
    }),
  ),
});

test('every metric and label of the alert rules and the dashboard is on the page', async () => {
  const root = new URL('../../dashboards/', import.meta.url);
  const read = async (path: string) => await readFile(new URL(path, root), 'utf8');
  const { groups } = Alerts.parse(parse(await read('prometheus/alerts.yml')));
  const { panels } = Dashboard.parse(JSON.parse(await read('grafana/surefoot.json')));
  const rules = groups.flatMap((group) => group.rules.map(({ alert, expr }) => [alert, expr]));
  const targets = panels.flatMap(({ title, targets: each }) =>
    each.map(({ expr }) => [
      title,
      expr.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '6h'),
    ]),
  );
  const pages = [served, page, await pageOfSeveral()];
  const known = new Map(pages.flatMap((each) => [...readPage(each)]));
  // What Prometheus itself says of where a sample comes from.
  const ofScrape = ['instance', 'job'];
  let seen = 0;
  for (const [where = '', expr = ''] of [...rules, ...targets]) {
    const { selectors, grouping } = readPromql(expr);
    assert.notEqual(selectors.length, 0, where);
    for (const { metric, labels } of selectors) {
      const has = known.get(metric);
      assert.ok(has !== undefined, `${where}: there is no metric ${metric}`);
      for (const label of labels) assert.ok(has.has(label), `${where}: ${metric} has no ${label}`);
      seen += 1;
    }
    const labels = selectors.flatMap(({ metric }) => [...(known.get(metric) ?? [])]);
    for (const label of grouping)
      assert.ok(labels.includes(label) || ofScrape.includes(label), `${where}: no ${label}`);
  }
  assert.ok(rules.length > 15 && seen > 60, `${rules.length} rules, ${seen} selectors`);
});

test('no label says who asked or what', () => {
  assert.doesNotMatch(page, /in spite|slowly|From orders|surefoot\/default|user_id/i);
});

test('docs/telemetry.md lists every metric of ours', async () => {
  const docs = await readFile(new URL('../../docs/telemetry.md', import.meta.url), 'utf8');
  const ours = [...`${page}${served}`.matchAll(/^# TYPE ((?:surefoot|gen_ai)_\w+)/gm)].map(
    ([, name]) => name,
  );
  assert.ok(ours.length > 20);
  for (const name of ours) assert.ok(docs.includes(`\`${name}\``), name);
});

function spansOf(run: string): readonly SeenSpan[] {
  return collector.spans().filter(({ attributes }) => attributes['gen_ai.conversation.id'] === run);
}

/** A line a span, in the order of their names; children below their parents. */
function treeOf(spans: readonly SeenSpan[], parent: string, indent = ''): readonly string[] {
  return spans
    .filter(({ parentSpanId }) => parentSpanId === parent)
    .map((span) => ({ line: lineOf(span), span }))
    .toSorted((a, b) => (a.line < b.line ? -1 : 1))
    .flatMap(({ line, span }) => [
      `${indent}${line}`,
      ...treeOf(spans, span.spanId, `${indent}  `),
    ]);
}

function lineOf({ name, attributes, error }: SeenSpan): string {
  const { 'surefoot.activity': activity, 'surefoot.attempt': attempt } = attributes;
  const which = activity === undefined ? '' : `: ${activity} #${attempt ?? ''}`;
  const status = attributes['surefoot.status'];
  const how = status === undefined ? '' : `: ${status}`;
  const failure = attributes['error.type'];
  assert.equal(error, failure !== undefined, name);
  return `${name}${which}${how}${failure === undefined ? '' : ` ${failure}`}`;
}
