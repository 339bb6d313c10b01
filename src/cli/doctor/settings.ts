import { withoutPassword } from '../without-password.js';
import type { Config } from '../../config.js';

/** One setting as it is in force. */
export interface SettingState {
  readonly name: string;
  /** Never a secret: keys and passwords are masked. '' where it is not set and has no default. */
  readonly value: string;
  readonly isSet: boolean;
}

export function listSettings(
  config: Config,
  names: readonly string[],
  env: NodeJS.ProcessEnv,
): SettingState[] {
  const values: Readonly<Record<string, SettingValue>> = config;
  return names.map((name) => ({
    name,
    value: masked(name, values[name]),
    isSet: Boolean(env[name]),
  }));
}

type SettingValue = string | number | boolean | readonly string[] | undefined;

function masked(name: string, value: SettingValue): string {
  if (value === undefined) return '';
  if (name.endsWith('_SECRET')) return '(secret)';
  // Whoever knows the whole of it may post there.
  if (name.endsWith('_WEBHOOK_URL')) return `${new URL(String(value)).origin}/…`;
  if (name.endsWith('_KEY')) return name === 'TEMPORAL_TLS_KEY' ? String(value) : '(secret)';
  if (typeof value === 'object') return value.join(',');
  // OpenTelemetry's words for it.
  if (name.endsWith('_MESSAGE_CONTENT')) return value === true ? 'span_only' : 'no_content';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return withoutPassword(String(value));
}
