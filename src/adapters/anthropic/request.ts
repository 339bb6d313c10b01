import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { ClaudeRequest } from '../../ports.js';
import { structuredOutputSchema } from './schema.js';

/**
 * The request as the Messages API takes it. Never sampling settings, a forced tool, a prefill or a thinking budget:
 * the newer models answer those with a 400.
 */
export function messageParams(request: ClaudeRequest): MessageCreateParamsStreaming {
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    stream: true,
    system: request.system.map(({ text, cached }) => ({
      type: 'text' as const,
      text,
      ...(cached && { cache_control: { type: 'ephemeral' as const, ttl: '1h' as const } }),
    })),
    messages: request.messages.map(({ role, text }) => ({ role, content: text })),
    output_config: {
      format: { type: 'json_schema', schema: structuredOutputSchema(request.schema) },
      ...(supportsEffort(request.model) && { effort: request.effort }),
    },
  };
}

/** The 4.5 generation, Opus apart, and everything before it refuse `effort`; an unknown name is taken for a new model. */
function supportsEffort(model: string): boolean {
  return !/^claude-(?:(?:haiku|sonnet)-4-5|(?:sonnet|opus)-4(?:-[01])?|3-.+)(?:-\d{8})?$/.test(
    model,
  );
}
