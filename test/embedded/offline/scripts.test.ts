import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import Anthropic, {
  APIConnectionError,
  APIError,
  AuthenticationError,
  InternalServerError,
  OverloadedError,
  RateLimitError,
} from '@anthropic-ai/sdk';
import { createClaude } from '../../../src/adapters/anthropic/index.js';
import { messageParams } from '../../../src/adapters/anthropic/request.js';
import {
  readJournal,
  startOfflineServer,
  type OfflineServer,
  type OfflineServerOptions,
  type ScriptInput,
} from '../../../src/embedded/offline/index.js';
import { openJournal } from '../../../src/embedded/offline/journal.js';
import type { ClaudeRequest } from '../../../src/ports.js';
import { planRequest, questionBlock, request } from './support.js';

const confirmed = { reasoning: '', verdict: 'confirmed', findings: [] };
const review = (text = 'Revenue in 2025') =>
  request('reviewer', [`${questionBlock(text)}\n<queries>\n[]\n</queries>`]);

describe('a script', () => {
  let folder: string;
  let servers: OfflineServer[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'surefoot-script-'));
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()));
    servers = [];
  });
  after(() => rm(folder, { recursive: true }));

  let files = 0;
  const newFile = (): string => join(folder, `${(files += 1)}.json`);

  async function start(options: OfflineServerOptions): Promise<OfflineServer> {
    const server = await startOfflineServer(options);
    servers.push(server);
    return server;
  }

  async function play(rules: ScriptInput['rules'], more: Partial<ScriptInput> = {}) {
    const path = newFile();
    await writeFile(path, JSON.stringify({ rules, ...more }));
    const server = await start({ script: path });
    return { server, path, ask: asker(server) };
  }

  function asker({ url }: OfflineServer) {
    const client = new Anthropic({ apiKey: 'k', baseURL: url, maxRetries: 0 });
    return async (asked: ClaudeRequest, { run = 'r1', stream = false } = {}) => {
      const headers = { 'x-surefoot-role': asked.role, 'x-surefoot-run': run };
      const params = messageParams(asked);
      return stream
        ? await client.messages.stream({ ...params }, { headers }).finalMessage()
        : await client.messages.create({ ...params, stream: false }, { headers });
    };
  }

  const textOf = ({ content: [block] }: Anthropic.Message): string =>
    block?.type === 'text' ? block.text : '';

  for (const stream of [false, true]) {
    it(`plays JSON as the model that was asked for, ${stream ? 'streamed' : 'whole'}`, async () => {
      const { ask, server } = await play([
        { name: 'yes', role: 'reviewer', reply: { json: confirmed } },
      ]);
      const message = await ask(review(), { stream });
      assert.equal(message.model, 'claude-sonnet-5-5');
      assert.deepEqual(JSON.parse(textOf(message)), confirmed);
      assert.equal(server.calls()[0]?.rule, 'yes');
    });

    it(`breaks the connection where told, ${stream ? 'streamed' : 'whole'}`, async () => {
      const { ask, server } = await play([
        { name: 'cut', times: 1, reply: { json: confirmed, cutAfterBytes: stream ? 600 : 40 } },
        { name: 'whole', reply: { json: confirmed } },
      ]);
      await assert.rejects(
        ask(review(), { stream }),
        (error) => error instanceof APIConnectionError || /terminated|aborted/i.test(String(error)),
      );
      assert.deepEqual(JSON.parse(textOf(await ask(review(), { stream }))), confirmed);
      assert.deepEqual(
        server.calls().map(({ rule }) => rule),
        ['cut', 'whole'],
      );
    });
  }

  for (const [status, type, kind] of [
    [429, 'rate_limit_error', RateLimitError],
    [529, 'overloaded_error', OverloadedError],
    [500, 'api_error', InternalServerError],
    [401, 'authentication_error', AuthenticationError],
  ] as const) {
    it(`fails with ${status} as the API does, then goes on`, async () => {
      const { ask } = await play([
        { name: 'down', times: 1, reply: { status, headers: { 'retry-after': '7' } } },
        { name: 'up', reply: { json: confirmed } },
      ]);
      await assert.rejects(ask(review()), (error) => {
        assert.ok(error instanceof kind);
        assert.equal(error.type, type);
        assert.equal(error.headers?.get('retry-after'), '7');
        assert.match(error.requestID ?? '', /^req_/);
        return true;
      });
      assert.deepEqual(JSON.parse(textOf(await ask(review()))), confirmed);
    });
  }

  it('fails once a stream has begun, as the API does, then goes on', async () => {
    const { ask, server } = await play([
      { name: 'down', times: 1, reply: { status: 529, inStream: true } },
      { name: 'up', reply: { json: confirmed } },
    ]);
    await assert.rejects(ask(review(), { stream: true }), (error) => {
      assert.ok(error instanceof APIError);
      assert.equal(error.status, undefined);
      assert.equal(error.type, 'overloaded_error');
      return true;
    });
    assert.deepEqual(JSON.parse(textOf(await ask(review(), { stream: true }))), confirmed);
    assert.deepEqual(
      server.calls().map(({ status }) => status),
      [529, 200],
    );
  });

  it('refuses, with details', async () => {
    const explanation = 'Not this.';
    const { ask } = await play([
      { name: 'no', reply: { stop: 'refusal', refusal: { category: 'cyber', explanation } } },
    ]);
    for (const stream of [false, true]) {
      const message = await ask(review(), { stream });
      assert.equal(message.stop_reason, 'refusal');
      assert.deepEqual(message.stop_details, { type: 'refusal', category: 'cyber', explanation });
    }
  });

  for (const stop of [
    ...(['max_tokens', 'model_context_window_exceeded'] as const),
    ...(['pause_turn', 'tool_use', 'stop_sequence'] as const),
  ]) {
    it(`stops half way with ${stop}`, async () => {
      const { ask } = await play([{ name: 'half', reply: { json: confirmed, stop } }]);
      const message = await ask(review(), { stream: true });
      assert.equal(message.stop_reason, stop);
      assert.ok(JSON.stringify(confirmed).startsWith(textOf(message)));
      assert.ok(textOf(message).length < JSON.stringify(confirmed).length);
    });
  }

  it('lets the rules answer, slowly, and plays text that fits nothing', async () => {
    const { ask } = await play([
      { name: 'slow', role: 'planner', reply: { offline: true, delayMs: 30 } },
      { name: 'broken', reply: { text: '{"verdict": ' } },
    ]);
    assert.equal((await ask(planRequest('Revenue in 2025'))).model, 'offline');
    assert.equal(textOf(await ask(review())), '{"verdict": ');
  });

  it('lets others pass while one answer waits, and gives it up when its caller goes', async () => {
    const { server, ask } = await play([
      { name: 'slow', times: 1, reply: { json: confirmed, delayMs: 60_000 } },
      { name: 'fast', reply: { json: confirmed } },
    ]);
    const claude = createClaude({ apiKey: 'k', baseUrl: server.url });
    const controller = new AbortController();
    const call = claude.complete(review(), {
      runId: 'r1',
      signal: controller.signal,
      onProgress: () => {},
    });
    while (server.calls().length === 0) await new Promise((resolve) => setImmediate(resolve));
    await ask(review());
    controller.abort();
    await assert.rejects(call, { name: 'AbortError' });
  });

  it('matches by role, question, all user text and run', async () => {
    const { ask, server } = await play([
      { name: 'repair', user: '<findings>', reply: { json: confirmed } },
      { name: 'japan', question: '売上', reply: { json: confirmed } },
      { name: 'run', run: '^other$', reply: { json: confirmed } },
      { name: 'planner', role: 'planner', reply: { offline: true } },
      { name: 'rest', reply: { json: confirmed } },
    ]);
    await ask(review());
    await ask(review('売上'));
    await ask(request('reviewer', ['x', 'y', '<findings>\n[]\n</findings>']));
    await ask(review(), { run: 'other' });
    await ask(planRequest('Revenue in 2025'));
    assert.deepEqual(
      server.calls().map(({ rule }) => rule),
      ['rest', 'japan', 'repair', 'run', 'planner'],
    );
  });

  it('counts how often a rule was used for each run, where asked to', async () => {
    const { ask, server } = await play([
      { name: 'first', times: 1, per: 'run', reply: { json: confirmed } },
      { name: 'later', reply: { json: confirmed } },
    ]);
    for (const run of ['a', 'a', 'b', 'b']) await ask(review(), { run });
    assert.deepEqual(
      server.calls().map(({ rule }) => rule),
      ['first', 'later', 'first', 'later'],
    );
  });

  it("will not play what does not fit the request's own schema, and names the rule", async () => {
    const { ask, server } = await play([{ name: 'misfit', reply: { json: { verdict: 'maybe' } } }]);
    await assert.rejects(ask(review()), (error) => {
      assert.ok(error instanceof APIError && error.status === 400);
      assert.match(error.apiMessage ?? '', /"misfit" does not fit.*'findings'.*\/verdict/);
      return true;
    });
    assert.equal(server.calls()[0]?.status, 400);
  });

  it('says that no rule matches, or falls through to the rules where it may', async () => {
    const rules: ScriptInput['rules'] = [{ name: 'never', question: 'zzz', reply: { text: '' } }];
    const strict = await play(rules);
    await assert.rejects(
      strict.ask(planRequest('Revenue in 2025')),
      /No rule of the script matches/,
    );
    const loose = await play(rules, { fallThrough: true });
    assert.equal((await loose.ask(planRequest('Revenue in 2025'))).model, 'offline');
  });

  it('goes on where its journal ends when the server is started again', async () => {
    const script: ScriptInput = {
      rules: [
        { name: 'once', times: 1, reply: { status: 529 } },
        { name: 'then', reply: { json: confirmed } },
      ],
    };
    const journal = newFile();
    const first = await start({ script, journal });
    await assert.rejects(asker(first)(review()), OverloadedError);
    await first.close();
    servers = [];
    await appendFile(journal, '{"call":2,"cut sho'); // what a killed server leaves
    const second = await start({ script, journal });
    await asker(second)(review());
    assert.deepEqual(
      second.calls().map(({ call, rule, status }) => [call, rule, status]),
      [
        [1, 'once', 529],
        [2, 'then', 200],
      ],
    );
    assert.deepEqual(await readJournal(journal), second.calls());
  });

  it('goes on with its journal once that can be written again', async () => {
    const folder = newFile();
    const journal = await openJournal(join(folder, 'calls'));
    const call = {
      ...{ time: '', role: '', run: '', model: '', hash: '' },
      rule: null,
      status: 200,
    };
    await assert.rejects(journal.add({ ...call, stop: null, stream: true }), { code: 'ENOENT' });
    await mkdir(folder);
    await journal.add({ ...call, stop: null, stream: true });
    assert.equal((await readJournal(join(folder, 'calls'))).length, 1);
  });

  it('reads its file again at each call', async () => {
    const { ask, path } = await play([{ name: 'a', reply: { json: confirmed } }]);
    await ask(review());
    const script = await readFile(path, 'utf8');
    await writeFile(path, script.replace('"confirmed"', '"inconclusive"'));
    assert.match(textOf(await ask(review())), /inconclusive/);
  });

  for (const [what, script, problem] of [
    ['no JSON', '{', /cannot be played/],
    ['a misspelt field', { rules: [{ name: 'a', replies: {} }] }, /replies/],
    ['a rule without a reply', { rules: [{ name: 'a', reply: {} }] }, /exactly one of/],
    [
      'two replies in one',
      { rules: [{ name: 'a', reply: { text: '', status: 500 } }] },
      /exactly one/,
    ],
    [
      'two rules of one name',
      {
        rules: [
          { name: 'a', reply: { text: '' } },
          { name: 'a', reply: { text: '' } },
        ],
      },
      /same name/,
    ],
    [
      'a broken pattern',
      { rules: [{ name: 'a', user: '(', reply: { text: '' } }] },
      /"a".*regular/,
    ],
  ] satisfies [string, unknown, RegExp][]) {
    it(`is refused at the start for ${what}`, async () => {
      const path = newFile();
      await writeFile(path, typeof script === 'string' ? script : JSON.stringify(script));
      await assert.rejects(startOfflineServer({ script: path }), (error: Error) => {
        assert.match(error.message, problem);
        assert.match(error.message, new RegExp(path));
        return true;
      });
    });
  }
});
