import { writeBlock } from '../domain/blocks.js';
import { ToolFailure } from '../domain/failure.js';
import type { RunRef } from '../domain/question.js';
import type { EarlierReply } from '../domain/tasks.js';
import type { ClaudeRequest, Replies } from '../ports.js';

type Messages = ClaudeRequest['messages'];

/** The question, then each earlier reply with what was held against it. The last word is never Claude's. */
export async function conversation(
  run: RunRef,
  opening: string,
  earlier: readonly EarlierReply[],
  closing: string,
  replies: Replies,
): Promise<Messages> {
  const turns = await Promise.all(
    earlier.map(async ({ replyId, findings }, index) => {
      const reply = await replies.get(run, replyId);
      if (reply === undefined) throw replyGone(replyId);
      const words = [
        ...(findings.length > 0
          ? [
              `This was held against your reply. Return it whole, corrected.\n${writeBlock('findings', findings)}`,
            ]
          : []),
        ...(index === earlier.length - 1 ? [closing] : []),
      ];
      return [
        { role: 'assistant', text: reply.text },
        { role: 'user', text: words.filter((text) => text !== '').join('\n') },
      ] as const;
    }),
  );
  const first = turns.length === 0 && closing !== '' ? `${opening}\n${closing}` : opening;
  return [{ role: 'user', text: first }, ...turns.flat()];
}

/** The text that Claude is asked to repair; undefined on a first round. */
export async function replyBefore(
  run: RunRef,
  earlier: readonly EarlierReply[],
  replies: Replies,
): Promise<string | undefined> {
  const last = earlier.at(-1);
  return last === undefined ? undefined : (await replies.get(run, last.replyId))?.text;
}

function replyGone(replyId: string): ToolFailure {
  return new ToolFailure({
    error: 'reply_gone',
    class: 'permanent',
    message: `Claude's earlier reply ${replyId} is no longer in the store, so the run cannot build on it.`,
    suggestion: 'Ask again under a new id.',
  });
}
