import { ToolFailure, type ToolError } from '../domain/failure.js';
import { foreignFailure } from '../domain/foreign-failure.js';
import type { StepTask } from '../domain/tasks.js';
import type { Lesser, Rungs, ToolContext } from '../tools/define-tool.js';
import type { AnyTool } from '../tools/registry.js';

/** Made by the tool itself. */
export type LesserRung = keyof Rungs<object, unknown>;

/**
 * What the tool's own rung makes of this input. Asked once: whatever it throws, the ladder goes on with the next rung
 * rather than with the same again.
 */
export async function lesserOf(
  tool: AnyTool,
  rung: LesserRung,
  input: object,
  context: ToolContext,
  why: ToolError,
): Promise<Lesser<unknown>> {
  try {
    const lesser = await tool.rungs?.[rung]?.(input, context, why);
    if (lesser !== undefined) return lesser;
  } catch (error) {
    throw onlyOnce(error, tool);
  }
  throw new ToolFailure({
    error: 'no_such_rung',
    class: 'permanent',
    message: `${tool.name} has no rung ${rung}.`,
  });
}

function onlyOnce(error: unknown, tool: AnyTool): ToolFailure {
  const known = error instanceof ToolFailure ? error : tool.classify?.(error);
  const { toolError, nextTryMs, cause } = known ?? foreignFailure(error, tool.name);
  return new ToolFailure(toolError, { cause, nextTryMs, final: true });
}

/** A task for a lower rung says what failed before it. */
export function failureBefore({ failure, rung }: StepTask): ToolError {
  if (failure !== null) return failure;
  throw new ToolFailure({
    error: 'invalid_task',
    class: 'permanent',
    message: `Rung ${rung} needs the failure that it stands in for.`,
  });
}

export function noStaleResult({ name }: AnyTool): ToolFailure {
  return new ToolFailure({
    error: 'no_stale_result',
    class: 'permanent',
    message: `No earlier result of the same ${name} is young enough to stand in.`,
  });
}
