import { createHash } from 'node:crypto';
import { noUsage, type Usage } from '../domain/answer.js';
import { ToolFailure } from '../domain/failure.js';
import type { RunRef } from '../domain/question.js';
import type { ClaudeReply, ClaudeRequest, StoredReply } from '../ports.js';
import type { Attempt } from './attempt.js';
import { claudeBreakerName } from './breaker-names.js';
import type { Deps } from './deps.js';
import { onceStoreIsBack } from './store-back.js';
import { askBreaker } from './through-breaker.js';

export interface Ask {
  readonly run: RunRef;
  readonly request: ClaudeRequest;
  /** How many calls the activity may make, all its attempts together. */
  readonly calls: number;
}

/**
 * Asks Claude, once: a reply that is already in the store under the same request is taken from there, and a new one is
 * stored before anything else is done with it. So parsing and checking can fail and be repeated without a second call.
 * The reply's usage has the calls of the attempts before that failed or were lost.
 */
export async function askClaude(
  { run, request, calls }: Ask,
  { claude, claudeBreaker, store }: Pick<Deps, 'claude' | 'claudeBreaker' | 'store'>,
  attempt: Attempt,
): Promise<StoredReply> {
  const { model, role } = request;
  const hash = hashOf(request);
  const guard = {
    name: claudeBreakerName(model),
    label: `Claude (${model})`,
    policy: claudeBreaker,
    statement: hash,
  };
  const gate = askBreaker(guard, store.breakers, attempt);
  try {
    const stored = await store.replies.find(run, role, hash);
    if (stored !== undefined) return stored;
    const before = await callsBefore(run, attempt, store);
    const made = before.told + before.lost;
    if (made >= calls) throw callsSpent(made);
    attempt.noteSpent({ own: null, usage: withCalls(noUsage, made), replyId: null });
    const reply = await gate
      .through(() => {
        attempt.noteSpent({ own: oneCall, usage: withCalls(oneCall, made), replyId: null });
        return withinTime(request, claude, run, attempt);
      })
      .catch((error: unknown) => {
        throw made + 1 < calls ? error : notAgain(error);
      });
    const whole = { ...reply, usage: withCalls(reply.usage, made) };
    // Calls that were lost are in no row but this one's.
    const spent = { own: withCalls(reply.usage, before.lost), usage: whole.usage };
    attempt.noteSpent({ ...spent, replyId: null });
    const kept = await onceStoreIsBack(() => store.replies.keep(run, role, hash, whole), attempt);
    attempt.noteSpent({ ...spent, replyId: kept.replyId });
    return kept;
  } finally {
    gate.leave();
  }
}

const oneCall = withCalls(noUsage, 1);

/** With calls that failed or were lost: what they cost nobody knows. */
function withCalls(usage: Usage, more: number): Usage {
  return { ...usage, claudeCalls: usage.claudeCalls + more };
}

/** Calls of the attempts before this one. Who was lost with its process may have asked Claude. */
async function callsBefore(run: RunRef, { earlierIds }: Attempt, { attempts }: Deps['store']) {
  return earlierIds.length === 0 ? { told: 0, lost: 0 } : await attempts.callsOf(run, earlierIds);
}

/** A call ends a little before its attempt would: then its failure says what happened, and what it cost. */
async function withinTime(
  request: ClaudeRequest,
  claude: Deps['claude'],
  { runId }: RunRef,
  attempt: Attempt,
): Promise<ClaudeReply> {
  const { signal, deadlineMs } = attempt;
  const withinMs = Math.max(deadlineMs - Date.now() - marginMs, 100);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), withinMs);
  try {
    const either = AbortSignal.any([signal, late.signal]);
    return await claude.complete(request, { ...attempt, runId, signal: either });
  } catch (error) {
    if (signal.aborted || !late.signal.aborted) throw error;
    throw new ToolFailure(
      {
        error: 'claude_timeout',
        class: 'timeout',
        message: 'Claude took too long to answer.',
        suggestion: 'Ask again, or with a longer timeout.',
        timeout_ms: withinMs,
      },
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}

const marginMs = 400;

/** The last call that the activity may make: another attempt could only say so. */
function notAgain(error: unknown): unknown {
  if (!(error instanceof ToolFailure)) return error;
  const { toolError, nextTryMs, retryAfterMs, cause } = error;
  const asked = retryAfterMs !== undefined && { retryAfterMs };
  return new ToolFailure(toolError, { cause, nextTryMs, ...asked, final: true });
}

/** Attempts before this one failed, could not keep their reply, or were lost and may have asked. */
function callsSpent(made: number): ToolFailure {
  return new ToolFailure({
    error: 'budget_spent',
    class: 'permanent',
    message: `${made === 1 ? 'A call' : `${made} calls`} to Claude failed or may have been lost, and the run has none left for this.`,
    suggestion: 'Ask again with a higher --max-calls.',
  });
}

/** The reply to this request, where it was paid for before. */
export async function storedReply(
  { run, request }: Ask,
  { store }: Pick<Deps, 'store'>,
): Promise<StoredReply | undefined> {
  return await store.replies.find(run, request.role, hashOf(request));
}

function hashOf(request: ClaudeRequest): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}
