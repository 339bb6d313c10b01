import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig, type Config } from '../../../src/config.js';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import { checkClaude } from '../../../src/cli/doctor/check-claude.js';
import { checkExamples } from '../../../src/cli/doctor/check-examples.js';
import { checkNode } from '../../../src/cli/doctor/check-machine.js';
import { checkStore } from '../../../src/cli/doctor/check-store.js';
import { checkTemporal } from '../../../src/cli/doctor/check-temporal.js';
import { checkWarehouse } from '../../../src/cli/doctor/check-warehouse.js';
import { warehouseSettings, type WarehouseSettings } from '../../../src/config/warehouses.js';
import { listSettings } from '../../../src/cli/doctor/settings.js';
import type { Outside } from '../../../src/cli/outside.js';
import { ToolFailure } from '../../../src/domain/failure.js';
import { asAgent } from '../../stack.js';
import { postgresForTests, runSql } from '../../support.js';

const config = loadConfig({
  SUREFOOT_STORE_URL: 'postgres://u:hidden@127.0.0.1/s',
  SUREFOOT_WAREHOUSE_URL: 'postgres://u:hidden@127.0.0.1/w?sslpassword=hidden',
  ANTHROPIC_API_KEY: 'hidden',
  SUREFOOT_TICKET_WEBHOOK_URL: 'https://hooks.test/hidden',
  SUREFOOT_TICKET_WEBHOOK_SECRET: `whsec_${'hidden'.repeat(6)}`,
});
/** Only what a check asks for; anything else would be a mistake that the test shows. */
const outside = (answers: Partial<Outside>): Outside => answers as Outside;

for (const [version, state] of [
  ['20.19.0', 'ok'],
  ['22.0.0', 'ok'],
  ['20.18.3', 'failed'],
  ['18.20.0', 'failed'],
] as const) {
  test(`Node.js ${version} is ${state}`, () => assert.equal(checkNode(version).state, state));
}

const server = {
  version: '1.32.0',
  namespaceFound: true,
  missingSearchAttributes: [],
  unpolledQueues: [],
};
for (const [name, change, state, advice] of [
  ['with all it needs', {}, 'ok', /^$/],
  ['without the namespace', { namespaceFound: false }, 'failed', /namespace create default/],
  [
    'without search attributes',
    { missingSearchAttributes: ['SurefootStatus', 'SurefootTenant'] },
    'failed',
    /create --name SurefootStatus --type Keyword --name SurefootTenant --type Keyword/,
  ],
  ['without workers', { unpolledQueues: ['surefoot'] }, 'failed', /surefoot worker/],
] as const) {
  test(`a Temporal ${name} is ${state}`, async () => {
    const described = outside({ describeTemporal: async () => ({ ...server, ...change }) });
    const finding = await checkTemporal(config, described, ['surefoot-warehouse']);
    assert.equal(finding.state, state);
    assert.match(finding.advice, advice);
  });
}

test('a store that is away is to be started, and the doctor does not send to the doctor', async () => {
  const away = new ToolFailure({
    ...{ error: 'store_unavailable', class: 'transient', message: 'The store is unavailable.' },
    suggestion: '`surefoot doctor` shows whether it is back.',
  });
  const described = outside({ describeStore: () => Promise.reject(away) });
  const { state, found, advice } = await checkStore(config, described);
  assert.deepEqual(
    [state, found, advice],
    ['failed', 'The store is unavailable.', 'Start it, or correct SUREFOOT_STORE_URL.'],
  );
});

test('search attributes that are switched off are not missed', async () => {
  const off = loadConfig({ SUREFOOT_SEARCH_ATTRIBUTES: 'off' });
  const described = { ...server, missingSearchAttributes: ['SurefootStatus'] };
  const finding = await checkTemporal(
    off,
    outside({ describeTemporal: async () => described }),
    [],
  );
  assert.equal(finding.state, 'ok');
});

const schema = { state: 'current', applied: 6, expected: 6, postgres: '18.4' } as const;
for (const [name, change, clockAheadMs, state, advice] of [
  ['of this build', {}, 0, 'ok', /^$/],
  ['that is empty', { state: 'missing', applied: 0 }, 0, 'failed', /surefoot migrate/],
  ['of an older build', { state: 'older', applied: 5 }, 0, 'failed', /surefoot migrate/],
  ['of a newer build', { state: 'newer', applied: 7 }, 0, 'failed', /update this one/],
  ['whose clock is ahead', {}, 90_000, 'warning', /time server/],
  ['whose clock is behind', {}, -90_000, 'warning', /time server/],
] as const) {
  test(`a store ${name} is ${state}`, async () => {
    const finding = await checkStore(
      config,
      outside({
        describeStore: async () => ({ ...schema, ...change }),
        runSql: async () => [{ ms: String(Date.now() + clockAheadMs) }],
      }),
    );
    assert.equal(finding.state, state);
    assert.match(finding.advice, advice);
  });
}

