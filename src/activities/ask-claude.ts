import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ToolFailure } from '../domain/failure.js';
import type { RunRef } from '../domain/question.js';
import type { ClaudeRequest, StoredReply } from '../ports.js';
import type { Attempt } from './attempt.js';
import { claudeBreakerName } from './breaker-names.js';
import type { Deps } from './deps.js';
import { askBreaker } from './through-breaker.js';

/**
 * Asks Claude, once: a reply that is already in the store under the same request is taken from there, and a new one is
 * stored before anything else is done with it. So parsing and checking can fail and be repeated without a second call.
 */
export async function askClaude(
  run: RunRef,
  request: ClaudeRequest,
  { claude, claudeBreaker, store }: Pick<Deps, 'claude' | 'claudeBreaker' | 'store'>,
  attempt: Attempt,
): Promise<StoredReply> {
  const { model, role } = request;
  const hash = hashOf(request);
  const guard = {
    name: claudeBreakerName(model),
    label: `Claude (${model})`,
    policy: claudeBreaker,
  };
  const gate = askBreaker(guard, store.breakers, attempt);
  try {
    const stored = await store.replies.find(run, role, hash);
    if (stored !== undefined) return stored;
    const reply = await gate.through(() =>
      claude.complete(request, { ...attempt, runId: run.runId }),
    );
    return await kept(() => store.replies.keep(run, role, hash, reply), attempt);
  } finally {
    gate.leave();
  }
}

/** The reply to this request, where it was paid for before. */
export async function storedReply(
  run: RunRef,
  request: ClaudeRequest,
  { store }: Pick<Deps, 'store'>,
): Promise<StoredReply | undefined> {
  return await store.replies.find(run, request.role, hashOf(request));
}

function hashOf(request: ClaudeRequest): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}

/** A reply in hand is worth waiting for the store: to fail here would be to pay again. Ends with the attempt's time. */
async function kept(keep: () => Promise<StoredReply>, { signal }: Attempt): Promise<StoredReply> {
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
