import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { runCli, startCli } from './spawn-cli.js';

/** Ports of loopback on which nothing listens. */
let nowhere = { SUREFOOT_STORE_URL: '', TEMPORAL_ADDRESS: '' };
const taken = createServer();

before(async () => {
  const free = createServer();
  const listening = [free, taken].map(
    (server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)),
  );
  await Promise.all(listening);
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  nowhere = {
    SUREFOOT_STORE_URL: `postgres://u:secret-word@127.0.0.1:${port}/x`,
    TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
  };
});
after(() => taken.close());

const portOfTaken = () => String((taken.address() as AddressInfo).port);

for (const [name, args, env, code, words] of [
  ['no command', [], {}, 2, /Usage: surefoot/],
  ['an unknown command', ['asc', 'x'], {}, 2, /unknown command 'asc'/],
  ['no question', ['ask'], {}, 2, /missing required argument 'question'/],
  ['an unknown option', ['ask', 'x', '--jsn'], {}, 2, /unknown option '--jsn'/],
  ['a wrong duration', ['ask', 'x', '--timeout', 'soon'], {}, 2, /Use a duration such as/],
  ['a tenant that none can be', ['mcp', '--tenant', 'a b'], {}, 2, /--tenant: use 1 to 64/],
  [
    'to forget in a tenant that none can be',
    ['forget', '--user', 'u', '--tenant', 'a b'],
    {},
    2,
    /--tenant: use 1 to 64/,
  ],
  ['a wrong day', ['ask', 'x', '--as-of', 'yesterday'], {}, 2, /--as-of: use a day/],
  [
    'a wrong time zone',
    ['ask', 'x', '--time-zone', 'Moon'],
    {},
    2,
    /--time-zone: use an IANA name/,
  ],
  ['a wrong id', ['demo', 'x', '--id', 'a b'], {}, 2, /--id: use 1 to 128/],
  ['an empty question', ['ask', ' '], {}, 2, /the question is empty/],
  ['no store', ['ask', 'x'], {}, 2, /SUREFOOT_STORE_URL: is not set/],
  ['no settings for a migration', ['migrate'], {}, 2, /SUREFOOT_STORE_URL is not set/],
  [
    'two wrong settings',
    ['worker'],
    { SUREFOOT_STORE_URL: 'x', SUREFOOT_WAREHOUSE_POOL: 'many' },
    2,
    /SUREFOOT_STORE_URL: must be a postgres:\/\/ URL\n {2}SUREFOOT_WAREHOUSE_POOL: must be a whole number from 3 to 500\n$/,
  ],
  ['a wrong port', ['offline', '--port', '99999'], {}, 2, /Use a number from 0 to 65535/],
  ['a script that is not there', ['offline', '--script', 'no.json'], {}, 2, /no\.json/],
] satisfies [string, string[], NodeJS.ProcessEnv, number, RegExp][]) {
  test(`${name} is said in a sentence, with exit code ${code}`, async () => {
    const ended = await runCli(args, env);
    assert.match(ended.stderr, words);
    assertPlain(ended.stderr);
    assert.equal(ended.stdout, '');
    assert.equal(ended.code, code);
  });
}

test('a port that is taken is a wrong use', async () => {
  const { code, stderr } = await runCli(['offline', '--port', portOfTaken()]);
  assert.match(stderr, /Port \d+ is taken/);
  assert.equal(code, 2);
});

for (const [args, words] of [
  [
    ['ask', 'x'],
    /Temporal does not answer at 127\.0\.0\.1:\d+: start it, or set TEMPORAL_ADDRESS\./,
  ],
  [['migrate'], /The store is unavailable: nothing listens at its address\./],
] as const) {
  test(`${args[0]} with its server out of reach ends with 1, in a sentence`, async () => {
    const ended = await runCli(args, nowhere);
    assert.match(ended.stderr, words);
    assertPlain(ended.stderr);
    assert.equal(ended.code, 1);
  });
}

test('doctor names all that is out of reach, and never a password', async () => {
  const { code, stdout, stderr } = await runCli(['doctor', '--json'], {
    ...nowhere,
    SUREFOOT_WAREHOUSE_URL: nowhere.SUREFOOT_STORE_URL,
    ANTHROPIC_API_KEY: '',
  });
  const { healthy, findings } = JSON.parse(stdout) as {
    healthy: boolean;
    findings: { name: string; state: string }[];
  };
  const failed = findings.filter(({ state }) => state === 'failed').map(({ name }) => name);
  assert.deepEqual(failed, ['Temporal', 'Store', 'Warehouse']);
  assert.equal(healthy, false);
  assert.equal(code, 1);
  assert.doesNotMatch(stdout + stderr, /secret-word/);
});

test('SUREFOOT_DEBUG=1 shows where it failed', async () => {
  const { stderr } = await runCli(['migrate'], { ...nowhere, SUREFOOT_DEBUG: '1' });
  assert.match(stderr, /\n\s+at /);
});

test('help and version are no errors', async () => {
  const [help, version] = await Promise.all([runCli(['ask', '--help']), runCli(['--version'])]);
  assert.match(help.stdout, /Usage: surefoot ask[\s\S]*Exit codes:/);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.deepEqual([help.code, version.code, help.stderr], [0, 0, '']);
});

test('the offline planner serves until it is asked to end', async () => {
  const cli = startCli(['offline']);
  await cli.seen(/ANTHROPIC_BASE_URL=http:\/\/127\.0\.0\.1:\d+ /);
  cli.child.kill('SIGTERM');
  const { code, stderr } = await cli.ended;
  assert.deepEqual([code, stderr], [0, '']);
});

function assertPlain(stderr: string): void {
  assert.doesNotMatch(stderr, /\n\s+at |Error:|secret-word/);
}
