import { Console } from 'node:console';
import Anthropic from '@anthropic-ai/sdk';

/** How to reach Claude. What is left out is read from the environment by the SDK, as `.env.example` says. */
export interface ConnectOptions {
  readonly apiKey?: string | undefined;
  readonly baseUrl?: string | undefined;
  /** The longest that one call may take, stream included. */
  readonly timeoutMs?: number | undefined;
  /** Whether the SDK's spans carry prompts and replies, too; as its own variables say where not. */
  readonly traceContent?: boolean;
}

export const defaultTimeoutMs = 120_000;

/** The SDK's client without its retries (Temporal retries) and without its habit of logging to stdout. */
export function connectAnthropic({
  apiKey,
  baseUrl,
  timeoutMs,
  traceContent = false,
}: ConnectOptions = {}): Anthropic {
  return new Anthropic({
    ...(apiKey !== undefined && { apiKey }),
    ...(baseUrl !== undefined && { baseURL: baseUrl }),
    timeout: timeoutMs ?? defaultTimeoutMs,
    maxRetries: 0,
    ...(traceContent && { openTelemetry: { traces: { contentMode: 'content' as const } } }),
    logger: new Console(process.stderr),
  });
}

/** Whether there is a key or a token to send, given or in the environment. */
export function hasCredential(options: ConnectOptions): boolean {
  const { apiKey, authToken } = connectAnthropic(options);
  return Boolean(apiKey ?? authToken);
}
