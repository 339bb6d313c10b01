import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { connectAnthropic, describeModels } from '../../../src/adapters/anthropic/index.js';
import { failsWith, startApi, type Respond } from './api.js';

const known: Respond = (response, { path }) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      type: 'model',
      id: path.slice('/v1/models/'.length),
      lifecycle: 'deprecated',
      retires_at: '2026-11-30T00:00:00Z',
      capabilities: { structured_outputs: { supported: true }, effort: { supported: false } },
    }),
  );

let api: Awaited<ReturnType<typeof startApi>>;
before(async () => {
  api = await startApi((response, call) =>
    call.path.endsWith('claude-nobody')
      ? failsWith(404, { type: 'not_found_error' })(response, call)
      : known(response, call),
  );
});
after(async () => await api.close());

it('each model is asked for once and told with what it can do, or why it cannot be had', async () => {
  const client = connectAnthropic({ apiKey: 'key', baseUrl: api.url });

  const [old, nobody, ...rest] = await describeModels(client, [
    'claude-sonnet-4-5',
    'claude-nobody',
    'claude-sonnet-4-5',
  ]);

  assert.deepEqual(old, {
    id: 'claude-sonnet-4-5',
    found: true,
    structuredOutputs: true,
    effort: false,
    lifecycle: 'deprecated',
    retiresAt: '2026-11-30T00:00:00Z',
    error: null,
  });
  assert.equal(nobody?.found, false);
  assert.match(nobody?.error ?? '', /claude-nobody.*SUREFOOT_PLANNER_MODEL/);
  assert.deepEqual(rest, []);
  assert.equal(api.calls.length, 2);
});

it('a gateway without a list of models is told, not thrown', async () => {
  const gone = await startApi(failsWith(500, { type: 'api_error' }));
  try {
    const client = connectAnthropic({ apiKey: 'key', baseUrl: gone.url });
    const [model] = await describeModels(client, ['claude-sonnet-5-5']);
    assert.equal(model?.found, false);
    assert.match(model?.error ?? '', /error of its own/);
    assert.equal(gone.calls.length, 1);
  } finally {
    await gone.close();
  }
});
