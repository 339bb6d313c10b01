import { ToolFailure } from '../domain/failure.js';
import type { QueryInput } from '../domain/plan.js';
import type { ResultSet } from '../domain/result.js';
import type { QueryLimits, Statement } from '../ports.js';
import { tablesOf } from '../sql/facts.js';
import { guardOnce } from '../sql/guard-once.js';
import { readSimpler } from '../sql/simplify/read-simpler.js';
import { simplify, type Rewrite } from '../sql/simplify/simplify.js';
import { tableName } from '../sql/table-names.js';
import type { Lesser, ToolContext } from './define-tool.js';
import { resolveParams } from './resolve-params.js';
import { onServerMs } from './server-time.js';

/**
 * Runs the same query with less in it: the first rewrite, by rule and least loss first, else Claude's, that EXPLAIN finds
 * much cheaper.
 * An ORDER BY that nothing declares is left out only where all rows fit: else it says which ones are returned.
 * @throws ToolFailure `not_simplified` where there is none
 */
export async function simplifyQuery(
  input: QueryInput,
  context: ToolContext,
  caps: QueryLimits,
): Promise<Lesser<ResultSet>> {
  const { warehouse, run, timeZone, signal, keep } = context;
  const catalog = await warehouse.catalog(signal);
  const whole = await explained(input);
  // Twice as many as are estimated are nothing unusual.
  const keepOrder = whole.rows * 2 >= caps.maxRows;
  const options = { catalog, declaration: input, keep, keepOrder };
  for (const rewrite of await simplify(input.sql, options)) {
    const lesser = await ifMuchCheaper(rewrite);
    if (lesser !== undefined) return lesser;
  }
  const fromClaude = await askedOfClaude();
  const lesser = fromClaude && (await ifMuchCheaper(fromClaude));
  if (lesser === undefined) throw notSimplified(input.sql);
  return lesser;

  /** Where the rules find nothing: what Claude says, if the trees show that it means the same. */
  async function askedOfClaude(): Promise<Rewrite | undefined> {
    const read = new Set(await tablesOf(input.sql));
    const tables = catalog.tables.filter((table) => read.has(tableName(table)));
    const sql = await context.askSimplifier(input, tables);
    return sql === undefined ? undefined : await readSimpler(sql, options);
  }

  async function ifMuchCheaper(
    rewrite: Pick<Rewrite, 'input' | 'note' | 'reordered'>,
  ): Promise<Lesser<ResultSet> | undefined> {
    const { params } = rewrite.input;
    const guarded = await guardOnce(rewrite.input.sql, { catalog, paramCount: params.length });
    if (!guarded.accepted) return undefined;
    const lesser = { ...rewrite.input, sql: guarded.sql };
    if ((await explained(lesser)).cost * muchCheaper > whole.cost) return undefined;
    const output = await warehouse.query(
      { ...(await statementOf(lesser)), timeoutMs: onServerMs(context.timeoutMs) },
      caps,
      { signal, onProgress: (rows) => context.onProgress(rows) },
    );
    // There were more than EXPLAIN thought: these are not the rows that would have come first.
    if (output.truncated && rewrite.reordered) throw notSimplified(input.sql);
    return { output, note: rewrite.note, sql: lesser.sql, input: lesser };
  }

  async function explained(query: QueryInput) {
    return await warehouse.explain(await statementOf(query), signal);
  }

  async function statementOf({ sql, params }: QueryInput): Promise<Statement> {
    const values = await resolveParams(params, (step) => context.result(step));
    return { sql, params: values, timeZone, tenant: run.tenant, timeoutMs: explainMs };
  }
}

function notSimplified(query: string): ToolFailure {
  return new ToolFailure({
    error: 'not_simplified',
    class: 'permanent',
    tool: 'execute_query',
    query,
    message: 'Nothing that the query may do without would make it much cheaper.',
    suggestion: 'Ask for less at once: a shorter period or fewer groups.',
  });
}

/**
 * The live attempt has seven tenths of the time and this one about half of the rest: what is not four times cheaper would
 * not be done in time either.
 */
const muchCheaper = 4;
const explainMs = 2_000;
