import type { Alert, AlertState } from '../domain/alerts/alert.js';
import type { Breach } from '../domain/alerts/breach.js';
import type { Thresholds } from '../domain/alerts/thresholds.js';

export type AlertChannel = 'log' | 'webhook';

/** That an alert fires, or is over, to be told on one channel. */
export interface AlertMessage {
  readonly alert: Alert;
  readonly state: AlertState;
  readonly channel: AlertChannel;
}

/** Which rules are broken, and who has been told. */
export interface Alerts {
  /** The store's time, by which a check looks back. */
  now(): Promise<string>;
  /** Which rules do not hold at each of these moments: one, or those of a month to try the rules out. */
  measure(
    moments: readonly string[],
    thresholds: Thresholds,
  ): Promise<readonly (Breach & { readonly at: string })[]>;
  /**
   * Fires what is newly broken, sees again what still is, and resolves what has been well for long enough, each with a
   * message for every channel. A check that is older than the last one changes nothing, nor does the same one again.
   */
  settle(at: string, breaches: readonly Breach[], channels: readonly AlertChannel[]): Promise<void>;
  /**
   * Takes messages that nobody has told, firing before resolved; no other check gets them for a minute. After a day
   * nobody does.
   */
  take(channels: readonly AlertChannel[]): Promise<readonly AlertMessage[]>;
  /** That it was told; or, with an error, that the next check is to try again. */
  told(message: AlertMessage, error: string | null): Promise<void>;
  /** The newest 200, those that fire first. */
  list(filter: { readonly all: boolean }): Promise<AlertList>;
}

export interface AlertList {
  /** When the rules were last looked at; null for never. */
  readonly checkedAt: string | null;
  readonly alerts: readonly (Alert & {
    /** Why the newest message has not reached the webhook; null where it has, or there is none. */
    readonly undelivered: string | null;
  })[];
}

/** Tells another system of alerts. */
export interface AlertWebhook {
  /**
   * Once; safe to repeat, since every delivery of the same news has the same message id.
   * @throws ToolFailure `webhook_failed` or `webhook_refused`
   */
  deliver(
    message: AlertMessage,
    options: { readonly signal: AbortSignal; readonly timeoutMs: number },
  ): Promise<void>;
}
