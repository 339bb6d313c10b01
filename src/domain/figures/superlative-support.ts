import type { FigureSpec } from '../interpretation.js';
import { cellText, type Evidence, type EvidenceResult } from './evidence.js';
import { holdsForAll, isExtreme } from './extremes.js';
import { extremeSaid, type Extreme } from './superlatives.js';
import { isNumeric, measureOf, unitOf } from './unit.js';
import { isSeries } from './value-periods.js';
import type { Value } from './value.js';

/** A superlative, in lower case, and the sentence that it stands in. */
export interface Claim {
  readonly word: string;
  readonly sentence: string;
}

/** Whether what a name was read from may be what the word says. True also where that cannot be told. */
export function figureMayBe(
  claim: Claim,
  { from }: Value,
  spec: FigureSpec | undefined,
  { results }: Evidence,
): boolean {
  const [source] = from;
  const result = source && results.get(source.step);
  if (result === undefined) return true;
  if (spec?.calc === 'max' || spec?.calc === 'min') {
    return fits(claim, result, source?.column ?? '', spec.calc === 'max');
  }
  const compared = spec?.where.find(({ equals }) => equals === '')?.column;
  if (spec === undefined || compared === undefined || !spec.calc.startsWith('arg')) {
    return source?.row == null || rowMayBe(claim, result, source.row);
  }
  const named = columnsNamed(claim, result);
  if (named.length > 0 && !named.includes(compared) && source?.row != null) {
    return rowMayBe(claim, result, source.row);
  }
  return fits(claim, result, compared, spec.calc === 'argmax');
}

/** The columns that the sentence names, and the measure; else every number. */
export function columnsMeant(claim: Claim, result: EvidenceResult): readonly string[] {
  const numbers = numericColumns(result);
  const measured = numbers.filter((column) => measureOf(result, column) !== null);
  const meant = new Set([...columnsNamed(claim, result), ...measured]);
  return meant.size > 0 ? [...meant] : numbers;
}

/** By the columns that are meant; else by the rows' order. */
export function rowMayBe(claim: Claim, result: EvidenceResult, row: number): boolean {
  const found = columnsMeant(claim, result).map((column) => isSo(claim, result, { row, column }));
  if (found.length > 0 && found.every((so) => so !== null)) return found.includes(true);
  if (found.includes(true)) return true;
  return orderMayBe(claim, result, row) || (found.length > 0 && result.limit === null);
}

/** Null where the column has nothing to compare with. */
function isSo(
  claim: Claim,
  result: EvidenceResult,
  cell: { readonly row: number; readonly column: string },
): boolean | null {
  const at = result.columns.findIndex(({ name }) => name === cell.column);
  if (cellText(result.rows[cell.row]?.[at]) === '') return false;
  const said = saidOf(claim, result, cell.column);
  const found = (said === null ? (['highest', 'lowest'] as const) : [said]).map((which) => {
    const isExtremeOfRows = isExtreme(result, cell, which);
    return isExtremeOfRows && (isOfList(claim.sentence) || holdsForAll(result, cell.column, which));
  });
  return found.includes(null) ? null : found.includes(true);
}

/** "Of the top 5, … had the lowest" is said of the rows that there are. */
export function isOfList(sentence: string): boolean {
  return ofList.test(sentence);
}

/** The first row of a declared order, or the last where nothing was cut off, when no column tells. */
function orderMayBe({ word }: Claim, result: EvidenceResult, row: number): boolean {
  const { order = '', limit, rows } = result;
  if (order === '') return rows.length < 2 && limit === null;
  const said = extremeSaid(word, null);
  const isFirst = row === 0;
  const isLast = row === rows.length - 1 && limit === null && !result.truncated;
  if (/^(?:fast|slow|long|short|best|worst|strong|weak)/.test(word)) return isFirst || isLast;
  return (said === 'highest') === /^[^,]*\bdesc/i.test(order) ? isFirst : isLast;
}

function fits(claim: Claim, result: EvidenceResult, column: string, isMost: boolean): boolean {
  const said = saidOf(claim, result, column);
  return said === null || (said === 'highest') === isMost;
}

/** "The largest decline" is the least of a column of changes. Null where the word is said of no fall, or of a rise as well. */
export function fallSaid(
  { word, sentence }: Claim,
  result: EvidenceResult,
  column: string,
): Extreme | null {
  const said = [...sentence.toLowerCase().matchAll(changeSaid)].filter(([, most]) => most === word);
  const isOfFall = said.length > 0 && said.every(([, , change = '']) => falls.test(change));
  if (!isOfFall || extremeSaid(word, null) !== 'highest') return null;
  const at = result.columns.findIndex(({ name }) => name === column);
  return result.rows.some((cells) => cellText(cells[at]).startsWith('-')) ? 'lowest' : null;
}

/** Of a series with one number, the slowest day is the one with the least of it. */
export function saidOf(
  { word, sentence }: Claim,
  result: EvidenceResult,
  column: string,
): Extreme | null {
  const fall = fallSaid({ word, sentence }, result, column);
  if (fall !== null) return fall;
  const unit = unitOf(result, column);
  const isPace = /^(?:fast|quick|slow)/.test(word) && unit.kind !== 'duration';
  if (!isPace) return extremeSaid(word, unit);
  if (ofChange.test(sentence) || numericColumns(result).length > 1 || !isSeries(result))
    return null;
  return word.startsWith('slow') ? 'lowest' : 'highest';
}

function columnsNamed({ sentence }: Claim, result: EvidenceResult): string[] {
  const text = ` ${sentence.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return numericColumns(result).filter((column) =>
    text.includes(` ${column.toLowerCase().replaceAll('_', ' ')} `),
  );
}

function numericColumns({ columns }: EvidenceResult): string[] {
  return columns.flatMap(({ name, type }) => (isNumeric(type) ? [name] : []));
}

const changeSaid =
  /\b(highest|largest|biggest|greatest|strongest) (?:\p{L}+ )?(growth|increase|rise|gain|jump|decline|drop|fall|decrease|loss)\b/gu;
const falls = /^(?:decline|drop|fall|decrease|loss)$/;
const ofChange =
  /\b(?:gr[eo]w\w*|rose|ris\w+|f[ea]ll\w*|declin\w+|climb\w*|increas\w+|dropp\w+|growth|change[ds]?)\b/i;
const ofList =
  /\b(?:of|among|within|in) (?:the|these|those|our) (?:top|first|list|\d{1,2}|three|four|five|ten)\b/i;
