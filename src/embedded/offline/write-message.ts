import type Anthropic from '@anthropic-ai/sdk';
import { tokensOf, type PromptTokens } from './prompt-cache.js';
import type { Reply } from './reply.js';

/** A reply as the API's `Message`. */
export function writeMessage(reply: Reply, id: string, prompt: PromptTokens): Anthropic.Message {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model: reply.model,
    content: reply.text === '' ? [] : [{ type: 'text', text: reply.text, citations: null }],
    container: null,
    diagnostics: null,
    stop_reason: reply.stop,
    stop_sequence: null,
    stop_details: reply.refusal === null ? null : { type: 'refusal', ...reply.refusal },
    usage: {
      input_tokens: prompt.input,
      cache_creation_input_tokens: prompt.cacheWrite5m + prompt.cacheWrite1h,
      cache_read_input_tokens: prompt.cacheRead,
      cache_creation: {
        ephemeral_5m_input_tokens: prompt.cacheWrite5m,
        ephemeral_1h_input_tokens: prompt.cacheWrite1h,
      },
      output_tokens: tokensOf(reply.text),
      output_tokens_details: { thinking_tokens: 0 },
      server_tool_use: null,
      service_tier: 'standard',
      speed: 'standard',
      inference_geo: null,
    },
  };
}

/** Characters in one delta of a stream. */
const deltaLength = 160;

/** The same message as server-sent events, in the API's order: what a stream of it looks like on the wire. */
export function writeEvents(message: Anthropic.Message): string {
  const { usage } = message;
  const events: Anthropic.MessageStreamEvent[] = [
    {
      type: 'message_start',
      message: {
        ...message,
        content: [],
        stop_reason: null,
        stop_details: null,
        usage: { ...usage, output_tokens: 1 },
      },
    },
  ];
  for (const [index, block] of message.content.entries()) {
    if (block.type !== 'text') continue;
    events.push({ type: 'content_block_start', index, content_block: { ...block, text: '' } });
    for (let from = 0; from < block.text.length; from += deltaLength) {
      const text = block.text.slice(from, from + deltaLength);
      events.push({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } });
    }
    events.push({ type: 'content_block_stop', index });
  }
  events.push({
    type: 'message_delta',
    delta: {
      container: null,
      stop_reason: message.stop_reason,
      stop_sequence: null,
      stop_details: message.stop_details,
    },
    usage: {
      input_tokens: usage.input_tokens,
      cache_creation_input_tokens: usage.cache_creation_input_tokens,
      cache_read_input_tokens: usage.cache_read_input_tokens,
      output_tokens: usage.output_tokens,
      output_tokens_details: usage.output_tokens_details,
      server_tool_use: null,
    },
  });
  events.push({ type: 'message_stop' });

  const [start = '', ...rest] = events.map(
    (event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
  );
  return [start, 'event: ping\ndata: {"type": "ping"}\n\n', ...rest].join('');
}

/** The stream of a message that ends in an error once it has begun. */
export function writeBrokenEvents(
  message: Anthropic.Message,
  error: { readonly type: string; readonly message: string },
): string {
  const [start = ''] = writeEvents(message).split('\n\n', 1);
  return `${start}\n\nevent: error\ndata: ${JSON.stringify({ type: 'error', error })}\n\n`;
}
