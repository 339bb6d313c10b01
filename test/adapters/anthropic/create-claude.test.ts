import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { after, before, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createClaude } from '../../../src/adapters/anthropic/index.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import type { Claude, ClaudeRequest } from '../../../src/ports.js';
import { events, failsWith, replies, startApi, stream, type Respond } from './api.js';

const request: ClaudeRequest = {
  role: 'planner',
  model: 'claude-sonnet-5-5',
  effort: 'medium',
  maxTokens: 4_000,
  system: [
    { text: 'Stable', cached: true },
    { text: 'Changing', cached: false },
  ],
  messages: [{ role: 'user', text: 'Revenue by region?' }],
  schema: {
    type: 'object',
    properties: { ok: { type: 'boolean' }, name: { type: 'string', maxLength: 3 } },
    required: ['ok', 'name'],
  },
};

let api: Awaited<ReturnType<typeof startApi>>;
let claude: Claude;
before(async () => {
  api = await startApi(replies());
  claude = createClaude({ apiKey: 'key', baseUrl: api.url });
});
beforeEach(() => api.calls.splice(0));
after(async () => await api.close());

async function ask(respond: Respond, changed: Partial<ClaudeRequest> = {}, asked = claude) {
  api.respond = respond;
  let progress = 0;
  const reply = await asked.complete(
    { ...request, ...changed },
    { runId: 'run-1', signal: new AbortController().signal, onProgress: () => (progress += 1) },
  );
  return { reply, progress };
}

/** Asks, expects a failure and exactly one request. */
async function failure(respond: Respond, changed: Partial<ClaudeRequest> = {}) {
  const failed = await ask(respond, changed).then(
    () => assert.fail('it answered'),
    (error: unknown) => error,
  );
  assert.ok(failed instanceof ToolFailure, String(failed));
  assert.equal(api.calls.length, 1, 'there is no retry beneath');
  assert.match(failed.toolError.message, /^[A-Z].*[.!?]$/);
  assert.notEqual(failed.toolError.suggestion, '');
  assert.equal(failed.toolError.tool, '');
  return failed;
}

describe('the request', () => {
  it('carries the role, the run and the key in its headers', async () => {
    await ask(replies());
    const { path, headers } = api.calls[0]!;
    assert.equal(path, '/v1/messages');
    assert.equal(headers['x-surefoot-role'], 'planner');
    assert.equal(headers['x-surefoot-run'], 'run-1');
    assert.equal(headers.authorization, 'Bearer key');
  });

  it('asks for the schema, the effort and a cached prefix, and for nothing that newer models refuse', async () => {
    await ask(replies());
    assert.deepEqual(api.calls[0]!.body, {
      model: 'claude-sonnet-5-5',
      max_tokens: 4_000,
      stream: true,
      system: [
        { type: 'text', text: 'Stable', cache_control: { type: 'ephemeral', ttl: '1h' } },
        { type: 'text', text: 'Changing' },
      ],
      messages: [{ role: 'user', content: 'Revenue by region?' }],
      output_config: {
        effort: 'medium',
        format: {
          type: 'json_schema',
          schema: {
            type: 'object',
            properties: {
              ok: { type: 'boolean' },
              name: { type: 'string', description: '{maxLength: 3}' },
            },
            additionalProperties: false,
            required: ['ok', 'name'],
          },
        },
      },
    });
  });

  for (const [model, sends] of [
    ['claude-sonnet-5-5', true],
    ['claude-haiku-5-5', true],
    ['claude-opus-4-7', true],
    ['claude-opus-4-5-20251101', true],
    ['our-gateway-alias', true],
    ['claude-haiku-4-5-20251001', false],
    ['claude-sonnet-4-5', false],
  ] as const) {
    it(`${sends ? 'sends' : 'leaves out'} the effort for ${model}`, async () => {
      await ask(replies(), { model });
      const config = Object(api.calls[0]!.body['output_config']);
      assert.equal(Object.hasOwn(config, 'effort'), sends);
    });
  }

  it('is not sent when a part of its schema has no type', async () => {
    const failed = await ask(replies(), {
      schema: { type: 'object', properties: { any: {} } },
    }).then(
      () => assert.fail('it answered'),
      (error: unknown) => error,
    );
    assert.ok(failed instanceof ToolFailure);
    assert.equal(failed.toolError.error, 'claude_bad_schema');
    assert.equal(failed.toolError.class, 'permanent');
    assert.equal(api.calls.length, 0);
  });
});

