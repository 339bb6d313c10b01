import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { runIds } from '../../../src/adapters/tracing/run-ids.js';
import { startTracing } from '../../../src/adapters/tracing/start-tracing.js';
import { startCollector } from '../../e2e/collector.js';

const settings = { protocol: 'http/protobuf', content: false, openInference: false } as const;

test('spans are sent as protobuf when it is closed, under the name surefoot', async () => {
  const collector = await startCollector();
  const tracing = await startTracing(
    { ...settings, url: `${collector.url}/v1/traces` },
    assert.fail,
  );
  tracing.tracer.startSpan('plan surefoot').end();
  await tracing.close();
  const [body] = collector.bodies();
  assert.equal(body?.type, 'application/x-protobuf');
  assert.match(body?.text ?? '', /service\.name[^]*surefoot[^]*plan surefoot/);
  await collector.close();
});

test('a run’s span has the same ids wherever it is begun, and others have their own', async () => {
  const tracing = await startTracing({ ...settings, url: 'http://127.0.0.1:1/' }, () => undefined);
  const ids = runIds('surefoot/default/r1', 'a');
  const begun = () => tracing.startWithIds(ids, 'invoke_agent surefoot', {}, ROOT_CONTEXT);
  const [first, second] = [begun().spanContext(), begun().spanContext()];
  assert.deepEqual(first, second);
  assert.deepEqual([first.traceId, first.spanId], [ids.traceId, ids.spanId]);
  assert.notEqual(tracing.tracer.startSpan('other').spanContext().traceId, ids.traceId);
  assert.notDeepEqual(runIds('surefoot/default/r1', 'b'), ids);
  await tracing.close();
});
