import { withClient } from './with-client.js';

/**
 * Runs SQL, possibly several statements, on a connection of its own and returns the rows of the last one. For setting a
 * server up, where speed does not matter and there is no pool yet.
 */
export async function runSql(
  url: string,
  sql: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return await withClient(url, async (client) => {
    const result: unknown = await client.query(sql);
    const last: unknown = Array.isArray(result) ? result.at(-1) : result;
    return hasRows(last) ? last.rows : [];
  });
}

/** node-postgres types one result and returns a list for several statements. */
function hasRows(
  value: unknown,
): value is { readonly rows: readonly Readonly<Record<string, unknown>>[] } {
  return (
    typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows)
  );
}
