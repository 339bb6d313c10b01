import { z } from 'zod';
import { ConfigError } from './config/config-error.js';
import {
  address,
  amount,
  columnList,
  count,
  effort,
  flag,
  list,
  messageContent,
  oneOf,
  origins,
  otlpProtocol,
  otlpUrl,
  percent,
  postgresUrl,
  reportKinds,
  tableList,
  times,
  webhookSecret,
  webhookUrl,
} from './config/setting-kinds.js';
import { defaultThresholds } from './domain/alerts/thresholds.js';
import { homeFolder } from './embedded/home.js';

export { ConfigError };
export type { SurefootConfig } from './config/define-config.js';

/** Every setting, with its default. `.env.example` says what each is for. */
const Settings = z.object({
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS_CERT: z.string().optional(),
  TEMPORAL_TLS_KEY: z.string().optional(),
  TEMPORAL_TLS_CA: z.string().optional(),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional(),
  TEMPORAL_UI_URL: z.url('must be a URL').optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: z.url('must be a URL').optional(),
  SUREFOOT_WAREHOUSE_URL: postgresUrl.optional(),
  SUREFOOT_STORE_URL: postgresUrl.optional(),
  SUREFOOT_HOME: z.string(),
  SUREFOOT_CONFIG: z.string().optional(),
  SUREFOOT_TEMPORAL_CLI: z.string().optional(),
  SUREFOOT_TASK_QUEUE: z.string().default('surefoot'),
  SUREFOOT_WAREHOUSE_TASK_QUEUE: z.string().default('surefoot-warehouse'),
  SUREFOOT_WORKER_VERSIONING: flag.default(false),
  SUREFOOT_DEPLOYMENT: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'must be 1 to 100 letters, digits, _ or -')
    .default('surefoot'),
  SUREFOOT_BUILD_ID: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'must be 1 to 100 letters, digits, . _ or -')
    .optional(),
  SUREFOOT_WAREHOUSE_POOL: count(3, 500).default(10),
  SUREFOOT_SCHEMAS: list,
  SUREFOOT_TABLES: tableList,
  SUREFOOT_SCHEMA_VALUES: flag.default(true),
  SUREFOOT_SCHEMA_COMMENTS: flag.default(false),
  SUREFOOT_PII: columnList,
  SUREFOOT_PII_MASK: columnList,
  SUREFOOT_ALLOW_PRIVILEGED: flag.default(false),
  SUREFOOT_TENANCY: oneOf(['off', 'required']).default('off'),
  SUREFOOT_TENANT_SETTING: z
    .string()
    .regex(/^[a-z_]\w*(\.[a-z_]\w*)+$/i, 'must be a name with a dot, such as surefoot.tenant')
    .default('surefoot.tenant'),
  SUREFOOT_TENANT_VALUE: z
    .string()
    .refine((text) => text.includes('{tenant}'), 'must contain {tenant}')
    .default('{tenant}'),
  SUREFOOT_SHARED_TABLES: list,
  SUREFOOT_PLANNER_MODEL: z.string().default('claude-sonnet-5-5'),
  SUREFOOT_PLANNER_EFFORT: effort.default('medium'),
  SUREFOOT_INTERPRETER_MODEL: z.string().default('claude-sonnet-5-5'),
  SUREFOOT_INTERPRETER_EFFORT: effort.default('low'),
  SUREFOOT_REVIEWER_MODEL: z.string().default('claude-haiku-5-5'),
  SUREFOOT_FALLBACK_MODEL: z.string().default('claude-opus-5-5'),
  SUREFOOT_SEARCH_ATTRIBUTES: flag.default(true),
  SUREFOOT_CACHE_FRESH_SECONDS: count(0, 86_400).default(300),
  SUREFOOT_CACHE_STALE_SECONDS: count(0, 86_400).default(86_400),
  SUREFOOT_SCHEDULES: flag.default(true),
  SUREFOOT_RESULT_RETENTION_HOURS: count(1, 2_160).default(24),
  SUREFOOT_REPLY_RETENTION_DAYS: count(1, 3_650).default(7),
  SUREFOOT_ANSWER_RETENTION_DAYS: count(1, 3_650).default(90),
  SUREFOOT_REPORT_RETENTION_DAYS: count(1, 3_650).default(730),
  SUREFOOT_BREAKER_FAILURES: count(1, 1_000).default(5),
  SUREFOOT_BREAKER_COOLDOWN_SECONDS: count(1, 86_400).default(60),
  SUREFOOT_RESULT_MAX_ROWS: count(1, 100_000).default(10_000),
  SUREFOOT_RESULT_MAX_BYTES: count(1_024, 67_108_864).default(8_388_608),
  SUREFOOT_SAMPLE_PERCENT: amount(0.01, 100, 'must be a number from 0.01 to 100').default(10),
  SUREFOOT_SAMPLE_MIN_PAGES: count(30, 100_000).default(30),
  SUREFOOT_APPROVE_ABOVE_COST: amount(0, Infinity, 'must be a number from 0').optional(),
  SUREFOOT_APPROVAL_WAIT_SECONDS: count(1, 604_800).default(86_400),
  SUREFOOT_APPROVAL_ON_SILENCE: oneOf(['reject', 'approve']).default('reject'),
  SUREFOOT_ON_INCONCLUSIVE: oneOf(['warn', 'ask', 'refuse']).default('warn'),
  SUREFOOT_TICKET_WEBHOOK_URL: webhookUrl.optional(),
  SUREFOOT_TICKET_WEBHOOK_SECRET: webhookSecret.optional(),
  SUREFOOT_REPORTS: reportKinds,
  SUREFOOT_REPORT_WEBHOOK_URL: webhookUrl.optional(),
  SUREFOOT_REPORT_WEBHOOK_SECRET: webhookSecret.optional(),
  SUREFOOT_ALERTS: flag.default(true),
  SUREFOOT_ALERT_EVERY_SECONDS: count(60, 3_600).default(300),
  SUREFOOT_ALERT_ERROR_PERCENT: percent.default(defaultThresholds.errorPercent),
  SUREFOOT_ALERT_SLOWER_TIMES: times.default(defaultThresholds.slowerTimes),
  SUREFOOT_ALERT_SLOW_FLOOR_MS: count(1, 600_000).default(defaultThresholds.slowFloorMs),
  SUREFOOT_ALERT_TIMEOUTS_PER_HOUR: count(1, 100_000).default(defaultThresholds.timeoutsPerHour),
  SUREFOOT_ALERT_EXHAUSTED_PER_HOUR: count(1, 100_000).default(defaultThresholds.exhaustedPerHour),
  SUREFOOT_ALERT_FALLBACK_PERCENT: percent.default(defaultThresholds.fallbackPercent),
  SUREFOOT_ALERT_COST_TIMES: times.default(defaultThresholds.costTimes),
  SUREFOOT_ALERT_REPAIR_PERCENT: percent.default(defaultThresholds.repairPercent),
  SUREFOOT_ALERT_LEAST_CALLS: count(10, 100_000).default(defaultThresholds.leastCalls),
  SUREFOOT_ALERT_WEBHOOK_URL: webhookUrl.optional(),
  SUREFOOT_ALERT_WEBHOOK_SECRET: webhookSecret.optional(),
  SUREFOOT_WEBHOOK_ORIGINS: origins,
  SUREFOOT_HTTP_ADDRESS: address.default('127.0.0.1:7070'),
  SUREFOOT_HTTP_KEYS: oneOf(['auto', 'required']).default('auto'),
  SUREFOOT_HTTP_CORS_ORIGINS: origins,
  SUREFOOT_HTTP_RUNS_AT_ONCE: count(1, 100_000).default(20),
  SUREFOOT_LOG_PARAMETERS: oneOf(['on', 'redacted', 'off']).default('on'),
  SUREFOOT_HEALTH_ADDRESS: z
    .string()
    .regex(/^(off|.+:\d{1,5})$/, 'must be a host and a port such as 127.0.0.1:9464, or off')
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: otlpUrl.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: otlpProtocol.default('http/protobuf'),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: otlpProtocol.optional(),
  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: messageContent.default(false),
  OTEL_TRACES_EXPORTER: z.string().optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
  SUREFOOT_OPENINFERENCE: flag.default(false),
  SUREFOOT_LOG_LEVEL: oneOf(['DEBUG', 'INFO', 'WARN', 'ERROR']).default('INFO'),
});

/** All that can be set, in the order of `.env.example`. */
export const settingNames: readonly string[] = Object.keys(Settings.shape);

export type Config = Readonly<z.infer<typeof Settings>>;

/** The one reader of the environment. An empty setting counts as not set. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const given = { ...set, SUREFOOT_HOME: homeFolder(set) };
  const { data, error } = Settings.safeParse(given);
  if (data) return Object.freeze(data);
  const problems = error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new ConfigError(
    `These settings need a change (.env.example says what each is for):\n${problems.join('\n')}`,
  );
}

/** The settings that have no default and are needed here, all of those that are missing named at once. */
export function required<Name extends keyof Config>(
  config: Config,
  names: readonly Name[],
): { readonly [Key in Name]: NonNullable<Config[Key]> } {
  const missing = names.filter((name) => config[name] === undefined);
  if (missing.length > 0) {
    const problems = missing.map((name) => `  ${name}: is not set`);
    throw new ConfigError(
      `These settings are needed (.env.example says what each is for):\n${problems.join('\n')}`,
    );
  }
  return config as unknown as { readonly [Key in Name]: NonNullable<Config[Key]> };
}
