import type { Catalog, Warehouse } from '../ports.js';
import { SqlFindings, type SqlFinding } from '../sql/finding.js';
import { guard } from '../sql/guard.js';
import { lintSql } from '../sql/lint/lint-sql.js';
import { explainFinding } from './explain-finding.js';

export interface Verdict {
  /** Harmless, and Postgres can plan it where it was asked. What a plan would be sent back for besides is in `findings`. */
  readonly accepted: boolean;
  readonly findings: readonly SqlFinding[];
  /** What would be sent to the warehouse; null where it is refused. */
  readonly sql: string | null;
}

export interface JudgeOptions {
  readonly paramCount: number;
  /** For names and EXPLAIN; without it neither is looked at. */
  readonly warehouse?: Warehouse;
  /** For whom EXPLAIN plans: needed where the warehouse keeps tenants apart. */
  readonly tenant?: string | undefined;
  readonly signal: AbortSignal;
}

/** What a plan's SQL is held to, for any SQL: guard, lints and EXPLAIN. */
export async function judgeSql(sql: string, options: JudgeOptions): Promise<Verdict> {
  const { paramCount, warehouse, signal } = options;
  const catalog = await warehouse?.catalog(signal);
  const known = { paramCount, ...(catalog !== undefined && { catalog }) };
  const strict = await guard(sql, known);
  const found = strict.accepted ? [] : strict.findings;
  // How the columns that come out are called harms nobody, and Postgres may still be asked about the rest.
  const harmless = strict.accepted ? strict : await guard(sql, { ...known, anyOutput: true });
  if (!harmless.accepted) return { accepted: false, findings: found, sql: null };
  if (warehouse === undefined || catalog === undefined) {
    return { accepted: true, findings: found, sql: harmless.sql };
  }
  const notes = [...found, ...(await wrongThough(sql, catalog))];
  const refusal = await planned(harmless.sql, sql, catalog, { ...options, warehouse });
  return refusal === undefined
    ? { accepted: true, findings: notes, sql: harmless.sql }
    : { accepted: false, findings: [...notes, refusal], sql: null };
}

/** Doubts that would send a plan back. */
async function wrongThough(sql: string, catalog: Catalog): Promise<readonly SqlFinding[]> {
  const placed = new SqlFindings(sql);
  for (const { weight, location, ...finding } of await lintSql(sql, catalog)) {
    if (weight === 'finding') placed.add({ ...finding, layer: 'lint' }, location);
  }
  return placed.list;
}

async function planned(
  sent: string,
  written: string,
  catalog: Catalog,
  { warehouse, paramCount, tenant = '', signal }: JudgeOptions & { readonly warehouse: Warehouse },
): Promise<SqlFinding | undefined> {
  const params = Array.from({ length: paramCount }, () => null);
  try {
    const statement = { sql: sent, params, timeZone: 'UTC', tenant, timeoutMs: explainMs };
    await warehouse.explain(statement, signal);
    return undefined;
  } catch (error) {
    return await explainFinding(error, { sent, written }, catalog);
  }
}

const explainMs = 5_000;
