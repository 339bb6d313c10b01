import { periodWords } from '../period.js';
import type { Report, TableRow, Unit } from '../report.js';
import { display, shortened } from './format.js';
import { toMinute } from '../../shown/minute.js';

/** A title; `nameOf` says how a tenant’s name, which is somebody else’s text, is written. */
export function headline(
  { kind, period, tenant }: Report,
  nameOf: (name: string) => string = (name) => shortened(name, 100),
): string {
  const whose = tenant === null ? '' : `, tenant ${nameOf(tenant)}`;
  return `Surefoot’s ${kind}: ${periodWords(period)}${whose}`;
}

export function comparedWith({ before, madeAt }: Report): string {
  const made = toMinute(madeAt);
  return `Compared with ${periodWords(before)}. Days are UTC. Made ${made} UTC.`;
}

/** A cell as people read it; a dash where there is none. */
export function cellText(cell: TableRow['cells'][number], unit: Unit | null): string {
  if (cell === null || cell === '') return '–';
  return typeof cell === 'number' && unit !== null ? display(cell, unit) : String(cell);
}
