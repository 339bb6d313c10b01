import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { messageParams } from '../../../src/adapters/anthropic/request.js';
import { checkSchema } from '../../../src/embedded/offline/check-schema.js';
import { startOfflineServer, type OfflineServer } from '../../../src/embedded/offline/index.js';
import type { Role } from '../../../src/ports.js';
import { planRequest, wireSchema } from './support.js';

type Json = Record<string, unknown>;

describe('the offline server, as strict as the API', () => {
  let server: OfflineServer;
  before(async () => {
    server = await startOfflineServer();
  });
  after(() => server.close());

  const fine = messageParams(planRequest('Revenue in 2025')) as unknown as Json;

  async function post(body: unknown, headers: Record<string, string | undefined> = {}) {
    const all = {
      authorization: 'Bearer k',
      'anthropic-version': '2026-10-21',
      'content-type': 'application/json',
      'x-surefoot-role': 'planner',
      ...headers,
    };
    const response = await fetch(`${server.url}/v1/messages`, {
      method: 'POST',
      headers: Object.entries(all).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ) as [string, string][],
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    if (response.ok) return { status: response.status, type: '', message: '' };
    const { error } = JSON.parse(text) as { error: { type: string; message: string } };
    return { status: response.status, ...error };
  }

  it('takes what the adapter sends', async () => {
    assert.equal((await post(fine)).status, 200);
  });

  for (const [what, change, message, status] of [
    ['no model', { model: undefined }, /^model: Field required/],
    ['a model that is no text', { model: 5 }, /^model/],
    ['a model that does not exist', { model: 'claude-nine' }, /^model: claude-nine/, 404],
    ['no max_tokens', { max_tokens: undefined }, /^max_tokens: Field required/],
    ['max_tokens of zero', { max_tokens: 0 }, /greater than or equal to 1/],
    ['half a token', { max_tokens: 1.5 }, /valid integer/],
    ['more tokens than the model has', { max_tokens: 200_000 }, /128000/],
    ['no messages', { messages: undefined }, /^messages: Field required/],
    ['an empty conversation', { messages: [] }, /at least one message/],
    ['an unknown speaker', { messages: [{ role: 'robot', content: 'x' }] }, /role/],
    ['an empty message', { messages: [{ role: 'user', content: '' }] }, /non-empty/],
    [
      'a blank block',
      { messages: [{ role: 'user', content: [{ type: 'text', text: ' ' }] }] },
      /non-whitespace/,
    ],
    [
      'an assistant who begins',
      {
        messages: [
          { role: 'assistant', content: 'x' },
          { role: 'user', content: 'y' },
        ],
      },
      /first message/,
    ],
    [
      'a prefill',
      {
        messages: [
          { role: 'user', content: 'x' },
          { role: 'assistant', content: '{' },
        ],
      },
      /prefill/,
    ],
    ['a temperature', { temperature: 0 }, /^temperature/],
    ['top_p', { top_p: 0.9 }, /^top_p/],
    ['top_k', { top_k: 5 }, /^top_k/],
    ['a field that there is not', { max_token: 5 }, /^max_token: Extra inputs are not permitted$/],
    ['a forced tool', { tool_choice: { type: 'tool', name: 'x' } }, /^tool_choice/],
    ['any tool', { tool_choice: { type: 'any' } }, /^tool_choice/],
    ['thinking turned off', { thinking: { type: 'disabled' } }, /^thinking/],
    ['a thinking budget', { thinking: { type: 'enabled', budget_tokens: 2_000 } }, /^thinking/],
    [
      'a budget beside adaptive thinking',
      { thinking: { type: 'adaptive', budget_tokens: 2_000 } },
      /^thinking.budget_tokens/,
    ],
    ['an unknown effort', { output_config: { effort: 'huge' } }, /^output_config.effort/],
    [
      'effort where the model has none',
      { model: 'claude-haiku-4-5', output_config: { effort: 'low' } },
      /does not support the effort/,
    ],
    ['another output format', { output_config: { format: { type: 'json' } } }, /format.type/],
    [
      'a schema outside the subset',
      { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
      /additionalProperties/,
    ],
  ] satisfies [string, Json, RegExp, number?][]) {
    it(`refuses ${what}`, async () => {
      const { status: actual, type, message: said } = await post({ ...fine, ...change });
      assert.equal(actual, status ?? 400, said);
      assert.equal(type, status === 404 ? 'not_found_error' : 'invalid_request_error');
      assert.match(said, message);
    });
  }

  it('lets an older model think by budget or not at all', async () => {
    for (const thinking of [{ type: 'disabled' }, { type: 'enabled', budget_tokens: 2_000 }]) {
      assert.equal((await post({ ...fine, model: 'claude-opus-4-6', thinking })).status, 200);
    }
  });

  for (const [what, headers, status, type] of [
    ['no key', { authorization: undefined }, 401, 'authentication_error'],
    ['a blank key', { authorization: undefined, 'x-api-key': ' ' }, 401, 'authentication_error'],
    ['a bearer without a token', { authorization: 'Bearer ' }, 401, 'authentication_error'],
    ['no version', { 'anthropic-version': undefined }, 400, 'invalid_request_error'],
    ['a version that is none', { 'anthropic-version': 'v1' }, 400, 'invalid_request_error'],
  ] satisfies [string, Record<string, string | undefined>, number, string][]) {
    it(`refuses a request with ${what}`, async () => {
      const refused = await post(fine, headers);
      assert.deepEqual([refused.status, refused.type], [status, type]);
    });
  }

  it('takes a key in x-api-key too', async () => {
    assert.equal((await post(fine, { authorization: undefined, 'x-api-key': 'k' })).status, 200);
  });

  it('refuses what is no JSON, and writes refused calls into the journal', async () => {
    const before = server.calls().length;
    assert.match((await post('{')).message, /not valid JSON/);
    await post({ ...fine, temperature: 1 });
    const [refused, ...more] = server.calls().slice(before);
    assert.deepEqual([refused?.status, refused?.stop, more.length], [400, null, 0]);
  });
});

describe('the subset of JSON Schema that structured outputs take', () => {
  const text = { type: 'string' };
  const object = (properties: Json, required = Object.keys(properties), more: Json = {}) => ({
    type: 'object',
    properties,
    required,
    additionalProperties: false,
    ...more,
  });
  const many = (count: number, schema: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, schema]));

  for (const role of ['planner', 'reviewer', 'interpreter'] satisfies Role[]) {
    it(`takes the schema of our own ${role}`, () => {
      assert.deepEqual(checkSchema(wireSchema(role)), []);
    });
  }

  for (const [what, schema, problem] of [
    ['an object open to more', { type: 'object', properties: {} }, /additionalProperties/],
    ['a map', object({}, [], { additionalProperties: text }), /additionalProperties/],
    ['a part without a type', object({ a: {} }), /a: has no type/],
    ['a length', object({ a: { type: 'string', maxLength: 5 } }), /'maxLength' is not supported/],
    ['a pattern', object({ a: { type: 'string', pattern: 'x' } }), /'pattern'/],
    ['a range', object({ a: { type: 'integer', minimum: 0 } }), /'minimum'/],
    ['most items', object({ a: { type: 'array', items: text, maxItems: 3 } }), /'maxItems'/],
    ['at least two items', object({ a: { type: 'array', items: text, minItems: 2 } }), /minItems/],
    ['an array of anything', object({ a: { type: 'array' } }), /'items' is missing/],
    ['oneOf', object({ a: { oneOf: [text] } }), /oneOf|no type/],
    ['a format of its own', object({ a: { type: 'string', format: 'phone' } }), /phone/],
    ['an object as an enum value', object({ a: { enum: [{}] } }), /only strings/],
    ['a type that JSON lacks', object({ a: { type: 'date' } }), /'date' is not supported/],
    ['a required property that is not there', object({}, ['a']), /requires 'a'/],
    ['a reference outside', object({ a: { $ref: 'http://x/y' } }), /external/],
    ['a reference to nothing', object({ a: { $ref: '#/$defs/x' } }), /leads nowhere/],
    [
      'recursion',
      {
        ...object({ a: { $ref: '#/$defs/n' } }),
        $defs: { n: object({ next: { $ref: '#/$defs/n' } }) },
      },
      /recursive/,
    ],
    ['25 optional properties', object(many(25, text), []), /optional parameters \(25\)/],
    ['17 unions', object(many(17, { anyOf: [text, { type: 'null' }] })), /union types \(17\)/],
    ['17 types in two', object(many(17, { type: ['string', 'null'] })), /union types \(17\)/],
    ['a true in place of a schema', object({ a: true }), /must be an object/],
  ] satisfies [string, unknown, RegExp][]) {
    it(`lacks ${what}`, () => {
      assert.match(checkSchema(schema).join('; '), problem);
    });
  }

  it('has definitions, formats, up to 24 optional properties and 16 unions', () => {
    const schema = {
      ...object({
        ...many(15, { anyOf: [text, { type: 'null' }] }),
        list: { type: 'array', items: { $ref: '#/$defs/n' }, minItems: 1 },
        day: { type: ['string', 'null'], format: 'date', description: 'A day' },
        kind: { enum: ['a', 'b'] },
        one: { const: 'x' },
        open: object(many(24, text), []),
      }),
      $defs: { n: object({ a: text }) },
    };
    assert.deepEqual(checkSchema(schema), []);
  });
});
