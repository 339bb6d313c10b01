import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import Anthropic, { APIError, NotFoundError } from '@anthropic-ai/sdk';
import { describeModels } from '../../../src/adapters/anthropic/describe-models.js';
import { messageParams } from '../../../src/adapters/anthropic/request.js';
import { startOfflineServer, type OfflineServer } from '../../../src/embedded/offline/index.js';
import { planRequest } from './support.js';

const question = 'Revenue by region in Q4 2025';

describe('the offline server, asked through the real SDK', () => {
  let server: OfflineServer;
  let client: Anthropic;

  before(async () => {
    server = await startOfflineServer();
    client = new Anthropic({ apiKey: 'k', baseURL: server.url, maxRetries: 0 });
  });
  after(() => server.close());

  const params = (text = question) => ({
    ...messageParams(planRequest(text)),
    stream: false as const,
  });
  const headers = { 'x-surefoot-role': 'planner', 'x-surefoot-run': 'run-7' };

  it('answers in one piece, says that it is offline, and names the request', async () => {
    const { data, request_id: requestId } = await client.messages
      .create(params(), { headers })
      .withResponse();
    assert.equal(data.model, 'offline');
    assert.equal(data.stop_reason, 'end_turn');
    assert.match(requestId ?? '', /^req_/);
    assert.ok(data.usage.output_tokens > 50);
    assert.equal(planIn(data).steps.length, 2);
  });

  it('streams the same message', async () => {
    const whole = await client.messages.create(params(), { headers });
    const stream = client.messages.stream(params(), { headers });
    const deltas: string[] = [];
    stream.on('text', (text) => deltas.push(text));
    const streamed = await stream.finalMessage();
    assert.match(stream.request_id ?? '', /^req_/);
    assert.ok(deltas.length > 3);
    assert.deepEqual(streamed.content, whole.content);
    assert.equal(streamed.stop_reason, 'end_turn');
    assert.equal(streamed.usage.output_tokens, whole.usage.output_tokens);
  });

  it('sends the events of a stream in the order of the API', async () => {
    const events: string[] = [];
    const stream = await client.messages.create({ ...params(), stream: true }, { headers });
    for await (const { type } of stream) events.push(type);
    assert.deepEqual(
      [...new Set(events)],
      [
        'message_start',
        'content_block_start',
        'content_block_delta',
        'content_block_stop',
        'message_delta',
        'message_stop',
      ],
    );
  });

  it('writes a prefix to the prompt cache once and then reads it', async () => {
    const fresh = params('Revenue in 2024');
    const system = [
      {
        type: 'text' as const,
        text: 'x'.repeat(4_000),
        cache_control: { type: 'ephemeral' as const },
      },
      ...(Array.isArray(fresh.system)
        ? fresh.system.map(({ text, type }) => ({ text, type }))
        : []),
    ];
    const usageOf = async () =>
      (await client.messages.create({ ...fresh, system }, { headers })).usage;
    const [first, second] = [await usageOf(), await usageOf()];
    assert.ok((first.cache_creation_input_tokens ?? 0) >= 1_000);
    assert.equal(first.cache_read_input_tokens, 0);
    assert.equal(second.cache_read_input_tokens, first.cache_creation_input_tokens);
    assert.equal(second.cache_creation_input_tokens, 0);
    assert.equal(second.input_tokens, first.input_tokens);
  });

  it('counts the tokens that a call then uses', async () => {
    const { model, messages, system, output_config } = params('Orders in 2025');
    const counted = await client.messages.countTokens({
      model,
      messages,
      ...(system !== undefined && { system }),
      ...(output_config !== undefined && { output_config }),
    });
    const { usage } = await client.messages.create(params('Orders in 2025'), { headers });
    assert.equal(
      counted.input_tokens,
      usage.input_tokens +
        (usage.cache_read_input_tokens ?? 0) +
        (usage.cache_creation_input_tokens ?? 0),
    );
  });

  it('lists its models and knows what each can do', async () => {
    const ids: string[] = [];
    for await (const { id } of client.models.list()) ids.push(id);
    for (const id of [
      'claude-sonnet-5-5',
      'claude-haiku-5-5',
      'claude-opus-5-5',
      'claude-opus-4-7',
    ]) {
      assert.ok(ids.includes(id), id);
    }
    const { capabilities } = await client.models.retrieve('claude-sonnet-5-5');
    assert.equal(capabilities?.structured_outputs.supported, true);
    assert.equal(capabilities?.thinking.types.disabled.supported, false);
    await assert.rejects(client.models.retrieve('claude-nine'), NotFoundError);
    const [described] = await describeModels(client, ['claude-haiku-5-5']);
    assert.equal(described?.found, true);
  });

  it('keeps a journal that other processes can read', async () => {
    const before = server.calls().length;
    await client.messages.create(params(), { headers });
    const response = await fetch(`${server.url}/journal`);
    const { calls } = (await response.json()) as { calls: ReturnType<OfflineServer['calls']> };
    assert.deepEqual(calls, server.calls());
    assert.equal(calls.length, before + 1);
    const { role, run, model, rule, status, stop, stream } = calls.at(-1)!;
    assert.deepEqual(
      { role, run, model, rule, status, stop, stream },
      {
        role: 'planner',
        run: 'run-7',
        model: 'claude-sonnet-5-5',
        rule: null,
        status: 200,
        stop: 'end_turn',
        stream: false,
      },
    );
  });

  it('gives the same request the same hash', async () => {
    await client.messages.create(params('Units in 2025'), { headers });
    await client.messages.create(params('Units in 2025'), { headers });
    await client.messages.create(params('Units in 2024'), { headers });
    const [one, two, other] = server.calls().slice(-3);
    assert.equal(one?.hash, two?.hash);
    assert.notEqual(two?.hash, other?.hash);
  });

  it('cuts a reply that is longer than max_tokens', async () => {
    const reply = await client.messages.create({ ...params(), max_tokens: 20 }, { headers });
    assert.equal(reply.stop_reason, 'max_tokens');
    assert.equal(reply.usage.output_tokens, 20);
  });

  it('has no answer for a role that it does not know', async () => {
    await assert.rejects(
      client.messages.create(params(), { headers: { 'x-surefoot-role': 'translator' } }),
      (error) =>
        error instanceof APIError && error.status === 400 && /translator/.test(error.message),
    );
    await assert.rejects(client.messages.create(params()), /x-surefoot-role/);
  });

  it('says 404 to what is not of the API', async () => {
    const response = await fetch(`${server.url}/v1/complete`, { headers: auth });
    assert.equal(response.status, 404);
    const body = (await response.json()) as {
      type: string;
      error: { type: string };
      request_id: string;
    };
    assert.equal(body.type, 'error');
    assert.equal(body.error.type, 'not_found_error');
    assert.equal(body.request_id, response.headers.get('request-id'));
  });

  it('says clearly that its port is taken', async () => {
    const { port } = new URL(server.url);
    await assert.rejects(startOfflineServer({ port: Number(port) }), /EADDRINUSE/);
  });
});

const auth = { authorization: 'Bearer k', 'anthropic-version': '2026-10-21' };

function planIn({ content: [block] }: Anthropic.Message): { steps: unknown[] } {
  assert.equal(block?.type, 'text');
  return JSON.parse(block.text) as { steps: unknown[] };
}
