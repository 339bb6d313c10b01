import { createHash } from 'node:crypto';
import type { RunRef } from '../domain/question.js';
import type { ClaudeRequest, StoredReply } from '../ports.js';
import type { Attempt } from './attempt.js';
import { claudeBreakerName } from './breaker-names.js';
import type { Deps } from './deps.js';
import { onceStoreIsBack } from './store-back.js';
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
    return await onceStoreIsBack(() => store.replies.keep(run, role, hash, reply), attempt);
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
