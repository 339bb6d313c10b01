import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { readinessOf } from '../src/adapters/health/readiness.js';
import { serveHealth } from '../src/adapters/health/serve-health.js';
import { loadConfig } from '../src/config.js';
import { httpSettings } from '../src/config/settings-by-part.js';

// No Docker engine runs these tests: they hold the files to each other and to the code.

const root = new URL('../', import.meta.url);
const read = async (path: string) => await readFile(new URL(path, root), 'utf8');

const Service = z.object({
  image: z.string(),
  restart: z.string(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string().nullable()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  healthcheck: z
    .object({ test: z.array(z.string()).optional(), disable: z.boolean().optional() })
    .optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  deploy: z.object({
    replicas: z.number().optional(),
    resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }),
  }),
});
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.unknown()),
});

const composeText = await read('docker-compose.yml');
const { services, volumes } = Compose.parse(parse(composeText, { merge: true }));
const dockerfile = await read('Dockerfile');
const jobs = ['temporal-schema', 'temporal-namespace', 'migrate'];

const example = await read('.env.example');
const exampleLines = example.split('\n');
const settings = exampleLines.flatMap((line, at) => {
  const [, name, value] = /^#([A-Z_]+)=(.*)$/.exec(line) ?? [];
  return name === undefined
    ? []
    : [{ name, value: value ?? '', words: exampleLines[at - 1] ?? '' }];
});
const composeOnly = ['TEMPORAL_DB_PASSWORD', 'STORE_DB_PASSWORD', 'SUREFOOT_VERSION'];

const config = await read('src/config.ts');
const configNames = [...config.matchAll(/^ {2}([A-Z]+_[A-Z_]+): /gm)].map(([, name]) => name!);

describe('docker-compose.yml', () => {
  it('runs Temporal with its UI and its database, the store, the jobs, two workers and the server', () => {
    assert.deepEqual(Object.keys(services).toSorted(), [
      'migrate',
      'server',
      'store-db',
      'temporal',
      'temporal-db',
      'temporal-namespace',
      'temporal-schema',
      'temporal-ui',
      'worker',
    ]);
    assert.equal(services['worker']?.deploy.replicas, 2);
  });

  for (const [name, service] of Object.entries(services)) {
    const job = jobs.includes(name);

    it(`${name}: the image is pinned`, () => {
      assert.match(service.image, /^[a-z/-]+:(?:\d+[\w.-]*|\$\{SUREFOOT_VERSION:-local\})$/);
    });

    it(`${name}: ${job ? 'ends, and is tried again a few times' : 'stays up and says how it is'}`, () => {
      assert.match(service.restart, job ? /^on-failure:\d$/ : /^unless-stopped$/);
      if (!job) assert.ok((service.healthcheck?.test?.length ?? 0) > 1);
    });

    it(`${name}: waits for health where there is some, and for the end of jobs`, () => {
      for (const [other, { condition }] of Object.entries(service.depends_on)) {
        const expected = jobs.includes(other)
          ? 'service_completed_successfully'
          : 'service_healthy';
        assert.equal(condition, expected, other);
        assert.ok(services[other], `${other} is a service`);
        assert.ok(!waitsFor(other, name), `${other} does not wait for ${name}`);
      }
    });

    it(`${name}: keeps passwords and keys in .env, and stops where one is missing`, () => {
      for (const [variable, value] of Object.entries(service.environment)) {
        if (
          /PASSWORD|_PWD|_KEY$|_URL$/.test(variable) &&
          value !== null &&
          variable !== 'TEMPORAL_UI_URL'
        ) {
          assert.match(value, /\$\{[A-Z_]+:\?set [A-Z_]+ in \.env\}/, variable);
        }
      }
    });

    it(`${name}: is open to this machine alone`, () => {
      for (const port of service.ports) assert.match(port, /^127\.0\.0\.1:/);
    });

    it(`${name}: mounts what exists`, () => {
      for (const [source] of service.volumes.map((volume) => volume.split(':'))) {
        const known = source?.startsWith('./')
          ? existsSync(new URL(source, root))
          : Object.hasOwn(volumes, source!);
        assert.ok(known, source);
      }
    });
  }

  it('reads nothing from the environment that .env.example leaves out', () => {
    const used = [...composeText.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name!);
    const passedOn = ['worker', 'server'].flatMap((service) =>
      Object.entries(services[service]!.environment).flatMap(([name, value]) =>
        value === null ? [name] : [],
      ),
    );
    const known = new Set(settings.map(({ name }) => name));
    assert.deepEqual(
      [...used, ...passedOn].filter((name) => !known.has(name)),
      [],
    );
    assert.ok(passedOn.length > 10);
  });

  it('hands the worker every setting that a worker has', () => {
    const elsewhere = /^TEMPORAL_(?:API_KEY|TLS_)|^SUREFOOT_(?:HOME|TEMPORAL_CLI|HTTP_[A-Z_]+)$/;
    const expected = configNames.filter((name) => !elsewhere.test(name));
    assert.deepEqual(Object.keys(services['worker']!.environment).toSorted(), expected.toSorted());
  });

  it('asks for a key whoever reaches the server, and hands it what the API is set by', () => {
    const { environment, ports } = services['server']!;
    assert.deepEqual(ports, ['127.0.0.1:7070:7070']);
    assert.equal(httpSettings(loadConfig({ HOME: '/', ...set(environment) })).keysRequired, true);
    const expected = configNames.filter((name) => name.startsWith('SUREFOOT_HTTP_'));
    assert.deepEqual(
      expected.filter((name) => !(name in environment)),
      [],
    );
  });

  it('keeps the settings that a run of Surefoot needs in Temporal', async () => {
    const dynamic: unknown = parse(await read('deploy/temporal/dynamicconfig.yaml'));
    assert.deepEqual(dynamic, { 'history.transferProcessorMaxPollRPS': [{ value: 1000 }] });
    const setup = await read('deploy/temporal/setup-namespace.sh');
    assert.match(setup, /SurefootStatus SurefootTenant/);
  });

  it(
    'calls commands that the CLI has',
    { skip: existsSync(new URL('src/cli.ts', root)) ? false : 'src/cli.ts is not there yet' },
    async () => {
      const files = await readdir(new URL('src/cli/', root), { recursive: true });
      for (const name of ['migrate', 'worker', 'server']) {
        const [node, script, command] = services[name]!.command!;
        assert.deepEqual([node, script], ['node', 'dist/cli.js']);
        assert.ok(
          files.some((file) => file.endsWith(`${command}.ts`)),
          command,
        );
      }
    },
  );
});

