import { ToolFailure } from '../domain/failure.js';
import type { ToolContext } from '../tools/define-tool.js';
import type { AnyTool } from '../tools/registry.js';
import { helpInTime } from './help-in-time.js';

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
    if (!(error instanceof ToolFailure) || !mayBeHelped(error)) throw error;
    const { toolError, final, nextTryMs, retryAfterMs } = error;
    const timeoutMs = Math.min(context.deadlineMs - Date.now(), longestMs);
    const more = await helpInTime(
      timeoutMs,
      context.signal,
      async (signal) => await tool.help?.(input, { ...context, timeoutMs, signal }, toolError),
    );
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

function mayBeHelped({ toolError }: ToolFailure): boolean {
  return toolError.class !== 'transient' && toolError.class !== 'unknown';
}

/** A user waits for help that long and no longer. */
const longestMs = 2_000;
