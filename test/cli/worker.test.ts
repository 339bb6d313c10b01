import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../stack.js';
import { startCli } from './spawn-cli.js';

let stack: Stack;

before(async () => {
  stack = await startStack({ env: { SUREFOOT_LOG_LEVEL: 'WARN' } });
});
after(() => stack.close());

/** What a worker with these settings says on stderr until it is ready and has said all of that. */
async function saidBy(env: NodeJS.ProcessEnv, until: readonly RegExp[] = []): Promise<string> {
  const worker = startCli(['worker'], env);
  for (const each of [/Worker ready: polls /, ...until]) await worker.seen(each);
  worker.child.kill('SIGTERM');
  const { stderr, code } = await worker.ended;
  assert.equal(code, 0);
  return stderr;
}

test('a worker that has all it needs starts without a warning', async () => {
  assert.equal(await saidBy(stack.env), '');
});

test('without a key and with a warehouse out of reach it says so once each, and goes on', async () => {
  const { ANTHROPIC_API_KEY: _, ...env } = stack.env;
  const away = new URL(env['SUREFOOT_WAREHOUSE_URL'] ?? '');
  away.port = '1';
  const patterns = [/"ANTHROPIC_API_KEY is not set: /, /"The warehouse cannot be read: /];
  const said = await saidBy({ ...env, SUREFOOT_WAREHOUSE_URL: away.href }, patterns);
  const lines = said.trim().split('\n');
  const levels = lines.map((line) => (JSON.parse(line) as { level: string }).level);
  assert.deepEqual(levels, ['WARN', 'WARN']);
  for (const pattern of patterns) {
    assert.equal(lines.filter((line) => pattern.test(line)).length, 1, said);
  }
});
