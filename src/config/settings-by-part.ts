import { ConfigError, required, type Config } from '../config.js';
import type { Thresholds } from '../domain/alerts/thresholds.js';
import { isLoopbackHost } from '../domain/loopback.js';
import { parseTableList } from '../domain/table-list.js';

/** How the warehouse keeps tenants apart, as the adapter takes it. */
export function tenancySettings(config: Config) {
  return {
    required: config.SUREFOOT_TENANCY === 'required',
    setting: config.SUREFOOT_TENANT_SETTING,
    value: config.SUREFOOT_TENANT_VALUE,
    shared: config.SUREFOOT_SHARED_TABLES,
  };
}

/** Which tables and columns there are, as the warehouse's adapter takes it. */
export function listingSettings(config: Config) {
  const listed = (text: string) => parseTableList(text) ?? [];
  const tables = listed(config.SUREFOOT_TABLES);
  return {
    ...(config.SUREFOOT_SCHEMAS.length > 0 && { schemas: config.SUREFOOT_SCHEMAS }),
    ...(tables.length > 0 && { tables }),
    examples: config.SUREFOOT_SCHEMA_VALUES,
    personal: { refused: listed(config.SUREFOOT_PII), masked: listed(config.SUREFOOT_PII_MASK) },
  };
}

/** How long the store keeps what, as its purge takes it. */
export function retentionSettings(config: Config) {
  const hour = 3_600_000;
  return {
    resultsMs: config.SUREFOOT_RESULT_RETENTION_HOURS * hour,
    repliesMs: config.SUREFOOT_REPLY_RETENTION_DAYS * 24 * hour,
    answersMs: config.SUREFOOT_ANSWER_RETENTION_DAYS * 24 * hour,
    reportsMs: config.SUREFOOT_REPORT_RETENTION_DAYS * 24 * hour,
  };
}

/** Where messages are posted to, as the adapters take it; undefined where nothing is set. @throws ConfigError */
export function webhookSettings(config: Config, about: 'TICKET' | 'REPORT' | 'ALERT') {
  const [urlName, secretName] = [
    `SUREFOOT_${about}_WEBHOOK_URL`,
    `SUREFOOT_${about}_WEBHOOK_SECRET`,
  ] as const;
  const { [urlName]: url, SUREFOOT_WEBHOOK_ORIGINS: origins } = config;
  if (url === undefined) return undefined;
  const { [secretName]: secret } = required(config, [secretName]);
  if (origins.length > 0 && !origins.includes(new URL(url).origin)) {
    throw new ConfigError(`The origin of ${urlName} is not among SUREFOOT_WEBHOOK_ORIGINS.`);
  }
  return { url, secret, origins };
}

/** What every run of a client's is asked with, where the question does not say; with the links to Temporal's Web UI. */
export function clientSettings(config: Config) {
  const { TEMPORAL_UI_URL: url, TEMPORAL_NAMESPACE: namespace } = config;
  return {
    taskQueue: config.SUREFOOT_TASK_QUEUE,
    searchAttributes: config.SUREFOOT_SEARCH_ATTRIBUTES,
    approval: approvalSettings(config),
    onInconclusive: config.SUREFOOT_ON_INCONCLUSIVE,
    ...(url !== undefined && { webUi: { url, namespace } }),
  };
}

/** When a plan waits for a person, as a run takes it. */
function approvalSettings(config: Config) {
  return {
    aboveCost: config.SUREFOOT_APPROVE_ABOVE_COST ?? null,
    waitMs: config.SUREFOOT_APPROVAL_WAIT_SECONDS * 1_000,
    onSilence: config.SUREFOOT_APPROVAL_ON_SILENCE,
  };
}

/** How the histories to replay are found, as the adapter takes it. */
export function replaySettings(config: Config) {
  return {
    taskQueue: config.SUREFOOT_TASK_QUEUE,
    searchAttributes: config.SUREFOOT_SEARCH_ATTRIBUTES,
  };
}

/** Where health and metrics are served; undefined where they are not. */
export function healthSettings({ SUREFOOT_HEALTH_ADDRESS: address = 'off' }: Config) {
  return address === 'off' ? undefined : hostAndPort(address);
}

/** Where the HTTP API is served, to whom, and how much of it each may have. */
export function httpSettings(config: Config) {
  const address = hostAndPort(config.SUREFOOT_HTTP_ADDRESS);
  return {
    ...address,
    keysRequired: config.SUREFOOT_HTTP_KEYS === 'required' || !isLoopbackHost(address.host),
    corsOrigins: config.SUREFOOT_HTTP_CORS_ORIGINS,
  };
}

function hostAndPort(address: string): { readonly host: string; readonly port: number } {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(address.slice(colon + 1)) };
}

/** Where traces are sent, as the adapter takes it; undefined where no collector is named. */
export function traceSettings(config: Config) {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own } = config;
  const url = own ?? (base && `${base.replace(/\/$/, '')}/v1/traces`);
  const isOff =
    config.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || config.OTEL_TRACES_EXPORTER === 'none';
  if (url === undefined || isOff) return undefined;
  return {
    url,
    protocol: config.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? config.OTEL_EXPORTER_OTLP_PROTOCOL,
    content: config.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT,
    openInference: config.SUREFOOT_OPENINFERENCE,
  };
}

/** Above what alerts fire. */
export function alertThresholds(config: Config): Thresholds {
  return {
    errorPercent: config.SUREFOOT_ALERT_ERROR_PERCENT,
    slowerTimes: config.SUREFOOT_ALERT_SLOWER_TIMES,
    slowFloorMs: config.SUREFOOT_ALERT_SLOW_FLOOR_MS,
    timeoutsPerHour: config.SUREFOOT_ALERT_TIMEOUTS_PER_HOUR,
    exhaustedPerHour: config.SUREFOOT_ALERT_EXHAUSTED_PER_HOUR,
    fallbackPercent: config.SUREFOOT_ALERT_FALLBACK_PERCENT,
    costTimes: config.SUREFOOT_ALERT_COST_TIMES,
    repairPercent: config.SUREFOOT_ALERT_REPAIR_PERCENT,
    leastCalls: config.SUREFOOT_ALERT_LEAST_CALLS,
  };
}

/** Where Temporal is, as the adapter takes it. @throws ConfigError */
export function temporalSettings(config: Config) {
  if ((config.TEMPORAL_TLS_CERT === undefined) !== (config.TEMPORAL_TLS_KEY === undefined)) {
    throw new ConfigError(
      'TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together: set both, or neither.',
    );
  }
  return {
    address: config.TEMPORAL_ADDRESS,
    namespace: config.TEMPORAL_NAMESPACE,
    apiKey: config.TEMPORAL_API_KEY,
    tlsCert: config.TEMPORAL_TLS_CERT,
    tlsKey: config.TEMPORAL_TLS_KEY,
    tlsCa: config.TEMPORAL_TLS_CA,
    tlsServerName: config.TEMPORAL_TLS_SERVER_NAME,
  };
}
