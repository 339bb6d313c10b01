import assert from 'node:assert/strict';
import { it } from 'node:test';
import { z } from 'zod';
import { createClaude } from '../../../src/adapters/anthropic/index.js';
import { InterpretationSchema } from '../../../src/domain/interpretation-schema.js';
import { startOfflineServer } from '../../../src/embedded/offline/start-offline-server.js';

it('the strict stand-in takes the request as it is, and the second one reads the cached prefix', async () => {
  const server = await startOfflineServer({
    script: {
      rules: [{ name: 'answer', reply: { json: { text: 'Nothing to say.', figures: [] } } }],
    },
  });
  try {
    const claude = createClaude({ apiKey: 'key', baseUrl: server.url });
    const ask = async (text: string) =>
      await claude.complete(
        {
          role: 'interpreter',
          model: 'claude-sonnet-5-5',
          effort: 'low',
          maxTokens: 2_000,
          system: [{ text: 'Stable '.repeat(2_000), cached: true }],
          messages: [{ role: 'user', text }],
          schema: z.toJSONSchema(InterpretationSchema),
        },
        { runId: 'run-1', signal: new AbortController().signal, onProgress: () => undefined },
      );

    const first = await ask('Interpret this');
    const second = await ask('Interpret that');

    assert.deepEqual(JSON.parse(first.text), { text: 'Nothing to say.', figures: [] });
    assert.equal(first.stopReason, 'end_turn');
    assert.equal(first.usage.cacheReadTokens, 0);
    assert.ok(second.usage.cacheReadTokens > second.usage.inputTokens);
    assert.equal(server.calls().length, 2);
  } finally {
    await server.close();
  }
});