describe('.env.example', () => {
  it('lists every setting once, and none that nobody reads', () => {
    assert.ok(configNames.length > 20);
    assert.deepEqual(
      settings.map(({ name }) => name).toSorted(),
      [...configNames, ...composeOnly].toSorted(),
    );
  });

  it('explains each setting in the line above it', () => {
    for (const { name, words } of settings)
      assert.match(words, /^# [A-Z].{10,}[.:]$|^# [A-Z].*\.$/, name);
  });

  it('shows the defaults that hold', () => {
    const defaults: Record<string, unknown> = loadConfig({ HOME: '/home/nobody' });
    for (const { name, value } of settings) {
      if (value === '' || defaults[name] === undefined) continue;
      const set: Record<string, unknown> = loadConfig({ HOME: '/home/nobody', [name]: value });
      assert.deepEqual(set[name], defaults[name], name);
    }
  });
});

describe('the Dockerfile', () => {
  it('starts a worker as another user than root, as docker-compose.yml does', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    assert.match(last, /^USER node$/m);
    const [, command] = /^CMD (\[.*\])$/m.exec(last) ?? [];
    assert.deepEqual(JSON.parse(command ?? ''), services['worker']!.command);
  });

  it('copies only what exists and what .dockerignore lets in', async () => {
    const ignored = await read('.dockerignore');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, words]) =>
      words!.split(' ').slice(0, -1),
    );
    assert.ok(copied.length > 5);
    for (const path of copied) {
      assert.ok(existsSync(new URL(path, root)), path);
      assert.ok(ignored.split('\n').includes(`!${path.split('/')[0]}`), path);
    }
  });

  it('leaves the health address open, so that a worker and a server can share a network', () => {
    assert.doesNotMatch(dockerfile, /^(?!#).*SUREFOOT_HEALTH_ADDRESS/m);
  });

  it('checks health with a file that it copies', () => {
    assert.ok(dockerfile.includes('COPY deploy/healthcheck.mjs deploy/healthcheck.mjs'));
    assert.deepEqual(services['worker']!.healthcheck?.test, [
      'CMD',
      'node',
      'deploy/healthcheck.mjs',
    ]);
  });
});

describe('the health check', () => {
  it('passes while the worker is ready, and fails while it is not and once it is gone', async () => {
    const server = await serveHealth({
      host: '127.0.0.1',
      port: 0,
      metrics: () => Promise.resolve(''),
    });
    const address = new URL(server.url).host;
    const codes = [await health(address)];
    server.ready(readinessOf([]));
    codes.push(await health(address));
    await server.close();
    codes.push(await health(address));
    assert.deepEqual(codes, [1, 0, 1]);
  });

  it('asks where worker and server are by themselves, and passes where one of them is ready', async () => {
    const ports = await Promise.all(['worker', 'serve'].map(ownHealthPort));
    assert.deepEqual(
      await Promise.all([...ports, 1].map((ready) => health('', preloaded(ready)))),
      [0, 0, 1],
    );
  });

  it('asks nowhere else than at an address that is set', async () => {
    assert.deepEqual(
      await Promise.all([9464, 7000].map((ready) => health('0.0.0.0:7000', preloaded(ready)))),
      [1, 0],
    );
  });
});

/** Where a command serves health as long as no address is set. */
async function ownHealthPort(command: string): Promise<number> {
  const [, port] = /\bport: (\d+), orFree/.exec(await read(`src/cli/${command}.ts`)) ?? [];
  return Number(port);
}

/** A stand-in for the network: the real ports may be taken on this machine. One answers, 503 or not at all the others. */
function preloaded(ready: number): readonly string[] {
  const script = `globalThis.fetch = async (url) => {
    if (new URL(url).port === '${ready}') return new Response('', { status: 200 });
    if (new URL(url).port === '9464') return new Response('', { status: 503 });
    throw new TypeError('fetch failed');
  };`;
  return ['--import', `data:text/javascript,${encodeURIComponent(script)}`];
}

/** What has a value of its own, and not one of .env. */
function set(environment: Readonly<Record<string, string | null>>) {
  const own = Object.entries(environment).filter(
    ([, value]) => value !== null && !/\$/.test(value),
  );
  return Object.fromEntries(own) as Record<string, string>;
}

function waitsFor(name: string, other: string): boolean {
  const before = Object.keys(services[name]?.depends_on ?? {});
  return before.includes(other) || before.some((next) => waitsFor(next, other));
}

async function health(address: string, flags: readonly string[] = []): Promise<unknown> {
  const script = fileURLToPath(new URL('deploy/healthcheck.mjs', root));
  const env = { ...process.env, SUREFOOT_HEALTH_ADDRESS: address };
  const [code] = await once(spawn(process.execPath, [...flags, script], { env }), 'exit');
  return code;
}
