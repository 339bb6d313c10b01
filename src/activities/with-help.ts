import { setTimeout as sleep } from 'node:timers/promises';
import { ToolFailure } from '../domain/failure.js';
import type { ToolContext } from '../tools/define-tool.js';
import type { AnyTool } from '../tools/registry.js';

/** Runs a tool. A failure that no repetition cures gets the tool's own help, where that comes before `deadlineMs`. */
export async function withHelp<T>(
  tool: AnyTool,
  input: object,
  context: ToolContext & { readonly deadlineMs: number },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const left = Math.min(context.deadlineMs - Date.now(), longestMs);
    const { signal } = context;
    if (!(error instanceof ToolFailure) || tool.help === undefined || signal.aborted || left <= 0)
      throw error;
    const { toolError, final, nextTryMs, retryAfterMs } = error;
    if (toolError.class === 'transient' || toolError.class === 'unknown') throw error;
    const asked = new AbortController();
    const more = await Promise.race([
      tool
        .help(input, { ...context, timeoutMs: left, signal: anyOf(signal, asked) }, toolError)
        .catch(() => ({})),
      sleep(left, {}, { signal: asked.signal }).catch(() => ({})),
    ]);
    asked.abort();
    throw new ToolFailure(
      { ...toolError, ...more },
      {
        cause: error.cause,
        final,
        nextTryMs,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      },
    );
  }
}

function anyOf(signal: AbortSignal, asked: AbortController): AbortSignal {
  return AbortSignal.any([signal, asked.signal]);
}

/** A user waits for help that long and no longer. */
const longestMs = 2_000;
