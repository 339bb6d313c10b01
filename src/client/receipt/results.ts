import type { Answer } from '../../domain/answer.js';
import type { RunRef } from '../../domain/question.js';
import type { ReceiptFigure, ReceiptResult } from '../../domain/receipt.js';
import type { Store, StoredResult } from '../../ports.js';

/** Of each result the first rows, and those that figures name wherever they are. */
const firstRows = 50;
/** Of all results together. */
const mostBytes = 2_097_152;

export async function resultsOf(
  { results }: Pick<Store, 'results'>,
  run: RunRef,
  answer: Answer | null,
): Promise<readonly ReceiptResult[]> {
  const steps = (answer?.steps ?? []).flatMap(({ id, tool, resultId }) =>
    resultId === null || tool === 'format_results' ? [] : [{ id, resultId }],
  );
  if (answer === null || steps.length === 0) return [];
  const kept = await results.all(
    run,
    steps.map(({ resultId }) => resultId),
  );
  let room = mostBytes;
  return steps.flatMap(({ id, resultId }) => {
    const result = kept.find((each) => each.resultId === resultId);
    if (result === undefined) return [];
    const shown = shownOf(id, result, answer, room);
    room -= sizeOf(shown.rows);
    return [shown];
  });
}

function shownOf(step: string, result: StoredResult, answer: Answer, room: number): ReceiptResult {
  const cited = new Set(
    answer.figures.flatMap(({ from }) =>
      from.flatMap((source) => (source.step === step && source.row !== null ? [source.row] : [])),
    ),
  );
  let bytes = 0;
  const rows = result.rows
    .map((cells, index) => ({ index, cells }))
    .filter(({ index }) => index < firstRows || cited.has(index))
    .filter((row) => (bytes += sizeOf(row)) <= room);
  const { columns, rowCount, truncated, readAt, intervals } = result;
  const shown = new Set(rows.map(({ index }) => index));
  return {
    ...{ step, columns, rows, rowCount, truncated, readAt },
    ...(intervals && { intervals: intervals.filter(({ row }) => shown.has(row)) }),
  };
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** The answer's figures with the cells that they point to. */
export function figuresOf(
  answer: Answer | null,
  results: readonly ReceiptResult[],
): readonly ReceiptFigure[] {
  return (answer?.figures ?? []).map((figure) => ({
    ...figure,
    from: figure.from.map(({ step, row, column }) => {
      const result = results.find((each) => each.step === step);
      const at = result?.columns.findIndex(({ name }) => name === column) ?? -1;
      const cells = result?.rows.find(({ index }) => index === row)?.cells;
      const kept = at >= 0 && (row === null || cells !== undefined);
      return { step, row, column, value: cells?.[at] ?? null, kept };
    }),
  }));
}
