import { classify } from './classify.js';
import { ToolFailure } from './failure.js';

/**
 * What a tool threw that is no failure of ours. Its message may hold data or secrets: the user hears its kind and code,
 * and the worker's log has it whole.
 */
export function foreignFailure(thrown: unknown, tool: string): ToolFailure {
  const { class: errorClass, code: said } = classify(thrown);
  const code = said ?? codeOf(thrown);
  const kind = code === undefined ? kindOf(thrown) : `${kindOf(thrown)} (${code})`;
  return new ToolFailure(
    {
      error: 'tool_failed',
      class: errorClass,
      tool,
      message: `${tool} failed with ${kind}; its worker’s log says more.`,
      code: code ?? null,
    },
    { cause: thrown },
  );
}

/** The name of an error's class. */
function kindOf(thrown: unknown): string {
  if (thrown === null || thrown === undefined) return 'an empty error';
  if (!(thrown instanceof Error)) return `a thrown ${typeof thrown}`;
  const { name } = thrown;
  const ownName = name === 'Error' ? thrown.constructor.name : name;
  return /^[A-Za-z_$][\w$]{0,60}$/.test(ownName) ? ownName : 'Error';
}

function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  const { code } = thrown;
  return typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code) ? code : undefined;
}
