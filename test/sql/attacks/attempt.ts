import type { Warehouse } from '../../../src/ports.js';

/** Plans and then runs a statement that nobody has checked. True where it ran to its end. */
export async function attempt(
  warehouse: Warehouse,
  sql: string,
  timeoutMs = 250,
): Promise<boolean> {
  const statement = { sql, params: [], timeZone: 'UTC', tenant: 't', timeoutMs };
  const limits = { maxRows: 100, maxBytes: 1_000_000 };
  const { signal } = new AbortController();
  await warehouse.explain(statement, signal).catch(() => undefined);
  return await warehouse.query(statement, limits, { signal, onProgress: () => {} }).then(
    () => true,
    () => false,
  );
}

/** What the next statement finds set in its session. */
export async function settingsOf(warehouse: Warehouse): Promise<string> {
  const sql =
    "select string_agg(name || '=' || setting, ',' order by name) as settings from pg_settings where name <> 'transaction_timeout'";
  const statement = { sql, params: [], timeZone: 'UTC', tenant: 't', timeoutMs: 10_000 };
  const limits = { maxRows: 1, maxBytes: 100_000 };
  const { signal } = new AbortController();
  const { rows } = await warehouse.query(statement, limits, { signal, onProgress: () => {} });
  return String(rows[0]?.[0]);
}
