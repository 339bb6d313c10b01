import type { Ending } from './ending.js';
import type { ToolError } from './failure.js';

/** An ending that is no step's and not Claude's own, as a critical run hands it to a person. */
export function handingOver<Part extends Ending>(ending: Part, error: string): Part {
  const { text, suggestions = [] } = ending;
  const handOver: ToolError = {
    ...{ error, class: 'unknown', tool: '', message: text, suggestion: suggestions.join(' ') },
    ...{ timeout_ms: null, query: null, code: null, alternatives: [] },
  };
  return { ...ending, handOver };
}
