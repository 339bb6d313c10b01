import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ConfigError, loadConfig, required, settingNames } from '../src/config.js';
import {
  alertThresholds,
  temporalSettings,
  traceSettings,
  webhookSettings,
} from '../src/config/settings-by-part.js';
import { defaultThresholds } from '../src/domain/alerts/thresholds.js';

test('without any setting the defaults are the design’s', () => {
  const config = loadConfig({});
  assert.equal(config.TEMPORAL_ADDRESS, '127.0.0.1:7233');
  assert.equal(config.TEMPORAL_NAMESPACE, 'default');
  assert.equal(config.SUREFOOT_TASK_QUEUE, 'surefoot');
  assert.equal(config.SUREFOOT_WAREHOUSE_TASK_QUEUE, 'surefoot-warehouse');
  assert.equal(config.SUREFOOT_PLANNER_MODEL, 'claude-sonnet-5-5');
  assert.equal(config.SUREFOOT_PLANNER_EFFORT, 'medium');
  assert.equal(config.SUREFOOT_INTERPRETER_EFFORT, 'low');
  assert.equal(config.SUREFOOT_REVIEWER_MODEL, 'claude-haiku-5-5');
  assert.equal(config.SUREFOOT_FALLBACK_MODEL, 'claude-opus-5-5');
  assert.equal(config.SUREFOOT_SEARCH_ATTRIBUTES, true);
  assert.equal(config.SUREFOOT_CACHE_FRESH_SECONDS, 300);
  assert.equal(config.SUREFOOT_BREAKER_FAILURES, 5);
  assert.equal(config.SUREFOOT_BREAKER_COOLDOWN_SECONDS, 60);
  assert.equal(config.SUREFOOT_RESULT_MAX_ROWS, 10_000);
  assert.equal(config.SUREFOOT_RESULT_MAX_BYTES, 8 * 1_024 * 1_024);
  assert.deepEqual([config.SUREFOOT_SAMPLE_PERCENT, config.SUREFOOT_SAMPLE_MIN_PAGES], [10, 30]);
  assert.equal(config.ANTHROPIC_API_KEY, undefined);
  assert.ok(Object.isFrozen(config));
});

test('an empty setting counts as not set', () => {
  const empty = Object.fromEntries(settingNames.map((name) => [name, '']));
  assert.deepEqual(loadConfig(empty), loadConfig({}));
});

test('what is set is taken, and what is none of ours is ignored', () => {
  const config = loadConfig({
    TEMPORAL_ADDRESS: 'temporal:7233',
    SUREFOOT_SCHEMAS: ' sales, ,finance ',
    SUREFOOT_RESULT_MAX_ROWS: '500',
    PATH: '/bin',
  });
  assert.equal(config.TEMPORAL_ADDRESS, 'temporal:7233');
  assert.deepEqual(config.SUREFOOT_SCHEMAS, ['sales', 'finance']);
  assert.equal(config.SUREFOOT_RESULT_MAX_ROWS, 500);
  assert.equal('PATH' in config, false);
});

for (const [word, value] of [
  ['on', true],
  ['true', true],
  ['1', true],
  ['off', false],
  ['false', false],
  ['0', false],
] as const) {
  test(`a switch may be ${word}`, () => {
    const config = loadConfig({ SUREFOOT_SEARCH_ATTRIBUTES: word });
    assert.equal(config.SUREFOOT_SEARCH_ATTRIBUTES, value);
  });
}

const wrong: Record<string, string> = {
  TEMPORAL_UI_URL: 'secret-1',
  ANTHROPIC_BASE_URL: 'secret-2',
  SUREFOOT_WAREHOUSE_URL: 'mysql://user:secret-3@host/db',
  SUREFOOT_STORE_URL: 'secret-4',
  SUREFOOT_WAREHOUSE_POOL: 'secret-5',
  SUREFOOT_PLANNER_EFFORT: 'secret-6',
  SUREFOOT_SEARCH_ATTRIBUTES: 'secret-7',
  SUREFOOT_RESULT_MAX_ROWS: '777777777',
  SUREFOOT_LOG_LEVEL: 'secret-8',
};

test('every problem is named at once, a line each, and never a value', () => {
  assert.throws(
    () => loadConfig(wrong),
    (error) => {
      assert.ok(error instanceof ConfigError);
      const lines = error.message.split('\n').slice(1);
      assert.deepEqual(
        lines.map((line) => line.trim().split(':')[0]),
        Object.keys(wrong),
      );
      assert.doesNotMatch(error.message, /secret|777777777|mysql/);
      return true;
    },
  );
});

for (const name of Object.keys(wrong)) {
  test(`a wrong ${name} alone is named`, () => {
    assert.throws(() => loadConfig({ [name]: wrong[name] }), {
      name: 'ConfigError',
      message: new RegExp(`^[^\n]*\n {2}${name}: [^\n]+$`),
    });
  });
}

