import { ToolFailure } from '../domain/failure.js';
import type { StepOutcome, StepTask } from '../domain/tasks.js';
import type { ResultSet } from '../domain/result.js';
import type { StoredResult, Warehouse } from '../ports.js';
import type { ToolContext } from '../tools/define-tool.js';
import { breakerName, type AnyTool } from '../tools/registry.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { inTime } from './in-time.js';
import { askBreaker, type Guard } from './through-breaker.js';
import { chartIn, toResultSet } from './tool-output.js';
import { withHelp } from './with-help.js';

/** A tool stops itself this long before the server would: then its failure says what happened. */
const marginMs = 400;
/** Kept back of it, so that what is known by then still reaches the server. */
const tellingMs = 150;

/** Runs one step with its tool, or takes a fresh result of the same query from the cache. */
export async function runStep(
  task: StepTask,
  tool: AnyTool,
  deps: Deps,
  attempt: Attempt,
): Promise<StepOutcome> {
  const startedAt = Date.now();
  const { input, step } = task;
  const run = { tenant: input.question.tenant, runId: input.runId };
  const timeoutMs = Math.max(attempt.timeoutMs - marginMs, 100);
  const context: ToolContext = {
    run,
    stepId: step.id,
    asOf: input.question.asOf,
    timeZone: input.question.timeZone,
    warehouse: deps.warehouse,
    timeoutMs,
    signal: attempt.signal,
    onProgress: (rows) => attempt.onProgress({ step: step.id, rows }),
    result: (stepId) => resultOf(stepId),
  };
  const toolInput = parseInput(tool, step.input);
  const gate = askBreaker(guardOf(tool, step, deps.warehouse), deps.store.breakers, attempt);
  try {
    const cacheKey = await keyOf();
    return (await fromCache(cacheKey)) ?? (await live(cacheKey));
  } finally {
    gate.leave();
  }

  /** A key that cannot be computed now is none: the tool itself says what is wrong, and its breaker hears of it. */
  async function keyOf(): Promise<string | undefined> {
    if (step.policy.cacheFreshMs === 0) return undefined;
    return await tool.cacheKey?.(toolInput, context).catch(() => undefined);
  }

  async function fromCache(key: string | undefined): Promise<StepOutcome | undefined> {
    if (key === undefined || input.fresh) return undefined;
    // Not the id of a live result: a copy that comes too late must not stand in its place.
    const resultId = `${attempt.id}.cached`;
    const { results } = deps.store;
    const hit = await inTime(results.reuse(run, resultId, key, step.policy.cacheFreshMs));
    if (hit === undefined) return undefined;
    const { result, ageMs } = hit;
    return outcome(result, {
      resultId,
      readAt: result.readAt,
      ageSeconds: Math.round(ageMs / 1_000),
      bytes: 0,
    });
  }

  async function live(cacheKey: string | undefined): Promise<StepOutcome> {
    const deadlineMs = startedAt + attempt.timeoutMs - tellingMs;
    const output = await withHelp(tool, toolInput, { ...context, deadlineMs }, async () =>
      parseOutput(tool, await gate.through(() => withinTime(tool, toolInput, context))),
    );
    const result = toResultSet(output);
    const sql = typeof step.input['sql'] === 'string' ? step.input['sql'] : null;
    const { readAt } = await deps.store.results.put(run, attempt.id, {
      ...result,
      sql,
      cacheKey: cacheKey ?? null,
    });
    const bytes = Buffer.byteLength(JSON.stringify(result.rows));
    return {
      ...outcome(result, { resultId: attempt.id, readAt, ageSeconds: null, bytes }),
      chart: chartIn(output),
    };
  }

  function outcome(
    { columns, rowCount, truncated }: Omit<ResultSet, 'rows'>,
    { resultId, readAt, ageSeconds, bytes }: Pick<StepOutcome, Where>,
  ): StepOutcome {
    return {
      resultId,
      columns,
      rowCount,
      truncated,
      bytes,
      rung: ageSeconds === null ? 'live' : 'cache',
      readAt,
      ageSeconds,
      note: null,
      attempt: attempt.number,
      ms: Date.now() - startedAt,
      chart: null,
    };
  }

  async function resultOf(stepId: string): Promise<StoredResult> {
    const resultId = task.results[stepId];
    const result = resultId === undefined ? undefined : await deps.store.results.get(run, resultId);
    if (result !== undefined) return result;
    throw new ToolFailure({
      error: 'unresolved_reference',
      class: 'permanent',
      message: `Step ${step.id} reads from ${stepId}, which has no result it may use.`,
      suggestion: `Add ${stepId} to dependsOn.`,
    });
  }
}

type Where = 'resultId' | 'readAt' | 'ageSeconds' | 'bytes';

function guardOf(tool: AnyTool, { policy, input }: StepTask['step'], warehouse: Warehouse): Guard {
  return {
    name: breakerName(tool, warehouse.name),
    label: tool.name,
    policy: policy.breaker,
    statement: JSON.stringify(input),
  };
}

/** The tool's own time is up before the attempt's: it is told to stop, and its failure is a `tool_timeout`. */
async function withinTime(
  tool: AnyTool,
  toolInput: object,
  context: ToolContext,
): Promise<unknown> {
  const timer = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    const stop = (reason: unknown) => {
      timer.abort(reason);
      reject(reason);
    };
    const ends = setTimeout(() => stop(timeout(tool, context.timeoutMs)), context.timeoutMs);
    timer.signal.addEventListener('abort', () => clearTimeout(ends), { once: true });
  });
  stopped.catch(() => undefined);
  try {
    const signal = AbortSignal.any([context.signal, timer.signal]);
    return await Promise.race([tool.run(toolInput, { ...context, signal }), stopped]);
  } catch (error) {
    throw (error instanceof ToolFailure ? undefined : tool.classify?.(error)) ?? error;
  } finally {
    timer.abort();
  }
}

function timeout({ name }: AnyTool, timeoutMs: number): ToolFailure {
  return new ToolFailure({
    error: 'tool_timeout',
    class: 'timeout',
    tool: name,
    timeout_ms: timeoutMs,
    message: `${name} did not finish within ${timeoutMs} ms.`,
    suggestion: 'Ask for less at once: a shorter period or fewer groups.',
  });
}

function parseInput(tool: AnyTool, input: StepTask['step']['input']): object {
  const { data, error } = tool.input.safeParse(input);
  if (data !== undefined) return data;
  throw new ToolFailure({
    error: 'invalid_input',
    class: 'permanent',
    message: `The input of ${tool.name} does not fit: ${error?.issues[0]?.message ?? ''}`,
  });
}

function parseOutput(tool: AnyTool, output: unknown): unknown {
  const parsed = tool.output.safeParse(output);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ToolFailure({
    error: 'invalid_output',
    class: 'permanent',
    message: `${tool.name} returned something else than its schema says, at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    suggestion: 'The tool or its output schema needs a fix.',
  });
}