describe('the reply', () => {
  it('is its text without the thinking, from the model that the server names', async () => {
    const { reply, progress } = await ask(
      replies({ text: '{"a":"käse 🧀"}', thinking: 'hm', model: 'claude-opus-5-5' }),
    );
    assert.equal(reply.text, '{"a":"käse 🧀"}');
    assert.equal(reply.stopReason, 'end_turn');
    assert.equal(reply.model, 'claude-opus-5-5');
    assert.ok(progress >= 5, `${progress}`);
  });

  it('counts tokens and cost, what the cache took and gave included', async () => {
    const { reply } = await ask(
      replies({
        startUsage: {
          input_tokens: 1_000,
          cache_creation_input_tokens: 2_000,
          cache_read_input_tokens: 4_000,
          cache_creation: { ephemeral_1h_input_tokens: 2_000, ephemeral_5m_input_tokens: 0 },
        },
        endUsage: { output_tokens: 500 },
      }),
    );
    assert.deepEqual(reply.usage, {
      claudeCalls: 1,
      inputTokens: 3_000,
      cacheReadTokens: 4_000,
      outputTokens: 500,
      // (1,000 + 2,000 × 2 + 4,000 × 0.05) × $2 + 500 × $10, per million
      costUsd: 0.0154,
    });
  });

  it('says when it was cut short by max_tokens', async () => {
    const { reply } = await ask(replies({ text: '{"ok":tr', stop: 'max_tokens' }));
    assert.equal(reply.stopReason, 'max_tokens');
    assert.equal(reply.text, '{"ok":tr');
  });

  it('counts although the connection breaks after its end', async () => {
    const { reply } = await ask((response) => {
      stream(response).write(events().join(''), () => response.destroy());
    });
    assert.equal(reply.text, '{"ok":true}');
  });
});

describe('a stop that is no answer', () => {
  it('is a refusal with what Claude said', async () => {
    const { toolError } = await failure(
      replies({
        stop: 'refusal',
        stopDetails: {
          type: 'refusal',
          category: 'cyber',
          explanation: 'This looks like an exploit.',
        },
      }),
    );
    assert.equal(toolError.error, 'claude_refused');
    assert.equal(toolError.class, 'permanent');
    assert.equal(
      toolError.message,
      'Claude refused to answer this (cyber): This looks like an exploit.',
    );
  });

  it('keeps to itself what Claude says of it in numbers', async () => {
    const explanation = 'There are 12 million of these.';
    const stopDetails = { type: 'refusal', category: 'cyber', explanation } as const;
    const { toolError } = await failure(replies({ stop: 'refusal', stopDetails }));
    assert.equal(toolError.message, 'Claude refused to answer this (cyber).');
  });

  it('is a refusal without a reason', async () => {
    const { toolError } = await failure(replies({ stop: 'refusal' }));
    assert.equal(toolError.message, 'Claude refused to answer this.');
  });

  it('is a full context', async () => {
    const { toolError } = await failure(replies({ stop: 'model_context_window_exceeded' }));
    assert.equal(toolError.error, 'claude_context_exceeded');
    assert.equal(toolError.class, 'permanent');
    assert.match(toolError.message, /claude-sonnet-5-5/);
  });

  for (const stop of ['pause_turn', 'tool_use', 'stop_sequence', 'something_new']) {
    it(`is ${stop}, which nobody asked for`, async () => {
      const { toolError } = await failure(replies({ stop }));
      assert.equal(toolError.error, 'claude_unexpected_stop');
      assert.equal(toolError.class, 'unknown');
      assert.ok(toolError.message.includes(stop));
    });
  }
});