async function warehouseOf(settings: Config): Promise<WarehouseSettings> {
  const [only] = await warehouseSettings(settings, {}, {});
  return only ?? assert.fail('there is one');
}

const rights = {
  version: '18.4 (Debian)',
  role: 'agent_ro',
  readable: '11',
};
for (const [name, change, excess, allowed, state] of [
  ['reads only', {}, [], false, 'ok'],
  ['may write', {}, ['may write 2 tables (a, b)'], false, 'failed'],
  ['may write, and is allowed to', {}, ['may write 2 tables (a, b)'], true, 'warning'],
  ['is a superuser', {}, ['is a superuser'], false, 'failed'],
  ['reads nothing', { readable: '0' }, [], false, 'failed'],
] as const) {
  test(`a warehouse role that ${name} is ${state}`, async () => {
    const runSql = async () => [{ ...rights, ...change }];
    const asked = outside({ runSql, warehouseExcess: async () => excess });
    const set = { ...config, SUREFOOT_ALLOW_PRIVILEGED: allowed };
    const finding = await checkWarehouse(await warehouseOf(set), set, asked);
    assert.equal(finding.state, state);
    for (const each of excess) assert.ok(finding.found.includes(each));
  });
}

for (const [leftOut, state] of [
  [[], 'ok'],
  [['forgotten', 'crm.notes'], 'warning'],
] as const) {
  test(`a warehouse that must keep tenants apart is ${state} where ${leftOut.length} tables have no policy`, async () => {
    const runSql = async () => [rights];
    const asked = outside({
      runSql,
      warehouseExcess: async () => [],
      tablesLeftOut: async () => leftOut,
    });
    const set = { ...config, SUREFOOT_TENANCY: 'required' } as const;
    const finding = await checkWarehouse(await warehouseOf(set), set, asked);
    assert.equal(finding.state, state);
    assert.ok(finding.found.endsWith(leftOut.length > 0 ? ': forgotten, crm.notes' : 'in all'));
    assert.equal(finding.advice.includes('SUREFOOT_SHARED_TABLES'), leftOut.length > 0);
  });
}

test('a warehouse that refuses us is explained by its code, not by its words', async () => {
  const refusal = Object.assign(new Error('password of "hidden" is wrong'), { code: '28P01' });
  const runSql = () => Promise.reject(refusal);
  await assert.rejects(checkWarehouse(await warehouseOf(config), config, outside({ runSql })), {
    message: 'out of reach: it refuses the password. Check SUREFOOT_WAREHOUSE_URL.',
  });
});

const model = {
  id: 'claude-sonnet-5-5',
  found: true,
  structuredOutputs: true,
  effort: true,
  lifecycle: 'active',
  retiresAt: null,
  error: null,
} as const;
for (const [name, change, state] of [
  ['can do all', {}, 'ok'],
  ['is not there', { found: false, error: 'There is no such model.' }, 'failed'],
  ['has no structured outputs', { structuredOutputs: false }, 'failed'],
  ['is deprecated', { lifecycle: 'deprecated' }, 'warning'],
  ['is retired', { lifecycle: 'retired' }, 'failed'],
  ['has a last day', { retiresAt: '2027-01-01T00:00:00Z' }, 'warning'],
] as const) {
  test(`a model that ${name} is ${state}`, async () => {
    const describeModels = async () => [{ ...model, ...change }];
    assert.equal((await checkClaude(config, outside({ describeModels }))).state, state);
  });
}

test('what is amiss with all models alike is said once', async () => {
  const away = { ...model, found: false, error: 'Claude cannot be reached.' };
  const describeModels = async () => [model, away, { ...away, id: 'claude-haiku-5-5' }];
  assert.equal(
    (await checkClaude(config, outside({ describeModels }))).found,
    'claude-sonnet-5-5, active, structured outputs, effort; ' +
      'claude-sonnet-5-5, claude-haiku-5-5: Claude cannot be reached.',
  );
});

