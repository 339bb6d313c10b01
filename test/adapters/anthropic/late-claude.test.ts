import assert from 'node:assert/strict';
import { it } from 'node:test';
import { lateClaude } from '../../../src/adapters/anthropic/late-claude.js';
import { startOfflineServer } from '../../../src/embedded/offline/start-offline-server.js';

const request = {
  role: 'interpreter',
  model: 'claude-sonnet-5-5',
  effort: 'low',
  maxTokens: 2_000,
  system: [],
  messages: [{ role: 'user', text: 'Interpret this' }],
  schema: { type: 'object', properties: {}, additionalProperties: false },
} as const;

it('a first call loads what it needs where nobody did before', async () => {
  const server = await startOfflineServer({
    script: { rules: [{ name: 'answer', reply: { json: {} } }] },
  });
  try {
    const claude = lateClaude({ apiKey: 'key', baseUrl: server.url });
    const { signal } = new AbortController();
    const reply = await claude.complete(request, { runId: 'r', signal, onProgress: () => {} });
    assert.deepEqual(JSON.parse(reply.text), {});
    assert.equal(await claude.load(), await claude.load());
  } finally {
    await server.close();
  }
});

it('knows once it is loaded whether there is a key', async () => {
  const { hasCredential } = await lateClaude({ apiKey: 'key' }).load();
  assert.equal(hasCredential, true);
});
