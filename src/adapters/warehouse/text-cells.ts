import type { CustomTypesConfig } from 'pg';
import type { Cell } from '../../domain/result.js';

/** Values as Postgres wrote them: only booleans are read, so that no digit, offset or array is changed on the way. */
export const textCells: CustomTypesConfig = {
  getTypeParser: (oid: number) => (oid === boolOid ? (text: string) => text === 't' : asIs),
};

/** What a cell weighs against the result's cap. */
export function cellBytes(cell: Cell): number {
  return typeof cell === 'string' ? Buffer.byteLength(cell) : 1;
}

const boolOid = 16;
const asIs = (text: string): string => text;