describe("the API's errors", () => {
  for (const [status, type, error, errorClass] of [
    [400, 'invalid_request_error', 'claude_bad_request', 'permanent'],
    [401, 'authentication_error', 'claude_unauthorized', 'permanent'],
    [402, 'billing_error', 'claude_payment_required', 'permanent'],
    [403, 'permission_error', 'claude_forbidden', 'permanent'],
    [404, 'not_found_error', 'claude_model_not_found', 'permanent'],
    [408, 'timeout_error', 'claude_timeout', 'transient'],
    [409, 'conflict_error', 'claude_conflict', 'transient'],
    [413, 'request_too_large', 'claude_request_too_large', 'permanent'],
    [422, 'invalid_request_error', 'claude_bad_request', 'permanent'],
    [429, 'rate_limit_error', 'claude_rate_limited', 'transient'],
    [500, 'api_error', 'claude_server_error', 'transient'],
    [502, 'api_error', 'claude_server_error', 'transient'],
    [503, 'api_error', 'claude_unavailable', 'transient'],
    [504, 'timeout_error', 'claude_timeout', 'transient'],
    [529, 'overloaded_error', 'claude_overloaded', 'transient'],
    [418, 'teapot_error', 'claude_error', 'unknown'],
  ] as const) {
    it(`${status} is ${errorClass}: ${error}`, async () => {
      const { toolError, retryAfterMs } = await failure(failsWith(status, { type }));
      assert.equal(toolError.error, error);
      assert.equal(toolError.class, errorClass);
      assert.equal(toolError.code, String(status));
      assert.match(toolError.message, /Said by the API\.$/);
      assert.equal(retryAfterMs, undefined);
    });
  }

  for (const [type, error, errorClass] of [
    ['overloaded_error', 'claude_overloaded', 'transient'],
    ['api_error', 'claude_server_error', 'transient'],
    ['rate_limit_error', 'claude_rate_limited', 'transient'],
    ['invalid_request_error', 'claude_bad_request', 'permanent'],
    ['something_new', 'claude_error', 'unknown'],
  ] as const) {
    it(`${type} in the middle of a stream is ${errorClass}: ${error}`, async () => {
      const { toolError } = await failure((response) => {
        const told = JSON.stringify({ type: 'error', error: { type, message: 'Mid-stream' } });
        stream(response).end(`${events()[0]}event: error\ndata: ${told}\n\n`);
      });
      assert.equal(toolError.error, error);
      assert.equal(toolError.class, errorClass);
    });
  }

  it('names the model that the API does not know', async () => {
    const { toolError } = await failure(failsWith(404, { type: 'not_found_error' }), {
      model: 'claude-nobody',
    });
    assert.match(toolError.message, /claude-nobody/);
  });

  for (const code of ['enforced_spend_limit_reached', 'contract_spend_limit_reached']) {
    it(`429 is permanent with ${code}`, async () => {
      const details = { error_code: code };
      const { toolError } = await failure(failsWith(429, { type: 'rate_limit_error', details }));
      assert.equal(toolError.error, 'claude_spend_limit_reached');
      assert.equal(toolError.class, 'permanent');
    });
  }

  it('are shortened and put on one line', async () => {
    const message = `first\n${'x'.repeat(5_000)}`;
    const { toolError } = await failure(failsWith(400, { type: 'invalid_request_error', message }));
    assert.ok(toolError.message.length < 400);
    assert.ok(!toolError.message.includes('\n'));
  });

  it('are understood when a gateway answers with a page', async () => {
    const { toolError } = await failure((response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
    });
    assert.equal(toolError.error, 'claude_server_error');
  });
});

describe('how long to wait', () => {
  for (const [headers, expected] of [
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '7', 'retry-after-ms': '250' }, 250],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': new Date(0).toUTCString() }, 0],
  ] as const) {
    it(`is read from ${JSON.stringify(headers)}`, async () => {
      const { retryAfterMs } = await failure(
        failsWith(429, { type: 'rate_limit_error' }, { ...headers }),
      );
      assert.equal(retryAfterMs, expected);
    });
  }

  it('is read from a date', async () => {
    const at = new Date(Date.now() + 60_000).toUTCString();
    const { retryAfterMs } = await failure(
      failsWith(529, { type: 'overloaded_error' }, { 'retry-after': at }),
    );
    assert.ok(retryAfterMs! > 50_000 && retryAfterMs! <= 60_000, `${retryAfterMs}`);
  });
});

