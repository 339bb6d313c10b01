import { createHash } from 'node:crypto';
import type { Cell } from '../domain/result.js';

/** What the log says of an attempt's response without keeping it. */
export interface Response {
  readonly bytes: number;
  /** MD5, as Postgres computes it of the same text. */
  readonly digest: string;
}

export function responseOf(text: string): Response {
  return { bytes: Buffer.byteLength(text), digest: createHash('md5').update(text).digest('hex') };
}

/** Of rows as the store keeps them. */
export function responseOfRows(rows: readonly (readonly Cell[])[]): Response {
  return responseOf(JSON.stringify(rows));
}
