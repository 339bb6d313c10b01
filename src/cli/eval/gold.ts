import type { ResultSet } from '../../domain/result.js';
import type { Gold, SuiteCase } from '../../domain/evaluation/suite.js';
import type { Warehouse, Warehouses } from '../../ports.js';
import type { judgeSql } from '../../tools/judge-sql.js';
import { UsageError } from '../failures.js';

export interface GoldParts {
  readonly warehouses: Warehouses;
  readonly judgeSql: typeof judgeSql;
  readonly signal: AbortSignal;
}

/** A case whose SQL may be sent, as it is sent. */
export interface ReadyCase {
  readonly wanted: SuiteCase;
  readonly statements: readonly { readonly sql: string; readonly warehouse: Warehouse }[];
}

/**
 * Passes all gold by the guard and EXPLAIN, before any question costs something. @throws UsageError naming what is
 * refused
 */
export async function admitGold(
  cases: readonly SuiteCase[],
  parts: GoldParts,
): Promise<readonly ReadyCase[]> {
  const problems: string[] = [];
  const ready: ReadyCase[] = [];
  for (const wanted of cases) {
    const { id, sql, also, tenant } = wanted;
    const statements: ReadyCase['statements'][number][] = [];
    for (const gold of sql.trim() === '' ? [] : [wanted, ...also]) {
      const warehouse = named(gold, parts.warehouses);
      if (warehouse === undefined) {
        problems.push(`  ${id}: ${unknownWarehouse(gold, parts.warehouses)}`);
        continue;
      }
      const { signal } = parts;
      const verdict = await parts.judgeSql(gold.sql, { paramCount: 0, warehouse, tenant, signal });
      if (verdict.sql !== null) statements.push({ sql: verdict.sql, warehouse });
      else problems.push(`  ${id}: ${verdict.findings.map(({ what }) => what).join('; ')}`);
    }
    ready.push({ wanted, statements });
  }
  if (problems.length > 0) {
    throw new UsageError(`Nothing was asked, as this gold may not run:\n${problems.join('\n')}`);
  }
  return ready;
}

function named({ warehouse: name }: Gold, warehouses: Warehouses): Warehouse | undefined {
  return name === null ? warehouses[0] : warehouses.find((each) => each.name === name);
}

function unknownWarehouse({ warehouse }: Gold, warehouses: Warehouses): string {
  const names = warehouses.map(({ name }) => name).join(', ');
  return `there is no warehouse ${warehouse}, only ${names}.`;
}

/** Gold's rows, read as a step's are: guarded, read-only, with the same caps. @throws ToolFailure */
export async function goldRows(
  { wanted, statements }: ReadyCase,
  signal: AbortSignal,
): Promise<readonly ResultSet[]> {
  const { tenant, timeZone } = wanted;
  const rows: ResultSet[] = [];
  for (const { sql, warehouse } of statements) {
    const statement = { sql, params: [], timeZone, tenant, timeoutMs };
    rows.push(await warehouse.query(statement, limits, { signal, onProgress: () => undefined }));
  }
  return rows;
}

const timeoutMs = 60_000;
/** What a result of Surefoot's may have by default. */
const limits = { maxRows: 10_000, maxBytes: 8_388_608 };
