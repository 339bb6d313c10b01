import { readFile } from 'node:fs/promises';
import type { SelectStmt } from 'libpg-query';
import { connectWarehouse } from '../../../src/adapters/warehouse/connect-warehouse.js';
import type { QueryInput } from '../../../src/domain/plan.js';
import type { ResultSet } from '../../../src/domain/result.js';
import { verifyResult } from '../../../src/domain/verification/verify-result.js';
import type { Catalog, Warehouse } from '../../../src/ports.js';
import { guard } from '../../../src/sql/guard.js';
import { lintSql } from '../../../src/sql/lint/lint-sql.js';
import { readSelect } from '../../../src/sql/select/text.js';
import { checkIntent } from '../../../src/sql/shape/check-intent.js';
import { goldDatabases, goldQueries } from '../../../test/sql/gold.js';
import { postgresForTests, runSql, sharedData } from '../../../test/support.js';
import { trueDeclaration, trueExpectation } from './declare.js';
import { mutations, textOf } from './mutate.js';

export interface Outcome {
  readonly mutation: string;
  /** The layer that refuses it first; null where none does. */
  readonly caught: 'names' | 'explain' | 'lints' | 'intent' | 'after' | null;
  /** It gives the rows that the query without the mistake gives. */
  readonly isSame: boolean;
  readonly isWarned: boolean;
  readonly sql: string;
}

/** Each gold query with each mistake in up to `turns` places, and each without one. */
export async function goldMutants({
  turns = 3,
  databases = goldDatabases,
}: { readonly turns?: number; readonly databases?: readonly string[] } = {}): Promise<{
  readonly wrong: readonly Outcome[];
  readonly right: readonly Outcome[];
}> {
  const gold = await goldQueries();
  const wrong: Outcome[] = [];
  const right: Outcome[] = [];
  for (const name of databases) {
    const mine = gold.filter(({ database }) => database === name);
    await withDatabase(name, async (at) => {
      for (const { sql } of mine) {
        const select = await readSelect(sql);
        if (select === undefined) continue;
        const query = await trueDeclaration(sql, select, at.catalog);
        const rows = await at.rows(sql);
        if (rows === undefined) continue;
        right.push(await outcomeOf('none', sql, { query, select, rows }, at));
        for (const text of mutantsOf(select, at.catalog, turns)) {
          wrong.push(await outcomeOf(text.mutation, text.sql, { query, select, rows }, at));
        }
      }
    });
  }
  return { wrong, right };
}

interface Opened {
  readonly catalog: Catalog;
  readonly warehouse: Warehouse;
  rows(sql: string): Promise<ResultSet | undefined>;
}

interface Truth {
  readonly query: QueryInput;
  readonly select: SelectStmt;
  readonly rows: ResultSet;
}

/** A statement with each mistake in up to `turns` places. */
export function mutantsOf(select: SelectStmt, catalog: Catalog, turns: number) {
  const original = textOf(select);
  return mutations.flatMap((mutation) => {
    const texts = new Set<string>();
    for (let turn = 0; turn < turns; turn += 1) {
      const mutant = mutation.apply(select, { turn, catalog });
      if (mutant !== undefined) texts.add(textOf(mutant));
    }
    texts.delete(original);
    return [...texts].map((sql) => ({ mutation: mutation.name, sql }));
  });
}

async function outcomeOf(
  mutation: string,
  sql: string,
  { query, select, rows }: Truth,
  at: Opened,
): Promise<Outcome> {
  const { catalog, warehouse } = at;
  const outcome = { mutation, sql, isSame: false, isWarned: false };
  const guarded = await guard(sql, { catalog, paramCount: 0 });
  if (!guarded.accepted) return { ...outcome, caught: 'names' };
  const statement = { sql: guarded.sql, params: [], timeZone: 'UTC', tenant: '', timeoutMs: 5_000 };
  const explained = await warehouse.explain(statement, never).catch(() => undefined);
  if (explained === undefined) return { ...outcome, caught: 'explain' };

  const result = await at.rows(guarded.sql);
  const isSame = result !== undefined && sameRows(rows, result, query.order !== '');
  const doubts = await lintSql(sql, catalog);
  const intent = await checkIntent({ ...query, sql }, catalog);
  const step = {
    ...{ id: 'asked', tool: 'execute_query', facts: guarded.facts },
    input: { ...query },
    expect: trueExpectation(
      query,
      rows.columns.map(({ name }) => name),
      select,
    ),
  };
  const verified = result === undefined ? undefined : verifyResult(step, result, '2026-11-26');
  const isWarned =
    doubts.some(({ weight }) => weight === 'warning') ||
    intent.doubts.length > 0 ||
    (verified?.warnings.length ?? 0) > 0;
  const caught = doubts.some(({ weight }) => weight === 'finding')
    ? 'lints'
    : intent.doubts.some(({ refutes }) => refutes)
      ? 'intent'
      : verified === undefined || verified.findings.length > 0
        ? 'after'
        : null;
  return { ...outcome, caught, isSame, isWarned };
}

function sameRows(a: ResultSet, b: ResultSet, isOrdered: boolean): boolean {
  const texts = ({ rows }: ResultSet) => rows.map((row) => JSON.stringify(row));
  const [mine, its] = [texts(a), texts(b)];
  return isOrdered ? mine.join() === its.join() : mine.toSorted().join() === its.toSorted().join();
}

async function withDatabase(name: string, work: (at: Opened) => Promise<void>): Promise<void> {
  const database = await (await postgresForTests()).createDatabase();
  await runSql(database.url, await readFile(sharedData(`sql-eval/${name}.sql`) ?? '', 'utf8'));
  const options = { url: database.url, name, poolSize: 2, catalogTtlMs: 3_600_000 };
  const warehouse = connectWarehouse(options);
  const limits = { maxRows: 10_000, maxBytes: 8_388_608 };
  try {
    await work({
      catalog: await warehouse.catalog(never),
      warehouse,
      rows: (sql) =>
        warehouse
          .query({ sql, params: [], timeZone: 'UTC', tenant: '', timeoutMs: 5_000 }, limits, {
            signal: never,
            onProgress: () => {},
          })
          .catch(() => undefined),
    });
  } finally {
    await warehouse.close();
    await database.drop();
  }
}

const never = new AbortController().signal;
