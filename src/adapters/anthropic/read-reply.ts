import type {
  MessageDeltaUsage,
  RawMessageStreamEvent,
  RefusalStopDetails,
  StopReason,
  Usage as ApiUsage,
} from '@anthropic-ai/sdk/resources/messages';
import type { ClaudeReply } from '../../ports.js';
import { contextExceeded, refused, streamCut, unexpectedStop } from './failures.js';
import { costUsd } from './prices.js';

type Tokens = Pick<
  ApiUsage,
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_read_input_tokens'
  | 'cache_creation_input_tokens'
  | 'cache_creation'
>;

interface Message {
  readonly text: string;
  readonly model: string;
  readonly stopReason: StopReason | null;
  readonly stopDetails: RefusalStopDetails | null;
  readonly tokens: Tokens;
  /** `message_stop` has come: without it something is missing, however the stream ended. */
  readonly complete: boolean;
}

/** Reads the stream to its end. @throws ToolFailure where it ends early, or Claude did not come to its end. */
export async function readReply(
  stream: AsyncIterable<RawMessageStreamEvent>,
  model: string,
  onProgress: () => void,
): Promise<ClaudeReply> {
  const message = await readMessage(stream, onProgress);
  switch (message.stopReason) {
    case 'end_turn':
    case 'max_tokens':
      return {
        text: message.text,
        stopReason: message.stopReason,
        model: message.model,
        usage: usageOf(message),
      };
    case 'refusal':
      throw refused(message.stopDetails);
    case 'model_context_window_exceeded':
      throw contextExceeded(model);
    default:
      throw unexpectedStop(message.stopReason);
  }
}

/** Reads past `message_stop` so that the connection can be used again; what goes wrong after it costs nothing. */
async function readMessage(
  stream: AsyncIterable<RawMessageStreamEvent>,
  onProgress: () => void,
): Promise<Message> {
  let message: Message | undefined;
  try {
    for await (const event of stream) {
      message = afterEvent(message, event);
      onProgress();
    }
  } catch (error) {
    if (!message?.complete) throw error;
  }
  if (!message?.complete) throw streamCut(undefined);
  return message;
}

/** Only text blocks count: thinking is Claude's own. */
function afterEvent(
  message: Message | undefined,
  event: RawMessageStreamEvent,
): Message | undefined {
  if (event.type === 'message_start') {
    const { model, usage: tokens } = event.message;
    return { text: '', model, stopReason: null, stopDetails: null, tokens, complete: false };
  }
  if (message === undefined) return undefined;
  switch (event.type) {
    case 'content_block_start':
      return event.content_block.type === 'text'
        ? { ...message, text: message.text + event.content_block.text }
        : message;
    case 'content_block_delta':
      return event.delta.type === 'text_delta'
        ? { ...message, text: message.text + event.delta.text }
        : message;
    case 'message_delta': {
      const { stop_reason: stopReason, stop_details: stopDetails } = event.delta;
      return { ...message, stopReason, stopDetails, tokens: merge(message.tokens, event.usage) };
    }
    case 'message_stop':
      return { ...message, complete: true };
    default:
      return message;
  }
}

/** The last event carries totals, not increments, and leaves out what does not apply. */
function merge(tokens: Tokens, totals: MessageDeltaUsage): Tokens {
  return {
    ...tokens,
    output_tokens: totals.output_tokens,
    input_tokens: totals.input_tokens ?? tokens.input_tokens,
    cache_read_input_tokens: totals.cache_read_input_tokens ?? tokens.cache_read_input_tokens,
    cache_creation_input_tokens:
      totals.cache_creation_input_tokens ?? tokens.cache_creation_input_tokens,
  };
}

/** Input counts what Claude read anew, written to the prompt cache or not; what came out of the cache stands apart. */
function usageOf({ model, tokens }: Message): ClaudeReply['usage'] {
  const written = tokens.cache_creation_input_tokens ?? 0;
  const written5m = tokens.cache_creation?.ephemeral_5m_input_tokens ?? 0;
  const counts = {
    input: tokens.input_tokens,
    cacheWrite5m: written5m,
    cacheWrite1h: Math.max(written - written5m, 0),
    cacheRead: tokens.cache_read_input_tokens ?? 0,
    output: tokens.output_tokens,
  };
  return {
    claudeCalls: 1,
    inputTokens: counts.input + written,
    cacheReadTokens: counts.cacheRead,
    outputTokens: counts.output,
    costUsd: costUsd(model, counts),
  };
}
