import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ToolFailure } from '../domain/failure.js';
import type { Paid } from '../domain/tasks.js';
import type { RunRef } from '../domain/question.js';
import type { ClaudeRequest, Replies, StoredReply, Claude } from '../ports.js';

export interface AskOptions {
  readonly signal: AbortSignal;
  onProgress(): void;
}

/**
 * Asks Claude, once: a reply that is already in the store under the same request is taken from there, and a new one is
 * stored before anything else is done with it. So parsing and checking can fail and be repeated without a second call.
 */
export async function askClaude(
  run: RunRef,
  request: ClaudeRequest,
  { claude, replies }: { readonly claude: Claude; readonly replies: Replies },
  options: AskOptions,
): Promise<StoredReply> {
  const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const stored = await replies.find(run, request.role, hash);
  if (stored !== undefined) return stored;
  const reply = await claude.complete(request, { runId: run.runId, ...options });
  return await kept(() => replies.keep(run, request.role, hash, reply), options);
}

/** A reply in hand is worth waiting for the store: to fail here would be to pay again. Ends with the attempt's time. */
async function kept(
  keep: () => Promise<StoredReply>,
  { signal }: AskOptions,
): Promise<StoredReply> {
  for (;;) {
    try {
      return await keep();
    } catch (error) {
      if (!(error instanceof ToolFailure) || error.toolError.class !== 'transient') throw error;
      await sleep(keepEveryMs, undefined, { signal });
    }
  }
}

const keepEveryMs = 500;

/** What an outcome says about the reply it came from. */
export function paidFor({ replyId, model, usage }: StoredReply, promptVersion: string): Paid {
  return { replyId, model, promptVersion, usage };
}
