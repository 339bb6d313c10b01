import type { PoolClient, QueryResult } from 'pg';
import Cursor from 'pg-cursor';
import type { Cell, Column } from '../../domain/result.js';
import { ToolFailure } from '../../domain/failure.js';
import type { Parameter, QueryLimits } from '../../ports.js';
import { placedAfter } from './placed-after.js';
import { isRowTooLarge, withCaps } from './row-caps.js';
import { until } from './session.js';
import { cellBytes, textCells } from './text-cells.js';

export interface Selected {
  readonly fields: readonly { readonly name: string; readonly oid: number }[];
  readonly rows: readonly (readonly Cell[])[];
  readonly truncated: boolean;
}

/** One request in the extended protocol, read through a cursor until the end or a cap. */
export async function runSelect(
  client: PoolClient,
  { sql, params }: { readonly sql: string; readonly params: readonly Parameter[] },
  limits: QueryLimits,
  onProgress: (rows: number) => void,
): Promise<Selected> {
  const capped = withCaps(sql, limits.maxRows);
  const cursor = client.query(
    new Cursor<Cell[]>(capped.sql, [...params], { rowMode: 'array', types: textCells }),
  );
  const guarded = guardMemory(client, sql, limits);
  const rows: Cell[][] = [];
  let bytes = 0;
  let batch = firstBatch;
  try {
    for (;;) {
      const wanted = Math.min(batch, limits.maxRows + 1 - rows.length);
      const read = await readBatch(client, cursor, wanted);
      guarded.check();
      for (const row of read.rows) {
        bytes += row.reduce<number>((sum, cell) => sum + cellBytes(cell), 0);
        if (rows.length >= limits.maxRows || bytes > limits.maxBytes) {
          await cursor.close();
          return { fields: read.fields, rows, truncated: true };
        }
        rows.push(row);
      }
      onProgress(rows.length);
      if (read.rows.length < wanted) return { fields: read.fields, rows, truncated: false };
      batch = nextBatch(bytes / rows.length);
    }
  } catch (error) {
    await idle(client);
    guarded.check();
    throw isRowTooLarge(error) ? tooLarge(sql, error) : placedAfter(capped.before, error);
  } finally {
    guarded.release();
  }
}

/** After an error the server is busy until it is ready again; only then can the session be closed in good order. */
async function idle(client: PoolClient): Promise<void> {
  await until(client, (settle) => {
    client.connection.once('readyForQuery', settle);
    client.connection.once('end', settle);
  });
}

/** Of wide rows fewer at a time, so that a batch stays near 1 MiB. */
function nextBatch(bytesPerRow: number): number {
  return Math.min(2_000, Math.max(1, Math.floor(batchBytes / Math.max(1, bytesPerRow))));
}

/**
 * The cursor tells nobody of an error that comes once the last row is there, such as a time limit that is reached just
 * then, so we listen, too.
 */
async function readBatch(
  { connection }: PoolClient,
  cursor: Cursor<Cell[]>,
  count: number,
): Promise<Pick<Selected, 'fields'> & { readonly rows: Cell[][] }> {
  let heard: (error: Error) => void = () => {};
  const reading = new Promise<Pick<Selected, 'fields'> & { readonly rows: Cell[][] }>(
    (resolve, reject) => {
      heard = reject;
      connection.once('errorMessage', heard);
      cursor.read(count, (error, rows, result: QueryResult) => {
        if (error) reject(error);
        else {
          const fields = result.fields.map(({ name, dataTypeID: oid }) => ({ name, oid }));
          resolve({ fields, rows });
        }
      });
    },
  );
  return await reading.finally(() => connection.off('errorMessage', heard));
}

/**
 * The row and byte caps act once rows are here, and the server's own cap counts one row at a time. So the bytes are
 * counted as they arrive, and the socket is cut long before memory is short.
 */
function guardMemory(client: PoolClient, sql: string, { maxBytes }: QueryLimits) {
  const { stream } = client.connection;
  let received = 0;
  const count = (chunk: Buffer): void => {
    received += chunk.length;
    if (received > hardCap) stream.destroy();
  };
  const hardCap = maxBytes + slackBytes;
  stream.on('data', count);
  return {
    check(): void {
      if (received > hardCap) throw tooLarge(sql);
    },
    release: () => void stream.off('data', count),
  };
}

function tooLarge(sql: string, cause?: unknown): ToolFailure {
  const words = {
    error: 'result_too_large',
    class: 'user_error',
    query: sql,
    message: 'The query returns values that are too large to read.',
    suggestion: 'Select fewer or narrower columns, or aggregate.',
  } as const;
  return new ToolFailure(words, { cause });
}

/** Puts names to the types' ids. */
export function columnsOf(fields: Selected['fields'], types: readonly string[]): Column[] {
  return fields.map(({ name }, i) => ({ name, type: types[i] ?? 'unknown' }));
}

const firstBatch = 200;
const batchBytes = 1024 * 1024;
const slackBytes = 64 * 1024 * 1024;
