/** One message to another system. */
export interface WebhookMessage {
  /** The same on every delivery: receivers drop doubles by it. */
  readonly id: string;
  /** Such as `ticket.opened`. */
  readonly type: string;
  /** ISO. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Delivery {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}