test('without a key Claude is a note, and nobody is asked', async () => {
  assert.equal((await checkClaude(loadConfig({}), outside({}))).state, 'note');
});

test('settings show where they come from, and no secret', () => {
  const names = [
    'TEMPORAL_NAMESPACE',
    'SUREFOOT_WAREHOUSE_URL',
    'ANTHROPIC_API_KEY',
    'TEMPORAL_UI_URL',
  ];
  assert.deepEqual(listSettings(config, names, { ANTHROPIC_API_KEY: 'hidden' }), [
    { name: 'TEMPORAL_NAMESPACE', value: 'default', isSet: false },
    {
      name: 'SUREFOOT_WAREHOUSE_URL',
      value: 'postgres://u:***@127.0.0.1/w?sslpassword=***',
      isSet: false,
    },
    { name: 'ANTHROPIC_API_KEY', value: '(secret)', isSet: true },
    { name: 'TEMPORAL_UI_URL', value: '', isSet: false },
  ]);
  const traced = loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://me:hidden@otlp.test/x?key=y' });
  assert.deepEqual(listSettings(traced, ['OTEL_EXPORTER_OTLP_ENDPOINT', 'TEMPORAL_ADDRESS'], {}), [
    {
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      value: 'https://me:***@otlp.test/x?key=***',
      isSet: false,
    },
    { name: 'TEMPORAL_ADDRESS', value: '127.0.0.1:7233', isSet: false },
  ]);
});

test('settings are shown in the words that set them', () => {
  const content = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';
  for (const word of ['no_content', 'span_only']) {
    const env = { [content]: word, SUREFOOT_SCHEMA_COMMENTS: 'on' };
    const shown = listSettings(loadConfig(env), Object.keys(env), env);
    assert.deepEqual(Object.fromEntries(shown.map(({ name, value }) => [name, value])), env);
  }
});

test('the file’s examples are held to the catalog of their warehouse, and those that do not pass are named', async (t) => {
  const database = await (await postgresForTests()).createDatabase();
  t.after(() => database.drop());
  await runSql(
    database.url,
    `create table owners (owner text);
     alter table owners enable row level security;
     create policy own on owners using (owner = current_setting('surefoot.tenant', true))`,
  );
  const example = (question: string, sql: string, warehouse = 'crm') => ({
    question,
    sql,
    warehouse,
  });
  const counted = example('How many owners?', 'select count(*) as n from owners');
  const outsideOf: Parameters<typeof checkExamples>[2] = {
    loadJudge: () => import('../../../src/tools/judge-sql.js'),
    connectWarehouse: (each) =>
      Promise.resolve(connectWarehouse({ ...each, poolSize: 2, catalogTtlMs: 60_000 })),
  };
  const checked = async (...examples: readonly (typeof counted)[]) => {
    const own = {
      prompts: { examples },
      warehouses: {
        crm: { url: () => database.url },
        away: { url: () => 'postgres://u@127.0.0.1:1/x' },
      },
    };
    const settings = await warehouseSettings(config, own, {});
    return await checkExamples(own, settings, outsideOf);
  };
  const [fine, wrong, unread] = await Promise.all([
    checked(counted),
    checked(
      counted,
      example('Who left?', 'delete from owners'),
      example('Which teams?', 'select t.team as team from teams t'),
    ),
    checked(counted, example('What is there?', 'select 1 as one', 'away')),
  ]);
  const passed = (words: string) => `${words} pass what a plan’s SQL must pass`;
  assert.deepEqual([fine.state, fine.found], ['ok', passed('1 of 1')]);
  assert.deepEqual([wrong.state, wrong.found.split('; ')[0]], ['warning', passed('1 of 3')]);
  assert.match(wrong.found, /“Who left\?” does not: .*“Which teams\?” does not: .*teams/);
  assert.match(wrong.advice, /configuration file/);
  assert.deepEqual(
    [unread.state, unread.found],
    ['note', `${passed('1 of 1')}; those of away were not looked at: it cannot be read`],
  );

  const apart = await checkExamples(
    { prompts: { examples: [counted] } },
    await warehouseSettings(
      loadConfig({ SUREFOOT_WAREHOUSE_URL: await asAgent(database), SUREFOOT_TENANCY: 'required' }),
      { warehouses: { crm: { url: { env: 'SUREFOOT_WAREHOUSE_URL' } } } },
      {},
    ),
    outsideOf,
  );
  assert.match(apart.found, /^those of crm were not looked at: it plans for a tenant alone/);
});
