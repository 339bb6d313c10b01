/** How a failure is treated; see the table in docs/architecture.md. */
export type ErrorClass = 'transient' | 'timeout' | 'permanent' | 'user_error' | 'unknown';

/** The one error shape from a tool to the user. It crosses process borders as data; nothing reads `instanceof`. */
export interface ToolError {
  /** Stable name, such as `tool_timeout` or `unknown_column`. */
  readonly error: string;
  readonly class: ErrorClass;
  readonly tool: string;
  /** How long the attempt was allowed to take; null where time was not the reason. */
  readonly timeout_ms: number | null;
  /** The statement that failed; null where there was none. */
  readonly query: string | null;
  readonly message: string;
  /** What would work instead; '' where nothing is known. */
  readonly suggestion: string;
  /** SQLSTATE, HTTP status or network code; null where there is none. */
  readonly code: string | null;
  /** Names that exist and are near to the one that does not; after a timeout, columns to filter by. */
  readonly alternatives: readonly string[];
}

/** What an attempt's heartbeats tell while it waits for the end of a failure: all that is known once it is lost. */
export interface Waiting {
  readonly waitsFor: ToolError;
}

export interface FailureOptions extends ErrorOptions {
  readonly retryAfterMs?: number;
  readonly final?: boolean;
  readonly nextTryMs?: number | null;
}

type Failing = Pick<ToolError, 'error' | 'class' | 'message'> & Partial<ToolError>;

/** A failure that already knows its class. Thrown by tools and adapters, translated for Temporal in one interceptor. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure';
  readonly toolError: ToolError;
  /** How long the other side asked to be left alone; undefined where it did not say. */
  readonly retryAfterMs: number | undefined;
  /** Not repeated, whatever its class: such as what an open breaker refused. */
  readonly final: boolean;
  /** When an open breaker lets the next attempt through, epoch milliseconds; null where nobody knows. */
  readonly nextTryMs: number | null;

  constructor(error: Failing, options: FailureOptions = {}) {
    super(error.message, options);
    this.toolError = { ...nothingKnown, ...error };
    this.retryAfterMs = options.retryAfterMs;
    this.final = options.final ?? false;
    this.nextTryMs = options.nextTryMs ?? null;
  }
}

const nothingKnown = {
  tool: '',
  timeout_ms: null,
  query: null,
  suggestion: '',
  code: null,
  alternatives: [],
} as const;
