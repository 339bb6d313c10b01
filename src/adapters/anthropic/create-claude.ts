import type Anthropic from '@anthropic-ai/sdk';
import type { Claude } from '../../ports.js';
import { timeLimit } from '../signals/time-limit.js';
import { connectAnthropic, defaultTimeoutMs, type ConnectOptions } from './connect.js';
import { failureOf, tookTooLong } from './failures.js';
import { readReply } from './read-reply.js';
import { messageParams } from './request.js';

/**
 * Claude over the Messages API: one streamed request per call. An aborted call closes its request and throws an
 * `AbortError` whose cause is the signal's reason, so that the caller can tell a cancellation from its own time limit.
 */
export function createClaude({
  client,
  timeoutMs = defaultTimeoutMs,
  ...connection
}: ConnectOptions & { readonly client?: Anthropic } = {}): Claude {
  const anthropic = client ?? connectAnthropic({ ...connection, timeoutMs });

  return {
    async complete(request, options) {
      const { runId, signal } = options;
      const call = timeLimit(signal, timeoutMs);
      try {
        const stream = await anthropic.messages.create(messageParams(request), {
          signal: call.signal,
          // Ours ends the whole call and says so; the SDK's covers the headers alone and must not come first.
          timeout: timeoutMs + 1_000,
          maxRetries: 0,
          openTelemetry: { conversationId: runId },
          headers: { 'x-surefoot-role': request.role, 'x-surefoot-run': runId },
        });
        return await readReply(stream, request.model, () => options.onProgress());
      } catch (error) {
        if (signal.aborted) throw abortError(signal);
        if (call.signal.aborted) throw tookTooLong(timeoutMs, error);
        throw failureOf(error, request.model);
      } finally {
        call.end();
      }
    },
  };
}

function abortError(signal: AbortSignal): Error {
  const error = new Error('The call to Claude was aborted.', { cause: signal.reason });
  error.name = 'AbortError';
  return error;
}
