import { ToolFailure } from '../domain/failure.js';
import { isQueryInput } from '../domain/plan.js';
import type { ResultSet, Rung } from '../domain/result.js';
import { lesserNote, staleNote } from '../domain/stand-in.js';
import type { StepOutcome, StepTask } from '../domain/tasks.js';
import { metricOf } from '../domain/verification/metric.js';
import type { LesserTold, NewResult, StoredResult, Warehouse } from '../ports.js';
import type { ToolContext } from '../tools/define-tool.js';
import { breakerName, type AnyTool } from '../tools/registry.js';
import { simplifierFor } from './ask-simplifier.js';
import type { Attempt } from './attempt.js';
import type { Deps } from './deps.js';
import { inTime } from './in-time.js';
import { failureBefore, lesserOf, noStaleResult, type LesserRung } from './lower-rungs.js';
import { responseOfRows } from './response.js';
import { onceStoreIsBack } from './store-back.js';
import { askBreaker, type Guard } from './through-breaker.js';
import { chartIn, toResultSet } from './tool-output.js';
import { warehouseOf } from './warehouse-of.js';
import { withHelp } from './with-help.js';

/** A tool stops itself this long before the server would: then its failure says what happened. */
const marginMs = 400;
/** Kept back of it, so that what is known by then still reaches the server. */
const tellingMs = 150;

/**
 * Runs one step with its tool, or takes a fresh result of the same query from the cache; or does what the task's lower
 * rung says, once that has failed.
 */
