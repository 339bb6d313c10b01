import { createHash } from 'node:crypto';
import { ToolFailure } from '../domain/failure.js';
import type { QueryInput } from '../domain/plan.js';
import type { ResultSet } from '../domain/result.js';
import type { QueryLimits } from '../ports.js';
import { guardOnce } from '../sql/guard-once.js';
import type { Look } from '../sql/sample/look.js';
import { readSample } from '../sql/sample/read-sample.js';
import { sample, type Scaled } from '../sql/sample/sample.js';
import type { Lesser, ToolContext } from './define-tool.js';
import { resolveParams } from './resolve-params.js';
import { onServerMs } from './server-time.js';

/** How much of a table is read. */
export interface SampleSize {
  /** Of its pages. */
  readonly percent: number;
  /** Fewer pages than this give no figure, so of a small table more is read. */
  readonly minPages: number;
}

/**
 * Estimates from a share of the largest table's pages, each with its interval; else the first rows as a look at the
 * data, without any interval. @throws ToolFailure `not_sampled` where neither can be had.
 */
export async function sampleQuery(
  input: QueryInput,
  context: ToolContext,
  { caps, size }: { readonly caps: QueryLimits; readonly size: SampleSize },
): Promise<Lesser<ResultSet>> {
  const { warehouse, run, stepId, timeZone, signal } = context;
  const catalog = await warehouse.catalog(signal);
  const sampled = await sample(input.sql, {
    catalog,
    seed: seedOf(`${run.tenant}/${run.runId}/${stepId}`),
    ...size,
  });
  const values = await resolveParams(input.params, (step) => context.result(step));
  if (sampled.kind === 'scaled') return await estimate(sampled);
  if (sampled.kind === 'look')
    return await look(sampled, 'It lists rows instead of adding them up');
  if (sampled.look === null) throw notSampled(input.sql, sampled.reason);
  return await look(sampled.look, `Its figures cannot be estimated: ${sampled.reason}`);

  async function estimate(scaled: Scaled): Promise<Lesser<ResultSet>> {
    const raw = await readInTime(scaled);
    if (raw === undefined && scaled.look !== null) {
      return await look(scaled.look, 'Its figures could not be estimated in time');
    }
    if (raw === undefined) throw notSampled(input.sql, 'a sample takes too long, too');
    const { result, intervals, notEnough, note } = readSample(raw, scaled);
    if (intervals.length > 0) {
      const truncated = result.truncated || notEnough > 0;
      return { output: { ...result, truncated, intervals }, note, sql: scaled.sql };
    }
    const reason = `the sample of ${scaled.table} is too small for a figure`;
    if (scaled.look === null) throw notSampled(input.sql, reason);
    return await look(scaled.look, `Its figures cannot be estimated: ${reason}`);
  }

  async function look(of: Look, why: string): Promise<Lesser<ResultSet>> {
    const guarded = await guardOnce(of.sql, { catalog, paramCount: of.params.length });
    if (!guarded.accepted) throw notSampled(input.sql, 'its first rows may not be read either');
    const { facts, sql } = guarded;
    const result = await read({ sql, params: of.params });
    const truncated = result.truncated || result.rowCount >= (facts.limit ?? Infinity);
    const rows = `${truncated ? 'the first ' : ''}${result.rowCount.toLocaleString('en-US')} ${result.rowCount === 1 ? 'row' : 'rows'}`;
    return {
      output: { ...result, truncated, intervals: [] },
      note: `Only a look at the data: ${rows} in no order, without totals. ${why}.`,
      sql,
    };
  }

  /** Our own text around a guarded tree: it names what the guard lets nobody name. */
  async function readInTime(scaled: Scaled): Promise<ResultSet | undefined> {
    try {
      return await read(scaled, estimateShare * context.timeoutMs);
    } catch (error) {
      const isLate = error instanceof ToolFailure && error.toolError.class === 'timeout';
      if (isLate && !signal.aborted) return undefined;
      throw error;
    }
  }

  async function read(
    { sql, params }: Pick<Scaled, 'sql' | 'params'>,
    withinMs = context.timeoutMs,
  ): Promise<ResultSet> {
    return await warehouse.query(
      {
        sql,
        params: params.map((number) => values[number - 1] ?? null),
        timeZone,
        tenant: run.tenant,
        timeoutMs: onServerMs(withinMs),
      },
      caps,
      { signal, onProgress: (rows) => context.onProgress(rows) },
    );
  }
}

/** Of the time that there is, so that after an estimate that takes too long a look still fits. */
const estimateShare = 0.7;

/** The same for the same step of the same run: a retry draws the same pages. */
function seedOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() >>> 1;
}

function notSampled(query: string, reason: string): ToolFailure {
  return new ToolFailure({
    error: 'not_sampled',
    class: 'permanent',
    tool: 'execute_query',
    query,
    message: `The query cannot be answered from a sample: ${reason}.`,
    suggestion: 'Ask for less at once: a shorter period or fewer groups.',
  });
}
