import assert from 'node:assert/strict';
import { userInfo } from 'node:os';
import { after, test } from 'node:test';
import { storeForTests } from '../adapters/store/fixtures.js';
import { runCli } from './spawn-cli.js';

const { store, url, query, ...database } = await storeForTests();
after(() => database.close());
const surefoot = (...args: readonly string[]) => runCli(args, { SUREFOOT_STORE_URL: url });

test('before any worker has started there is nothing to list, and that is said', async () => {
  const { stdout, code } = await surefoot('breakers');
  assert.match(
    stdout,
    /^There are no breakers yet: a worker makes its own known when it starts\.$/m,
  );
  assert.equal(code, 0);
  const unknown = await surefoot('breakers', 'open', 'execute_query', '--reason', 'x');
  assert.match(unknown.stderr, /^surefoot: There is no breaker execute_query: a worker makes /);
  assert.equal(unknown.code, 2);
});

test('the list shows what is closed, open, half open and switched off', async () => {
  const { breakers } = store;
  await breakers.introduce(['execute_query@warehouse', 'fetch_schema', 'claude@a', 'claude@b']);
  const policy = { failures: 2, cooldownMs: 60_000 };
  const fails = { holder: 'w', result: { kind: 'unwell' }, policy } as const;
  await breakers.report('fetch_schema', fails);
  await breakers.report('execute_query@warehouse', fails);
  await breakers.report('execute_query@warehouse', fails);
  const leaseUntilMs = Date.now() + 60_000;
  await breakers.force('claude@a', { state: 'half_open', holder: 'w', leaseUntilMs }, 'test');
  await breakers.force('claude@b', { state: 'forced_open', reason: 'too dear' }, 'test');

  const { stdout, code } = await surefoot('breakers');
  assert.equal(code, 0);
  const lines = stdout.trimEnd().split('\n');
  const line = (name: string) => lines.find((each) => each.startsWith(name)) ?? '';
  assert.match(lines[0] ?? '', /^Breaker +State +Failures +Since +Next try$/);
  assert.match(line('fetch_schema'), /^fetch_schema +closed +1 +.* ago$/);
  assert.match(line('execute_query'), /^execute_query@warehouse +open +.* ago +in \d+/);
  assert.match(line('claude@a'), / half open .* is under way$/);
  assert.match(line('claude@b'), / forced open .* when closed by hand: too dear$/);

  const json = JSON.parse((await surefoot('breakers', '--json')).stdout) as unknown[];
  const found = json.find(
    (each) => (each as { name: string }).name === 'execute_query@warehouse',
  ) as Record<string, unknown>;
  assert.deepEqual(Object.keys(found), ['name', 'state', 'failures', 'since', 'nextTry', 'reason']);
  assert.equal(found['state'], 'open');
  assert.ok(Date.parse(String(found['nextTry'])) > Date.now());
});

test('a tool is switched off by its name alone, with the reason, and released again', async () => {
  const off = await surefoot('breakers', 'open', 'execute_query', '--reason', 'moving house');
  assert.equal(off.code, 0, off.stderr);
  assert.equal(
    off.stdout,
    'execute_query@warehouse is switched off for all workers, until `surefoot breakers close execute_query --reason …`.\n',
  );
  const caller = { holder: 'w', leaseMs: 1_000 };
  const refused = await store.breakers.admit('execute_query@warehouse', caller);
  assert.deepEqual(refused.breaker, { state: 'forced_open', reason: 'moving house' });

  const on = await surefoot('breakers', 'close', 'execute_query', '--reason', 'moved');
  assert.equal(on.stdout, 'execute_query@warehouse is closed: attempts go through again.\n');
  assert.equal((await store.breakers.admit('execute_query@warehouse', caller)).admitted, true);
  const changes = await query(
    `select by from surefoot.breaker_changes where name = 'execute_query@warehouse' order by version desc limit 2`,
  );
  const me = userInfo().username;
  assert.deepEqual(changes, [{ by: `${me}: moved` }, { by: `${me}: moving house` }]);
});

for (const [name, args, words] of [
  [
    'an unknown tool',
    ['open', 'sum', '--reason', 'x'],
    /no breaker sum: there are claude@a, .*fetch_schema\.$/m,
  ],
  [
    'a name that several have',
    ['open', 'claude', '--reason', 'x'],
    /Which one is meant: claude@a or claude@b\?/,
  ],
  ['no reason', ['open', 'fetch_schema'], /required option '--reason <text>' not specified/],
  ['an empty reason', ['close', 'fetch_schema', '--reason', ' '], /--reason is empty: say why/],
  [
    'an unknown command',
    ['shut', 'fetch_schema'],
    /surefoot: .*\nSee `surefoot breakers --help`\.$|too many arguments/m,
  ],
] satisfies [string, string[], RegExp][]) {
  test(`${name} is said in a sentence`, async () => {
    const ended = await surefoot('breakers', ...args);
    assert.match(ended.stderr, words);
    assert.equal(ended.code, 2);
    assert.equal(ended.stdout, '');
  });
}