export async function runStep(
  task: StepTask,
  tool: AnyTool,
  deps: Pick<Deps, 'claude' | 'claudeBreaker' | 'store' | 'warehouses' | 'models'>,
  attempt: Attempt,
): Promise<StepOutcome> {
  const startedAt = Date.now();
  const { input, step } = task;
  const run = { tenant: input.question.tenant, runId: input.runId };
  const timeoutMs = Math.max(attempt.timeoutMs - marginMs, 100);
  const endsAtMs = startedAt + timeoutMs;
  const simplifier = simplifierFor(task, deps, attempt);
  const warehouse = warehouseOf(step, deps.warehouses);
  const context: ToolContext = {
    run,
    stepId: step.id,
    asOf: input.question.asOf,
    timeZone: input.question.timeZone,
    warehouse,
    catalogVersion: step.catalogVersion,
    keep: step.keep,
    timeoutMs,
    signal: attempt.signal,
    onProgress: (rows) => attempt.onProgress({ step: step.id, rows }),
    result: (stepId) => resultOf(stepId),
    askSimplifier: (query, tables) => simplifier.ask(query, tables),
  };
  const toolInput = parseInput(tool, step.input);
  if (task.rung === 'stale_cache') return await stale();
  const gate = askBreaker(guardOf(tool, step, warehouse, deps), deps.store.breakers, attempt);
  try {
    return task.rung === 'live'
      ? await fresh()
      : ((await fromEarlier(task.rung)) ?? (await lesser(task.rung)));
  } finally {
    gate.leave();
  }

  async function fresh(): Promise<StepOutcome> {
    const { cacheFreshMs, cacheStaleMs } = step.policy;
    // A key that cannot be computed now is none: the tool itself says what is wrong, and its breaker hears of it.
    const key = cacheFreshMs + cacheStaleMs > 0 ? await keyOf().catch(() => undefined) : undefined;
    return (await fromEarlier('live')) ?? (await fromCache(key)) ?? (await live(key));
  }

  /** What an attempt before this one had kept when its process died, or when its word was lost. */
  async function fromEarlier(rung: 'live' | LesserRung): Promise<StepOutcome | undefined> {
    // A chart is no row: what draws one draws it again.
    if (attempt.earlierIds.length === 0 || step.presents) return undefined;
    const found = await deps.store.results.all(run, attempt.earlierIds);
    const [kept] = attempt.earlierIds.flatMap((id) =>
      found.filter(({ resultId }) => resultId === id),
    );
    if (kept === undefined) return undefined;
    const { resultId, readAt, lesser: told } = kept;
    const from = { rung, resultId, readAt, ageSeconds: null, bytes: noted(kept) };
    return { ...outcome(kept, from), ...told };
  }

  async function fromCache(key: string | undefined): Promise<StepOutcome | undefined> {
    const { cacheFreshMs } = step.policy;
    // A `fresh` run refuses what is older than itself, and shares what any run has read since: its own replan, too.
    const runMs = Math.max(startedAt - task.runStartedAtMs, 0);
    const maxAgeMs = input.fresh ? Math.min(cacheFreshMs, runMs) : cacheFreshMs;
    if (key === undefined || maxAgeMs === 0) return undefined;
    // Not the id of a live result: a copy that comes too late must not stand in its place.
    return await inTime(reused('cache', key, `${attempt.id}.cached`, maxAgeMs));
  }

  /** In a `fresh` run, too: whoever refuses a cached result is better served by a labelled one than by none. */
  async function stale(): Promise<StepOutcome> {
    const why = failureBefore(task);
    const key = await keyOf();
    const found = key && (await reused('stale_cache', key, attempt.id, step.policy.cacheStaleMs));
    if (!found) throw noStaleResult(tool);
    return { ...found, note: staleNote(found.ageSeconds ?? 0, why) };
  }

  async function keyOf(): Promise<string | undefined> {
    return await tool.cacheKey?.(toolInput, context);
  }

  async function reused(
    rung: Rung,
    key: string,
    resultId: string,
    maxAgeMs: number,
  ): Promise<StepOutcome | undefined> {
    const hit = await deps.store.results.reuse(run, resultId, key, maxAgeMs);
    if (hit === undefined) return undefined;
    const { readAt } = hit.result;
    attempt.noteResponse({ bytes: hit.bytes, digest: hit.digest });
    const ageSeconds = Math.round(hit.ageMs / 1_000);
    return outcome(hit.result, { rung, resultId, readAt, ageSeconds, bytes: 0 });
  }

  async function live(key: string | undefined): Promise<StepOutcome> {
    const deadlineMs = startedAt + attempt.timeoutMs - tellingMs;
    stillInTime();
    const output = await withHelp(tool, toolInput, { ...context, deadlineMs }, async () =>
      parseOutput(
        tool,
        await gate.through(() =>
          withinTime(tool, context, endsAtMs, (timed) => tool.run(toolInput, timed)),
        ),
      ),
    );
    const sql = typeof step.input['sql'] === 'string' ? step.input['sql'] : null;
    const result = toResultSet(output, tool.output);
    const stored = await kept('live', result, { sql, cacheKey: key ?? null });
    return { ...stored, chart: chartIn(output) };
  }

  /** Before the breaker is told of anything: that the store was slow says nothing about the tool. */
  function stillInTime(): void {
    if (endsAtMs - Date.now() >= timeoutMs / 10) return;
    throw new ToolFailure({
      error: 'store_unavailable',
      class: 'transient',
      message: 'The store took the time of this attempt.',
      suggestion: 'Ask again in a moment.',
    });
  }

  /** Never kept under the query's cache key: it is not what the query returns. */
  async function lesser(rung: LesserRung): Promise<StepOutcome> {
    const why = failureBefore(task);
    stillInTime();
    const made = await gate.through(() =>
      withinTime(tool, context, endsAtMs, (timed) => lesserOf(tool, rung, toolInput, timed, why)),
    );
    const { output, note, sql, input: lesserInput } = made;
    const whole = toResultSet(parseOutput(tool, output), tool.output);
    // What a tool samples without intervals is a mere look, and known as one by whoever reads it.
    const result = rung === 'sample' ? { intervals: [], ...whole } : whole;
    const told: LesserTold = {
      note: lesserNote(note, why),
      ...simplifier.paid,
      ...(sql !== undefined && { sql }),
      ...(lesserInput !== undefined && { input: { ...lesserInput } }),
    };
    return { ...(await kept(rung, result, { sql: sql ?? null, lesser: told })), ...told };
  }

  async function kept(
    rung: Rung,
    result: ResultSet,
    {
      cacheKey = null,
      ...more
    }: Pick<NewResult, 'sql' | 'lesser'> & Partial<Pick<NewResult, 'cacheKey'>>,
  ): Promise<StepOutcome> {
    const query = isQueryInput(step.input) ? step.input : null;
    const isOwn = rung === 'live' && query !== null;
    const metric = isOwn ? metricOf(query, step.facts, result, input.question.asOf) : null;
    const content = { ...result, ...more, cacheKey, metric };
    const { readAt } = await onceStoreIsBack(
      () => deps.store.results.put(run, attempt.id, content),
      attempt,
    );
    const bytes = noted(result);
    return outcome(result, { rung, resultId: attempt.id, readAt, ageSeconds: null, bytes });
  }

  /** Tells the log what came back; returns its size. */
  function noted({ rows }: ResultSet): number {
    const response = responseOfRows(rows);
    attempt.noteResponse(response);
    return response.bytes;
  }

  function outcome(
    { columns, rowCount, truncated }: Omit<ResultSet, 'rows'>,
    from: Pick<StepOutcome, 'rung' | 'resultId' | 'readAt' | 'ageSeconds' | 'bytes'>,
  ): StepOutcome {
    return {
      ...from,
      columns,
      rowCount,
      truncated,
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

function guardOf(
  tool: AnyTool,
  { policy, input }: StepTask['step'],
  warehouse: Warehouse,
  { warehouses }: Pick<Deps, 'warehouses'>,
): Guard {
  const isOneOfSeveral = warehouses.length > 1;
  return {
    name: breakerName(tool, warehouse.name, { isOneOfSeveral }),
    label: tool.name,
    policy: policy.breaker,
    statement: JSON.stringify(input),
  };
}

/**
 * The tool's own time is up before the attempt's, however long cache and breaker were asked before it: it is told to
 * stop, and its failure is a `tool_timeout`.
 */
async function withinTime<T>(
  tool: AnyTool,
  context: ToolContext,
  endsAtMs: number,
  work: (timed: ToolContext) => Promise<T>,
): Promise<T> {
  const timer = new AbortController();
  let ends: NodeJS.Timeout | undefined;
  const stopped = new Promise<never>((_, reject) => {
    ends = setTimeout(() => {
      const reason = timeout(tool, context.timeoutMs);
      timer.abort(reason);
      reject(reason);
    }, endsAtMs - Date.now());
  });
  stopped.catch(() => undefined);
  try {
    const signal = AbortSignal.any([context.signal, timer.signal]);
    return await Promise.race([work({ ...context, signal }), stopped]);
  } catch (error) {
    throw (error instanceof ToolFailure ? undefined : tool.classify?.(error)) ?? error;
  } finally {
    clearTimeout(ends);
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