test('what is needed and not set is named, all of it at once', () => {
  const config = loadConfig({});
  assert.throws(() => required(config, ['SUREFOOT_STORE_URL', 'SUREFOOT_WAREHOUSE_URL']), {
    name: 'ConfigError',
    message: /SUREFOOT_STORE_URL: is not set\n {2}SUREFOOT_WAREHOUSE_URL: is not set$/,
  });
});

test('what is needed and set is handed back', () => {
  const url = 'postgres://host/db';
  const needed = required(loadConfig({ SUREFOOT_STORE_URL: url }), ['SUREFOOT_STORE_URL']);
  assert.equal(needed.SUREFOOT_STORE_URL, url);
});

test('Temporal’s settings go to its adapter', () => {
  const { address, namespace, apiKey } = temporalSettings(loadConfig({ TEMPORAL_API_KEY: 'k' }));
  assert.deepEqual([address, namespace, apiKey], ['127.0.0.1:7233', 'default', 'k']);
});

test('.env.example lists every setting', async () => {
  const example = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
  for (const name of settingNames) assert.match(example, new RegExp(`^#? ?${name}=`, 'm'), name);
});

const webhookSecret = `whsec_${'c3VyZWZvb3Q'.repeat(4)}`;
for (const [name, env, words] of [
  [
    'a webhook without TLS',
    { SUREFOOT_TICKET_WEBHOOK_URL: 'http://hooks.test/x' },
    /SUREFOOT_TICKET_WEBHOOK_URL: must be an https:/,
  ],
  [
    'a webhook with a password in its URL',
    { SUREFOOT_TICKET_WEBHOOK_URL: 'https://u:p@hooks.test/x' },
    /SUREFOOT_TICKET_WEBHOOK_URL: must be an https:/,
  ],
  [
    'a webhook secret that is short',
    { SUREFOOT_TICKET_WEBHOOK_SECRET: 'whsec_c2hvcnQ=' },
    /SUREFOOT_TICKET_WEBHOOK_SECRET: must be whsec_/,
  ],
  [
    'an origin with a path',
    { SUREFOOT_WEBHOOK_ORIGINS: 'https://hooks.test/x' },
    /SUREFOOT_WEBHOOK_ORIGINS: must be origins/,
  ],
] satisfies [string, NodeJS.ProcessEnv, RegExp][]) {
  test(`${name} is refused`, () => {
    assert.throws(() => loadConfig(env), { name: 'ConfigError', message: words });
  });
}

test('a webhook needs its secret, and an origin that is listed where any is', () => {
  const url = { SUREFOOT_TICKET_WEBHOOK_URL: 'https://hooks.test/x' };
  const secret = { SUREFOOT_TICKET_WEBHOOK_SECRET: webhookSecret };
  const settings = (env: NodeJS.ProcessEnv) => webhookSettings(loadConfig(env), 'TICKET');
  assert.equal(settings({}), undefined);
  assert.throws(() => settings(url), /SUREFOOT_TICKET_WEBHOOK_SECRET: is not set/);
  const elsewhere = { SUREFOOT_WEBHOOK_ORIGINS: 'https://other.test' };
  assert.throws(() => settings({ ...url, ...secret, ...elsewhere }), /is not among/);
  const here = { SUREFOOT_WEBHOOK_ORIGINS: 'https://other.test, https://hooks.test' };
  assert.equal(settings({ ...url, ...secret, ...here })?.url, 'https://hooks.test/x');
});

test('alerts have settings of their own, with the defaults of their rules', () => {
  assert.deepEqual(alertThresholds(loadConfig({})), defaultThresholds);
  const set = loadConfig({ SUREFOOT_ALERT_ERROR_PERCENT: '2.5', SUREFOOT_ALERT_LEAST_CALLS: '10' });
  const changed = { ...defaultThresholds, errorPercent: 2.5, leastCalls: 10 };
  assert.deepEqual(alertThresholds(set), changed);
  const url = { SUREFOOT_ALERT_WEBHOOK_URL: 'https://hooks.test/x' };
  assert.equal(webhookSettings(loadConfig({}), 'ALERT'), undefined);
  assert.throws(() => webhookSettings(loadConfig(url), 'ALERT'), /SUREFOOT_ALERT_WEBHOOK_SECRET/);
});

test('traces are sent where a collector is named, unless OpenTelemetry’s own settings turn them off', () => {
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:4318';
  const sent = (env: NodeJS.ProcessEnv) => traceSettings(loadConfig(env)) !== undefined;
  assert.equal(sent({}), false);
  assert.equal(sent({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER: 'otlp' }), true);
  assert.equal(sent({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }), false);
  assert.equal(sent({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'true' }), false);
});

test('half a client certificate is refused: the connection would do without it, or without TLS', () => {
  const half = 'TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together: set both, or neither.';
  for (const name of ['TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_KEY']) {
    const config = loadConfig({ [name]: '/some.pem' });
    assert.throws(() => temporalSettings(config), { name: 'ConfigError', message: half });
  }
  const both = { TEMPORAL_TLS_CERT: '/c.pem', TEMPORAL_TLS_KEY: '/k.pem' };
  assert.equal(temporalSettings(loadConfig(both)).tlsKey, '/k.pem');
});
