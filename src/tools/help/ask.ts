import type { SelectStmt } from 'libpg-query';
import type { Cell } from '../../domain/result.js';
import type { Catalog, Parameter, Warehouse } from '../../ports.js';
import { guard } from '../../sql/guard.js';
import { writeSelect } from '../../sql/select/text.js';

/** What a user gets instead of an error: what happened, and what would work. */
export interface Help {
  readonly message: string;
  readonly suggestions: readonly string[];
}

/** What help may use. It asks the real database, a few short questions, and is done within `budgetMs`. */
export interface HelpContext {
  readonly catalog: Catalog;
  readonly warehouse: Warehouse;
  /** The values of $1, $2 … of the statement. */
  readonly params: readonly Parameter[];
  /** Of these, the texts that the plan itself gives, which may be shown; null for the others, which are data. */
  readonly texts?: readonly (string | null)[];
  readonly timeZone: string;
  readonly tenant: string;
  readonly signal: AbortSignal;
  readonly budgetMs?: number;
}

/** Asks within one budget. An answer that does not come in time, or that Postgres refuses, is undefined: help goes on. */
export interface Asker {
  rows(select: SelectStmt): Promise<readonly (readonly Cell[])[] | undefined>;
  /** Cost and rows as Postgres estimates them, and the statement that was asked about. */
  estimate(
    select: SelectStmt,
  ): Promise<{ readonly cost: number; readonly rows: number; readonly sql: string } | undefined>;
}

export function createAsker(context: HelpContext): Asker {
  const { catalog, warehouse, params, timeZone, tenant, budgetMs = defaultBudgetMs } = context;
  const deadline = performance.now() + budgetMs;
  // Not AbortSignal.timeout: on Node 20 one inside AbortSignal.any may be collected, and then never comes.
  const late = new AbortController();
  setTimeout(() => late.abort(), budgetMs).unref();
  const signal = AbortSignal.any([context.signal, late.signal]);
  let left = mostQuestions;

  const ask = async <T>(
    select: SelectStmt,
    work: (statement: Parameters<Warehouse['explain']>[0]) => Promise<T>,
  ): Promise<T | undefined> => {
    const remaining = deadline - performance.now();
    if (left <= 0 || remaining < leastMs) return undefined;
    left -= 1;
    const written = await writeSelect(select);
    if (written === undefined) return undefined;
    const guarded = await guard(written.sql, { catalog, paramCount: written.params.length });
    if (!guarded.accepted) return undefined;
    try {
      return await work({
        sql: guarded.sql,
        params: written.params.map((number) => params[number - 1] ?? null),
        timeZone,
        tenant,
        timeoutMs: Math.min(perQuestionMs, remaining),
      });
    } catch {
      context.signal.throwIfAborted();
      return undefined;
    }
  };

  return {
    rows: async (select) =>
      (
        await ask(select, (statement) =>
          warehouse.query(statement, limits, { signal, onProgress: () => {} }),
        )
      )?.rows,
    estimate: async (select) =>
      await ask(select, async (statement) => ({
        ...(await warehouse.explain(statement, signal)),
        sql: statement.sql,
      })),
  };
}

const defaultBudgetMs = 2_000;
const perQuestionMs = 400;
const leastMs = 20;
const mostQuestions = 24;
const limits = { maxRows: 2_000, maxBytes: 512 * 1024 };
