import type { ReplySource } from '../domain/claude-ladder.js';
import { ToolFailure } from '../domain/failure.js';
import type { Paid } from '../domain/tasks.js';
import type { StoredReply } from '../ports.js';
import { askClaude, storedReply, type Ask } from './ask-claude.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { responseOf } from './response.js';

/** A reply, and where it really came from. */
export interface HadReply extends StoredReply {
  readonly source: ReplySource;
}

type AskDeps = Pick<Deps, 'claude' | 'claudeBreaker' | 'store' | 'fallbackModel'>;

interface Asking extends Ask {
  readonly source: ReplySource;
  readonly promptVersion: string;
}

/** A reply to the request from that source. @throws ToolFailure permanent, where the source has none to offer */
export async function hadReply(asking: Asking, deps: AskDeps, attempt: Attempt): Promise<HadReply> {
  const reply = await replyFrom(asking, deps, attempt);
  attempt.noteResponse(responseOf(reply.text));
  return reply;
}

async function replyFrom(
  { source, promptVersion, ...ask }: Asking,
  deps: AskDeps,
  attempt: Attempt,
): Promise<HadReply> {
  switch (source) {
    case 'own_model':
      return { ...(await askClaude(ask, deps, attempt)), source };
    case 'fallback_model':
      return await fallbackReply(ask, deps, attempt);
    case 'person':
    case 'verified_question':
      throw new Error('What a person wrote or verified is no reply to ask for.');
    case 'earlier_run': {
      const reply = await deps.store.replies.reuse(ask.run, promptVersion);
      if (reply === undefined) throw noEarlierRun();
      return { ...reply, source };
    }
  }
}

/** What an outcome says about the reply it came from. */
export function paidFor({ replyId, model, usage, source }: HadReply, promptVersion: string): Paid {
  return { replyId, model, source, promptVersion, usage };
}

/** The own model's reply comes first even now: it may have been stored before what failed afterwards. */
async function fallbackReply(ask: Ask, deps: AskDeps, attempt: Attempt): Promise<HadReply> {
  const { request } = ask;
  const own = await storedReply(ask, deps);
  if (own !== undefined) return { ...own, source: 'own_model' };
  if (request.model === deps.fallbackModel) throw noFallback(request.model);
  const asked = { ...request, model: deps.fallbackModel };
  return {
    ...(await askClaude({ ...ask, request: asked }, deps, attempt)),
    source: 'fallback_model',
  };
}

function noFallback(model: string): ToolFailure {
  return new ToolFailure({
    error: 'no_fallback_model',
    class: 'permanent',
    message: `There is no other model to ask than ${model}.`,
    suggestion: 'Set SUREFOOT_FALLBACK_MODEL to another model.',
  });
}

function noEarlierRun(): ToolFailure {
  return new ToolFailure({
    error: 'no_earlier_plan',
    class: 'permanent',
    message: 'No earlier run has answered the same question on the same day over the same schema.',
  });
}
