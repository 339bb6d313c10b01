import type { Answer, AnswerData } from '../domain/answer.js';
import type { RunRef } from '../domain/question.js';
import { shownStep } from '../domain/shown-step.js';
import type { Store } from '../ports.js';

const maxRows = 1_000;
const maxBytes = 1_048_576;

/** The answer with the rows of the step that it is mainly about. */
export async function withData(
  run: RunRef,
  answer: Answer,
  results: Store['results'],
): Promise<Answer> {
  const shown = shownStep(answer);
  if (shown?.resultId === undefined || shown.resultId === null) return answer;
  const result = await results.get(run, shown.resultId);
  if (result === undefined) return answer;

  const { columns, rowCount, intervals } = result;
  const rows = fitting(result.rows);
  const truncated = result.truncated || rows.length < rowCount;
  const data: AnswerData = { step: shown.id, columns, rows, rowCount, truncated };
  if (intervals === undefined) return { ...answer, data };
  const ofRows = intervals.filter(({ row }) => row < rows.length);
  return { ...answer, data: { ...data, intervals: ofRows } };
}

function fitting(rows: AnswerData['rows']): AnswerData['rows'] {
  let bytes = 0;
  const most = rows.slice(0, maxRows);
  const end = most.findIndex((row) => (bytes += Buffer.byteLength(JSON.stringify(row))) > maxBytes);
  return end === -1 ? most : most.slice(0, end);
}
