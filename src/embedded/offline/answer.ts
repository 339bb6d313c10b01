import { ApiError } from './api-error.js';
import type { Asked } from './asked.js';
import { misfits } from './fits.js';
import { tokensOf } from './prompt-cache.js';
import type { Reply } from './reply.js';
import { answerByRules } from './rules/answer-by-rules.js';
import type { ScriptRule } from './script.js';

/** What the offline rules say, held to the request's own schema. @throws ApiError where they have nothing to say */
export function offlineAnswer(asked: Asked): Reply {
  const value = answerByRules(asked);
  if (asked.schema !== undefined) {
    const problems = misfits(value, asked.schema);
    if (problems.length > 0) {
      throw new ApiError(
        500,
        `The offline rules' reply does not fit the request's schema: ${problems.join('; ')}`,
      );
    }
  }
  return whole(JSON.stringify(value), 'offline');
}

/** What a script's rule lets Claude say. @throws ApiError for a scripted error, or a reply that does not fit */
export function scriptedAnswer({ name, reply }: ScriptRule, asked: Asked): Reply {
  if (reply.status !== undefined) {
    const { status, message, type, headers, inStream = false } = reply;
    throw new ApiError(status, message ?? `Scripted by rule "${name}".`, {
      ...{ headers, inStream },
      ...(type !== undefined && { type }),
    });
  }
  const full = fullAnswer(name, reply, asked);
  switch (reply.stop) {
    case undefined:
      return full;
    case 'refusal':
      return {
        ...full,
        text: reply.text ?? '',
        stop: 'refusal',
        refusal: reply.refusal ?? { category: 'general_harms', explanation: 'Scripted refusal.' },
      };
    default:
      return { ...full, text: full.text.slice(0, full.text.length / 2), stop: reply.stop };
  }
}

function fullAnswer(name: string, reply: ScriptRule['reply'], asked: Asked): Reply {
  if (reply.offline === true) return offlineAnswer(asked);
  if (reply.json === undefined) return whole(reply.text ?? '', asked.model);
  const problems = asked.schema === undefined ? [] : misfits(reply.json, asked.schema);
  if (problems.length > 0) {
    // Whoever wrote it hears of it at once: nothing repeats this, and no breaker counts it.
    throw new ApiError(
      400,
      `The script's rule "${name}" does not fit the request's schema: ${problems.join('; ')}`,
    );
  }
  return whole(JSON.stringify(reply.json), asked.model);
}

/** Cuts a reply where the request's `max_tokens` ends it. */
export function withinMaxTokens(reply: Reply, maxTokens: number): Reply {
  if (reply.stop !== 'end_turn' || tokensOf(reply.text) <= maxTokens) return reply;
  return { ...reply, text: reply.text.slice(0, maxTokens * 4), stop: 'max_tokens' };
}

function whole(text: string, model: string): Reply {
  return { text, model, stop: 'end_turn', refusal: null };
}
