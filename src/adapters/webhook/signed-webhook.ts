import { Webhook } from 'standardwebhooks';
import { ToolFailure } from '../../domain/failure.js';
import type { Delivery, WebhookMessage } from '../../ports.js';
import { timeLimit } from '../signals/time-limit.js';
import { AddressRefused, post } from './post.js';

export interface WebhookOptions {
  /** What it is for and which setting names it, such as `ticket`: in the words of its failures. */
  readonly about: 'ticket' | 'report' | 'alert';
  readonly url: string;
  /** `whsec_` and base64, as Standard Webhooks has it. */
  readonly secret: string;
  /** Origins that may have a private address. */
  readonly origins: readonly string[];
}

/** Posts messages, signed as Standard Webhooks says. Receivers drop doubles by a message's id. */
export function signedWebhook({ about, url, secret, origins }: WebhookOptions) {
  const target = new URL(url);
  const signer = new Webhook(secret);
  const allowed = origins.includes(target.origin)
    ? (['public', 'private'] as const)
    : (['public'] as const);
  return {
    /** @throws ToolFailure `webhook_failed` or `webhook_refused` */
    async send({ id, ...message }: WebhookMessage, { signal, timeoutMs }: Delivery): Promise<void> {
      const body = JSON.stringify(message);
      const at = new Date();
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'surefoot',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': signer.sign(id, at, body),
      };
      const call = timeLimit(signal, timeoutMs);
      try {
        const within = { allowed, signal: call.signal };
        check(await post({ url: target, headers, body, ...within }), about, target.host);
      } catch (error) {
        throw failureOf(error, about, target.host);
      } finally {
        call.end();
      }
    },
  };
}

function check(
  { status, retryAfter }: { readonly status: number; readonly retryAfter: string | undefined },
  about: WebhookOptions['about'],
  host: string,
): void {
  if (status >= 200 && status < 300) return;
  const again = status >= 500 || status === 408 || status === 429;
  const seconds = Number(retryAfter);
  throw new ToolFailure(
    {
      error: 'webhook_failed',
      class: again ? 'transient' : 'permanent',
      code: String(status),
      message: `The ${about} webhook at ${host} answered ${status}.`,
      suggestion: again
        ? ''
        : `Check SUREFOOT_${about.toUpperCase()}_WEBHOOK_URL and its receiver.`,
    },
    again && seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {},
  );
}

/** Never with the URL's path, which may be a secret. */
function failureOf(error: unknown, about: WebhookOptions['about'], host: string): unknown {
  if (error instanceof ToolFailure) return error;
  if (error instanceof AddressRefused) {
    return new ToolFailure({
      error: 'webhook_refused',
      class: 'permanent',
      message: `The ${about} webhook at ${host} has an address that may not be called.`,
      suggestion: 'Name its origin in SUREFOOT_WEBHOOK_ORIGINS if it is your own private network.',
    });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  return new ToolFailure(
    {
      error: 'webhook_failed',
      class: 'transient',
      code,
      message: `The ${about} webhook at ${host} did not answer.`,
    },
    { cause: error },
  );
}
