import type { RunRef } from '../domain/question.js';
import type { ClaudeReply, Role } from './claude.js';

/** A reply that was paid for, under (run, role, hash of the request). */
export interface Replies {
  find(run: RunRef, role: Role, hash: string): Promise<StoredReply | undefined>;
  /** Keeps the first reply for that request and returns the one that is kept. */
  keep(run: RunRef, role: Role, hash: string, reply: ClaudeReply): Promise<StoredReply>;
  get(run: RunRef, replyId: string): Promise<StoredReply | undefined>;
  /**
   * The plan of this tenant's newest whole answer to the same question as of the same day, over the schema digest that
   * this run has pinned and by the same prompt, made readable to this run. It costs nothing. Undefined where there is
   * none, and in a conversation, where the same words may ask for something else; what this run has taken over before
   * comes first.
   */
  reuse(run: RunRef, promptVersion: string): Promise<StoredReply | undefined>;
}

export interface StoredReply extends ClaudeReply {
  readonly replyId: string;
}
