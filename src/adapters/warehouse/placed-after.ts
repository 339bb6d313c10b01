import { DatabaseError } from 'pg';

/** Postgres counts places from the start of what it was sent; here they count from the statement after our own words. */
export function placedAfter(prefix: string, error: unknown): unknown {
  if (error instanceof DatabaseError && error.position !== undefined) {
    const position = Number(error.position) - prefix.length;
    error.position = position > 0 ? `${position}` : undefined;
  }
  return error;
}
