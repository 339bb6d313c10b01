import type { QueryInput } from '../../domain/plan.js';
import type { Cell, ResultSet } from '../../domain/result.js';
import type { ToolContext } from '../define-tool.js';
import type { Help } from './ask.js';
import { explainEmpty } from './explain-empty.js';
import { explainTooManyRows } from './narrower-questions.js';
import { helpContext } from './help-context.js';

/** Why a result is empty, or what to ask instead of more rows than are shown. Undefined where there is nothing to say. */
export async function queryAdvice(
  input: QueryInput,
  result: ResultSet,
  context: ToolContext,
): Promise<Help | undefined> {
  const { rows, rowCount, truncated } = result;
  const isEmpty = rowCount === 0;
  if (isEmpty || (rowCount === 1 && rows[0]?.every(isNothing))) {
    return await explainEmpty(input.sql, await helpContext(input, context), { sure: isEmpty });
  }
  return truncated
    ? await explainTooManyRows(input.sql, rowCount, await helpContext(input, context))
    : undefined;
}

/** What an aggregate over no rows returns. */
function isNothing(cell: Cell): boolean {
  return cell === null || cell === '0';
}
