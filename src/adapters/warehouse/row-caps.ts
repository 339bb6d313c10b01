import { randomBytes } from 'node:crypto';
import { DatabaseError } from 'pg';

/**
 * The statement with caps that the server holds: no row, and so no cell, of more than 1 MiB leaves it, and no more rows
 * than are read. Inside parentheses a statement that writes is a syntax error, too.
 */
export function withCaps(
  sql: string,
  maxRows: number,
): { readonly sql: string; readonly before: string } {
  // With OFFSET 0 each value is computed once, and not anew wherever it is measured.
  const before = 'select * from (select * from (\n';
  const after = `
) as inside offset 0) as ${row} where case when pg_catalog.pg_column_size(${row}) > ${largestRow} then ${failing(`pg_catalog.pg_column_size(${row})`)}
 when pg_catalog.octet_length(${row}::text) > ${largestRow} then ${failing(`pg_catalog.octet_length(${row}::text)`)} else true end limit ${maxRows + 1}`;
  return { sql: `${before}${sql}${after}`, before };
}

/** SQL has no way to raise an error but to make one: a cast that fails, and whose message is ours to know again. */
function failing(size: string): string {
  return `('${row} ' || ${size})::int is null`;
}

export function isRowTooLarge(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '22P02' && error.message.includes(row);
}

/** Its name is nobody's to guess: a column of the same name would be measured in its place. */
const row = `surefoot_${randomBytes(6).toString('hex')}`;
const largestRow = 1024 * 1024;
