import type { Node } from 'libpg-query';
import type { Table, TableColumn } from '../../ports.js';
import { dayOf } from '../../sql/help/calendar.js';
import { rowsOf, selectRows, type Rows } from '../../sql/help/conditions.js';
import { sourcesOf, type FromSource } from '../../sql/select/sources.js';
import { parseExpression, readSelect } from '../../sql/select/text.js';
import { quoted } from '../../sql/table-names.js';
import { createAsker, type Help, type HelpContext } from './ask.js';
import { labelOf, narrowerWays } from './narrower-ways.js';

/** A question that would work, and what EXPLAIN says of it. */
export interface NarrowerQuestion {
  readonly suggestion: string;
  readonly sql: string;
  readonly cost: number;
}

/**
 * Smaller questions that are at least five times cheaper by EXPLAIN. Empty where nothing helps, as without an index.
 */
export async function narrowerQuestions(
  sql: string,
  context: HelpContext,
): Promise<readonly NarrowerQuestion[]> {
  const select = await readSelect(sql);
  if (select === undefined) return [];
  const asker = createAsker(context);
  const whole = await asker.estimate(select);
  if (whole === undefined) return [];
  const found: NarrowerQuestion[] = [];
  for (const { suggestion, select: less } of await narrowerWays(select, asker, context)) {
    if (found.length >= mostNarrower) break;
    const estimate = await asker.estimate(less);
    if (estimate !== undefined && estimate.cost * muchCheaper <= whole.cost) {
      found.push({ suggestion, sql: estimate.sql, cost: estimate.cost });
    }
  }
  return found;
}

/**
 * What to ask instead of a list that is too long: totals by a column with few values, or by month. Their rows are far
 * fewer, by the catalog, and EXPLAIN accepts them.
 */
export async function explainTooManyRows(
  sql: string,
  maxRows: number,
  context: HelpContext,
): Promise<Help> {
  const select = await readSelect(sql);
  const rows = select && rowsOf(select);
  const asker = createAsker(context);
  const whole = select && (await asker.estimate(select));
  const most = maxRows.toLocaleString('en-US');
  const message =
    whole !== undefined && whole.rows > maxRows
      ? `The query returns about ${whole.rows.toLocaleString('en-US')} rows, and at most ${most} are shown.`
      : `The query returns more than the ${most} rows that are shown.`;
  const suggestions: string[] = [];
  const least = Math.min(maxRows, (whole?.rows ?? maxRows) / muchCheaper);
  for (const { name, expression, groups } of rows ? await groupings(rows, context) : []) {
    if (rows === undefined || suggestions.length >= mostSuggestions || groups > least) continue;
    const grouped = selectRows(rows, rows.conditions, {
      targets: [
        { ResTarget: { name: 'part', val: expression } },
        { ResTarget: { name: 'n', val: await parseExpression('count(*)') } },
      ],
      groups: [{ A_Const: { ival: { ival: 1 } } }],
    });
    if ((await asker.estimate(grouped)) !== undefined)
      suggestions.push(`Ask for totals by ${name}.`);
  }
  return {
    message,
    suggestions: [
      ...suggestions,
      ...(suggestions.length === 0 ? ['Ask for totals, or for the first few.'] : []),
    ],
  };
}

async function groupings(
  rows: Rows,
  { catalog }: HelpContext,
): Promise<
  readonly { readonly name: string; readonly expression: Node; readonly groups: number }[]
> {
  const found: { readonly name: string; readonly expression: Node; readonly groups: number }[] = [];
  for (const { source, column } of columnsOf(sourcesOf(rows.select, catalog))) {
    const name = `${quoted(source.alias)}.${quoted(column.name)}`;
    if (column.values.length > 1) {
      const expression = await parseExpression(name);
      found.push({
        name: labelOf(source.table, column),
        expression,
        groups: column.values.length + 1,
      });
    }
    const [from, to] = [dayOf(column.range?.from ?? ''), dayOf(column.range?.to ?? '')];
    if (from !== undefined && to !== undefined) {
      const expression = await parseExpression(`date_trunc('month', ${name})`);
      const groups = (Date.parse(to) - Date.parse(from)) / (28 * 86_400_000) + 2;
      found.push({ name: `month of ${column.name}`, expression, groups });
    }
  }
  return found;
}

type Sourced = FromSource & { readonly table: Table };

function columnsOf(
  sources: readonly FromSource[],
): readonly { readonly source: Sourced; readonly column: TableColumn }[] {
  return sources
    .filter((source): source is Sourced => source.table !== null && !source.renamed)
    .toSorted((a, b) => (b.table.rowEstimate ?? 0) - (a.table.rowEstimate ?? 0))
    .flatMap((source) => source.table.columns.map((column) => ({ source, column })));
}

const muchCheaper = 5;
const mostSuggestions = 3;
/** Each is an EXPLAIN within the second that a query out of time has left for them. */
const mostNarrower = 2;
