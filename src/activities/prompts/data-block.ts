import { writeBlock } from '../../domain/blocks.js';
import { toText } from '../../domain/decimal.js';
import type { EvidenceResult } from '../../domain/figures/evidence.js';
import { intervalsIn, isLook, isSample } from '../../domain/figures/sampled.js';
import type { Cell } from '../../domain/result.js';

const maxRows = 200;
const maxCellChars = 300;
const maxBlockChars = 30_000;

/** A result as Claude sees it: delimited, with the true row count. */
export function dataBlock(step: string, result: EvidenceResult, nonce: string): string {
  const { columns, shown, rowCount, truncated, rung } = result;
  const rows = { rows: shown, rowsShown: shown.length, rowCount, truncated };
  return writeBlock(
    'data',
    { columns, ...rows, rung, ...(isSample(result) && sampleFacts(result)) },
    { step, id: nonce },
  );
}

/** By column, the ends of each shown row's interval; null where a row has no figure there. */
function sampleFacts(result: EvidenceResult) {
  if (isLook(result)) return { look: 'The first rows in no order: no figure comes from them.' };
  const estimated = result.columns.flatMap(({ name }) => {
    const found = intervalsIn(result, name);
    const ends = result.shown.map((_, row) => {
      const interval = found.get(row);
      return interval === undefined ? null : [toText(interval.low), toText(interval.high)];
    });
    return found.size === 0 ? [] : [[name, ends] as const];
  });
  return {
    estimated: 'Estimates from a sample, each within its interval with 95 % confidence.',
    intervals: Object.fromEntries(estimated),
  };
}

/** The first rows as they go into a prompt: capped, without what nobody sees. Figures are matched against this text. */
export function shownRows(rows: EvidenceResult['rows']): EvidenceResult['shown'] {
  const shown: (readonly Cell[])[] = [];
  let chars = 0;
  for (const row of rows.slice(0, maxRows)) {
    const cells = row.map(shownCell);
    chars += JSON.stringify(cells).length;
    if (chars > maxBlockChars) break;
    shown.push(cells);
  }
  return shown;
}

function shownCell(cell: Cell): Cell {
  if (typeof cell !== 'string') return cell;
  return cell.replaceAll(invisible, '').slice(0, maxCellChars);
}

// Control, zero-width, directional and tag characters: they carry orders that nobody sees.
const invisible = /[\p{Cc}\p{Cf}\u{E0000}-\u{E007F}]/gu;
