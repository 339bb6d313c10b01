import { writeBlock } from '../../domain/blocks.js';
import type { EvidenceResult } from '../../domain/figures/evidence.js';
import type { Cell } from '../../domain/result.js';

const maxRows = 200;
const maxCellChars = 300;
const maxBlockChars = 30_000;

/** A result as Claude sees it: delimited, with the true row count. */
export function dataBlock(step: string, result: EvidenceResult, nonce: string): string {
  const { columns, shown, rowCount, truncated, rung } = result;
  return writeBlock(
    'data',
    { columns, rows: shown, rowsShown: shown.length, rowCount, truncated, rung },
    { step, id: nonce },
  );
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
