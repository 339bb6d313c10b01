import { ToolFailure } from '../../domain/failure.js';
import type { Claude } from '../../ports.js';
import type { Metrics } from './create-metrics.js';

/** The same Claude, whose calls are timed and whose tokens are counted. */
export function countedClaude(claude: Claude, metrics: Metrics): Claude {
  return {
    async complete(request, options) {
      const startedAt = performance.now();
      const seconds = () => (performance.now() - startedAt) / 1_000;
      try {
        const reply = await claude.complete(request, options);
        metrics.claudeAsked(request, seconds(), reply);
        return reply;
      } catch (error) {
        metrics.claudeAsked(request, seconds(), errorType(error));
        throw error;
      }
    },
  };
}

function errorType(error: unknown): string {
  if (error instanceof ToolFailure) return error.toolError.error;
  return error instanceof Error && error.name === 'AbortError' ? 'cancelled' : '_OTHER';
}
