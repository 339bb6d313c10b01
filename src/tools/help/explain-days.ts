import type { Node } from 'libpg-query';
import { isDay, addDays } from '../../domain/day.js';
import type { QueryInput } from '../../domain/plan.js';
import type { Catalog } from '../../ports.js';
import { dayOf } from '../../sql/help/calendar.js';
import { factsOf } from '../../sql/facts.js';
import { comparisonsOf } from '../../sql/help/comparison.js';
import { rowsOf } from '../../sql/help/conditions.js';
import { withoutCasts } from '../../sql/select/nodes.js';
import { sourcesOf } from '../../sql/select/sources.js';
import { readSelect } from '../../sql/select/text.js';
import { withTexts } from '../../sql/select/with-texts.js';
import type { Help, HelpContext } from './ask.js';

/**
 * A period that ends before it begins, or a day that no calendar has: declared, or in the SQL and its parameters.
 * Undefined where all is well.
 */
export async function explainRange(
  { sql, period }: Pick<QueryInput, 'sql' | 'period'>,
  catalog: Catalog,
  texts: HelpContext['texts'] = [],
): Promise<Help | undefined> {
  const declared =
    [period.from, period.to].map(noSuchDay).find(Boolean) ?? impossible(period.from, period.to);
  if (declared !== undefined) return declared;
  const select = withTexts(await readSelect(sql), texts);
  const rows = select && rowsOf(select);
  if (rows === undefined) return undefined;
  const sources = sourcesOf(rows.select, catalog);
  const bounds = new Map<string, { from: string; to: string }>();
  for (const condition of rows.conditions) {
    for (const { table, column, kind, values } of comparisonsOf(condition, sources)) {
      const day = constantDay(values[0]);
      if (day === undefined || !/^(?:date|timestamp)/.test(column.type)) continue;
      const key = `${table.schema}.${table.name}.${column.name}`;
      const found = bounds.get(key) ?? { from: '', to: '' };
      if (kind === 'from' || kind === 'after') found.from = found.from > day ? found.from : day;
      if (kind === 'before' || kind === 'until') {
        const end = kind === 'until' ? addDays(day, 1) : day;
        found.to = found.to !== '' && found.to < end ? found.to : end;
      }
      bounds.set(key, found);
    }
  }
  return [...bounds.values()].map(({ from, to }) => impossible(from, to)).find(Boolean);
}

/** The day in a statement's texts, or its parameters', that no calendar has. Undefined where there is none. */
export async function explainDays(
  sql: string,
  texts: HelpContext['texts'] = [],
): Promise<Help | undefined> {
  const { literals } = factsOf(withTexts(await readSelect(sql), texts) ?? {});
  return literals.map((text) => noSuchDay(text.slice(0, 10))).find(Boolean);
}

function noSuchDay(day: string): Help | undefined {
  const [year = '', month = ''] = /^\d{4}-\d\d-\d\d$/.test(day) ? day.split('-') : [];
  if (year === '' || isDay(day)) return undefined;
  const first = `${year}-${month}-01`;
  const last = isDay(first) ? addDays(nextMonth(first), -1) : `${year}-12-31`;
  return { message: `There is no day ${day}.`, suggestions: [`Did you mean ${last}?`] };
}

function impossible(from: string, to: string): Help | undefined {
  if (from === '' || to === '' || from < to) return undefined;
  return from === to
    ? {
        message: `The period from ${from} to before ${to} has no day in it.`,
        suggestions: [`Did you mean the day ${from}?`],
      }
    : {
        message: `The period ends before it begins: from ${from} to before ${to}.`,
        suggestions: [`Did you mean ${to} to ${from}?`],
      };
}

function constantDay(node: Node | undefined): string | undefined {
  const inner = node && withoutCasts(node);
  const text = inner !== undefined && 'A_Const' in inner ? inner.A_Const.sval?.sval : undefined;
  return text === undefined ? undefined : dayOf(text);
}

function nextMonth(first: string): string {
  const day = new Date(`${first}T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + 1);
  return day.toISOString().slice(0, 10);
}
