import type { ToolError } from '../../domain/failure.js';
import type { QueryInput } from '../../domain/plan.js';
import type { QueryLimits } from '../../ports.js';
import { narrowing } from '../../sql/help/narrowing.js';
import type { ToolContext } from '../define-tool.js';
import type { Help, HelpContext } from './ask.js';
import { explainAmbiguous } from './explain-ambiguous.js';
import { explainDays } from './explain-days.js';
import { explainDivision } from './explain-division.js';
import { helpContext } from './help-context.js';
import { explainTooManyRows, narrowerQuestions } from './narrower-questions.js';

/** What would work instead of a query that failed; empty where nothing is known beyond what the failure says itself. */
export async function queryHelp(
  input: QueryInput,
  context: ToolContext,
  why: ToolError,
  { maxRows }: QueryLimits,
): Promise<Partial<ToolError>> {
  const asking = await helpContext(input, context);
  switch (why.error) {
    case 'tool_timeout':
      return await lessAtOnce(input.sql, asking);
    case 'result_too_large':
      return withHelp(why, await explainTooManyRows(input.sql, maxRows, asking));
    default:
      return withHelp(why, await explainStatement(input.sql, why.error, asking));
  }
}

/** What the statement itself says about an error of Postgres's. Pure: also for plans that never ran. */
export async function explainStatement(
  sql: string,
  error: string,
  { catalog, texts }: Pick<HelpContext, 'catalog' | 'texts'>,
): Promise<Help | undefined> {
  switch (error) {
    case 'division_by_zero':
      return await explainDivision(sql);
    case 'ambiguous_column':
      return await explainAmbiguous(sql, catalog);
    case 'impossible_date':
    case 'invalid_date':
      return await explainDays(sql, texts);
    default:
      return undefined;
  }
}

/** The statement's own columns to filter by, and whole questions that EXPLAIN finds much cheaper. */
async function lessAtOnce(sql: string, context: HelpContext): Promise<Partial<ToolError>> {
  const { suggestion, alternatives } = await narrowing(sql, context.catalog);
  const cheaper = await narrowerQuestions(sql, context);
  const ways = cheaper.map((each) => each.suggestion).join(' ');
  const checked = ways === '' ? '' : `Much cheaper: ${lowered(ways)}`;
  // That less is cheaper nobody needs to hear beside what is.
  const unchecked = checked === '' || alternatives.length > 0 ? suggestion : '';
  return {
    query: sql,
    suggestion: [unchecked, checked].filter((part) => part !== '').join(' '),
    alternatives,
  };
}

function withHelp(why: ToolError, help: Help | undefined): Partial<ToolError> {
  if (help === undefined) return {};
  return {
    message: `${why.message} ${help.message}`,
    suggestion: help.suggestions.join(' '),
  };
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
