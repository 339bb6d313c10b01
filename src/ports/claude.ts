import type { Usage } from '../domain/answer.js';

export type Role = 'planner' | 'reviewer' | 'simplifier' | 'interpreter';

/** One question to Claude, whole and deterministic: its hash is what makes a call be paid once. */
export interface ClaudeRequest {
  readonly role: Role;
  readonly model: string;
  readonly effort: 'low' | 'medium' | 'high';
  readonly maxTokens: number;
  /** Stable first. `cached` marks the end of a prefix worth keeping in Claude's prompt cache. */
  readonly system: readonly { readonly text: string; readonly cached: boolean }[];
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  /** JSON Schema within the structured-output subset. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface ClaudeReply {
  readonly text: string;
  /** `end_turn` is whole; `max_tokens` is cut short and must not be parsed. */
  readonly stopReason: 'end_turn' | 'max_tokens';
  /** The model that answered, or `offline`. */
  readonly model: string;
  readonly usage: Usage;
}

export interface Claude {
  /**
   * Asks once; no retry beneath. `onProgress` is called while the reply streams in.
   * @throws ToolFailure: transient (429, 529, 5xx, network), permanent (400, 401, 403, 404, 413, refusal, context exceeded)
   */
  complete(
    request: ClaudeRequest,
    options: { readonly runId: string; readonly signal: AbortSignal; onProgress(): void },
  ): Promise<ClaudeReply>;
}
