import { createHash } from 'node:crypto';
import type { RunRef } from '../domain/question.js';
import type { ClaudeReply, ClaudeRequest, StoredReply } from '../ports.js';
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
    const lost = await lostBefore(run, attempt, store);
    const reply = withLost(
      await gate.through(() => claude.complete(request, { ...attempt, runId: run.runId })),
      lost,
    );
    return await onceStoreIsBack(() => store.replies.keep(run, role, hash, reply), attempt);
  } finally {
    gate.leave();
  }
}

/** How many attempts before this one were lost with their process: each may have asked Claude. */
async function lostBefore(
  run: RunRef,
  { earlierIds }: Attempt,
  { attempts }: Deps['store'],
): Promise<number> {
  return earlierIds.length === 0 ? 0 : await attempts.lostAmong(run, earlierIds);
}

/** A call that was lost counts; what it cost nobody knows. */
function withLost(reply: ClaudeReply, lost: number): ClaudeReply {
  const { usage } = reply;
  return { ...reply, usage: { ...usage, claudeCalls: usage.claudeCalls + lost } };
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
