import { createHash } from 'node:crypto';
import { ToolFailure } from '../domain/failure.js';
import type { QueryInput } from '../domain/plan.js';
import type { ResultSet } from '../domain/result.js';
import type { QueryLimits } from '../ports.js';
import { guardOnce } from '../sql/guard-once.js';
import { checkQuery } from './check-query.js';
import { defineTool, type CheckFinding, type Tool, type ToolContext } from './define-tool.js';
import { queryAdvice } from './help/query-advice.js';
import { queryHelp } from './help/query-failed.js';
import { QueryInputSchema, ResultSetSchema } from './query-schemas.js';
import { resolveParams } from './resolve-params.js';
import { sampleQuery, type SampleSize } from './sample-query.js';
import { onServerWithHelpMs } from './server-time.js';
import { simplifyQuery } from './simplify-query.js';

export interface QueryOptions extends Partial<QueryLimits> {
  readonly sample?: SampleSize;
}

/** The tool that reads the warehouse. A result has at most this many rows and bytes, and says when there were more. */
export function createExecuteQuery(options: QueryOptions = {}): Tool<QueryInput, ResultSet> {
  const { sample = defaultSample, ...limits } = options;
  const caps: QueryLimits = { ...defaultLimits, ...limits };
  return defineTool<QueryInput, ResultSet>({
    name: 'execute_query',
    description:
      'Runs one SELECT on the Postgres warehouse, read only. Aggregate in SQL and return few rows. Parameters are ' +
      '$1, $2 … in the order of params: a text, null, one cell of an earlier step, or a column of one for = any($n). ' +
      'measure, grain, period, dimensions, filters, order and limit declare what the SQL does; they are checked against it.',
    input: QueryInputSchema,
    output: ResultSetSchema,
    policy: {
      timeoutMs: 30_000,
      cacheFreshMs: 300_000,
      cacheStaleMs: 86_400_000,
      ladder: ['stale_cache', 'simplified', 'sample'],
    },
    usesWarehouse: true,
    check: checkQuery,
    cacheKey: (input, context) => cacheKeyOf(input, context, caps),
    run: (input, context) => runQuery(input, context, caps),
    help: (input, context, why) => queryHelp(input, context, why, caps),
    advise: queryAdvice,
    rungs: {
      simplified: (input, context) => simplifyQuery(input, context, caps),
      sample: (input, context) => sampleQuery(input, context, { caps, size: sample }),
    },
  });
}

async function runQuery(
  input: QueryInput,
  context: ToolContext,
  caps: QueryLimits,
): Promise<ResultSet> {
  const { warehouse, run, timeZone, timeoutMs, signal } = context;
  const catalog = await warehouse.catalog(signal);
  // Again, though compile has done it: what arrives here came through other hands.
  const guarded = await guardOnce(input.sql, { catalog, paramCount: input.params.length });
  if (!guarded.accepted) throw refusal(input.sql, guarded.findings);
  const params = await resolveParams(input.params, (step) => context.result(step));
  return await warehouse.query(
    {
      sql: guarded.sql,
      params,
      timeZone,
      tenant: run.tenant,
      timeoutMs: onServerWithHelpMs(timeoutMs),
    },
    caps,
    { signal, onProgress: (rows) => context.onProgress(rows) },
  );
}

function refusal(sql: string, findings: readonly CheckFinding[]): ToolFailure {
  const [first] = findings;
  return new ToolFailure({
    error: 'guard_refused',
    class: 'permanent',
    query: sql,
    message: `The query is not allowed: ${findings.map(({ what }) => what).join('; ')}.`,
    suggestion: first?.fix ?? '',
  });
}

/**
 * Everything that the rows depend on, without asking the warehouse: it may be what failed. The tree's text has its
 * literals; parameters keep null and 'null' apart.
 */
async function cacheKeyOf(
  input: QueryInput,
  context: ToolContext,
  caps: QueryLimits,
): Promise<string> {
  const { warehouse, run, timeZone, catalogVersion } = context;
  const params = await resolveParams(input.params, (step) => context.result(step));
  const parts = {
    tool: 'execute_query',
    sql: input.sql,
    params: input.params.map(({ kind }, i) => [kind, params[i]]),
    warehouse: warehouse.identity,
    tenant: run.tenant,
    timeZone,
    maxRows: caps.maxRows,
    maxBytes: caps.maxBytes,
    catalog: catalogVersion,
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

const defaultLimits: QueryLimits = { maxRows: 10_000, maxBytes: 8 * 1024 * 1024 };
const defaultSample: SampleSize = { percent: 10, minPages: 30 };