describe('the connection', () => {
  for (const [how, respond] of [
    [
      'breaks in the middle',
      (response) => void stream(response).write(events()[0], () => response.destroy()),
    ],
    ['ends before the end', (response) => stream(response).end(events().slice(0, 5).join(''))],
    ['says nothing', (response) => stream(response).end()],
    [
      'stops making sense',
      (response) => stream(response).end('event: message_start\ndata: {"ty\n\n'),
    ],
  ] as [string, Respond][]) {
    it(`${how}: transient`, async () => {
      const { toolError } = await failure(respond);
      assert.equal(toolError.error, 'claude_stream_cut');
      assert.equal(toolError.class, 'transient');
    });
  }

  it('is closed without a word: transient', async () => {
    const { toolError } = await failure((response) => response.destroy());
    assert.equal(toolError.error, 'claude_unreachable');
    assert.equal(toolError.class, 'transient');
  });

  it('is refused: transient, with the code', async () => {
    const gone = await startApi(replies());
    await gone.close();
    const failed = await ask(
      replies(),
      {},
      createClaude({ apiKey: 'key', baseUrl: gone.url }),
    ).then(
      () => assert.fail('it answered'),
      (error: unknown) => error,
    );
    assert.ok(failed instanceof ToolFailure);
    assert.equal(failed.toolError.error, 'claude_unreachable');
    assert.equal(failed.toolError.code, 'ECONNREFUSED');
  });

  for (const [where, respond] of [
    ['before the first byte', () => undefined],
    ['in the middle of a reply', (response) => void stream(response).write(events()[0])],
  ] as [string, Respond][]) {
    it(`ends when time is up ${where}: transient`, async () => {
      const hasty = createClaude({ apiKey: 'key', baseUrl: api.url, timeoutMs: 100 });
      const failed = await ask(respond, {}, hasty).then(
        () => assert.fail('it answered'),
        (error: unknown) => error,
      );
      assert.ok(failed instanceof ToolFailure, String(failed));
      assert.equal(failed.toolError.error, 'claude_timeout');
      assert.equal(failed.toolError.class, 'transient');
      assert.equal(failed.toolError.timeout_ms, 100);
    });
  }
});

describe('an abort', () => {
  for (const [where, begin] of [
    ['before the first byte', () => undefined],
    ['in the middle of a reply', (response) => void stream(response).write(events()[0])],
  ] as [string, Respond][]) {
    it(`${where} closes the request and is an AbortError with its reason`, async () => {
      const controller = new AbortController();
      const reason = new Error('cancelled by the caller');
      let closed: Promise<unknown> | undefined;
      api.respond = (response, call) => {
        closed = once(response, 'close');
        begin(response, call);
        setTimeout(() => controller.abort(reason), 20);
      };
      const asked = claude.complete(request, {
        runId: 'run-1',
        signal: controller.signal,
        onProgress: () => undefined,
      });
      await assert.rejects(asked, (error: Error) => {
        assert.equal(error.name, 'AbortError');
        assert.equal(error.cause, reason);
        assert.ok(!(error instanceof ToolFailure));
        return true;
      });
      await closed;
      assert.equal(api.calls.length, 1);
    });
  }

  it('that came first sends nothing', async () => {
    const asked = claude.complete(request, {
      runId: 'run-1',
      signal: AbortSignal.abort(new Error('too late')),
      onProgress: () => undefined,
    });
    await assert.rejects(asked, { name: 'AbortError' });
    assert.equal(api.calls.length, 0);
  });
});

it('never writes to stdout, not even when the SDK logs everything', async () => {
  api.respond = replies();
  const script = `
    import { createClaude } from './src/adapters/anthropic/index.js';
    const claude = createClaude({ apiKey: 'key', baseUrl: '${api.url}' });
    const request = { role: 'planner', model: 'claude-sonnet-4-5', effort: 'low', maxTokens: 9, system: [],
      messages: [{ role: 'user', text: '?' }], schema: { type: 'string' } };
    await claude.complete(request, { runId: 'r', signal: new AbortController().signal, onProgress() {} });
  `;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { env: { ...process.env, ANTHROPIC_LOG: 'debug' }, timeout: 30_000 },
  );
  assert.equal(stdout, '');
  assert.match(stderr, /v1\/messages/);
});

it('without a key one sentence says which setting is missing', async () => {
  const saved = { ...process.env };
  for (const name of ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_PROFILE']) {
    delete process.env[name];
  }
  process.env['ANTHROPIC_CONFIG_DIR'] = '/nonexistent';
  try {
    const failed = await ask(replies(), {}, createClaude({ baseUrl: api.url })).then(
      () => assert.fail('it answered'),
      (error: unknown) => error,
    );
    assert.ok(failed instanceof ToolFailure, String(failed));
    assert.equal(failed.toolError.error, 'claude_unauthorized');
    assert.match(failed.toolError.suggestion, /ANTHROPIC_API_KEY/);
  } finally {
    process.env = saved;
  }
});
