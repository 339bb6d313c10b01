import type { SelectStmt } from 'libpg-query';
import type { SqlFindings } from '../finding.js';
import { sizeOfSelect, type Uses } from './size-of-select.js';

/**
 * Postgres puts what a query in FROM or WITH computes in the place of each of its names, and the left side of BETWEEN
 * and IN before each comparison: eight levels that say `x + x` make 256 of one, and a short text fills the server's
 * memory while it is planned, which no time limit ends. So the parts are counted as they are once all is written out.
 */
export function checkCopies(select: SelectStmt, findings: SqlFindings): void {
  if (writtenOut(select) <= mostParts) return;
  findings.add({
    code: 'sql_too_large',
    what: `the SQL has more than ${mostParts} parts once every name of a query in FROM or WITH, BETWEEN and IN is written out, where long powers and products of numbers count for many`,
    fix: 'Compute what is used often in a WITH query AS MATERIALIZED, and nest less.',
  });
}

export function writtenOut(select: SelectStmt): number {
  const uses: Uses = new Map();
  const around = { ctes: new Map(), outer: null, uses, longest: { digits: 0 } };
  sizeOfSelect(select, { ...around, counts: true });
  return sizeOfSelect(select, { ...around, counts: false }).parts;
}

/** Planning takes 3 µs for each. */
const mostParts = 100_000;
