import type { Node } from 'libpg-query';
import { isTellable } from '../../domain/tellable.js';
import type { Parameter, Table, TableColumn } from '../../ports.js';
import { comparisonsOf, type Comparison } from '../../sql/help/comparison.js';
import { countRows, rowsOf, type Rows } from '../../sql/help/conditions.js';
import { sourcesOf } from '../../sql/select/sources.js';
import { expressionText, readSelect } from '../../sql/select/text.js';
import { withTexts } from '../../sql/select/with-texts.js';
import { quoted, tableName } from '../../sql/table-names.js';
import { createAsker, type Asker, type Help, type HelpContext } from './ask.js';
import { aboutDays } from './about-days.js';
import { nearestValues } from './trigram.js';
import { valueOf } from './value-of.js';

/**
 * Why a query found nothing: the filter without which there are rows, the values or days that exist near the one it asks
 * for. Each condition is left out alone; where that finds nothing either, each is tried alone. Not `sure` is a single row
 * of nulls or zeros: undefined where rows are behind it, or nobody knows.
 */
export async function explainEmpty(
  sql: string,
  context: HelpContext,
  { sure }: { readonly sure: boolean } = { sure: true },
): Promise<Help | undefined> {
  const select = await readSelect(sql);
  const rows = select && rowsOf(select);
  if (rows === undefined) return sure ? nothingKnown : undefined;
  const asker = createAsker(context);
  const { conditions } = rows;
  const having = rows.select.havingClause ?? select?.havingClause;
  const isCut = having !== undefined || select?.limitOffset !== undefined;
  const found = isCut || !sure ? await counted(asker, rows, conditions) : 0;
  if (found > 0 && having !== undefined) {
    return {
      message: `Every group is left out by HAVING ${await words([having], context.texts)}.`,
      suggestions: ['Ask for the groups without that bound.'],
    };
  }
  if (found > 0 || (found < 0 && !sure)) return undefined;
  if (conditions.length === 0) {
    return { message: `There is no row in ${tablesIn(rows, context)}.`, suggestions: [] };
  }
  const guilty = await culprits(rows, asker);
  if (guilty === undefined) return nothingKnown;
  const sources = sourcesOf(rows.select, context.catalog);
  const { conditions: culpable, without } = guilty;
  const period = await aboutDays(culpable, conditions, sources, asker, context);
  if (period !== undefined) return period;
  const message = `No row has ${await words(culpable, context.texts)}${without === null ? '' : `; without it there ${without}`}.`;
  const suggestions: string[] = [];
  for (const condition of culpable) {
    for (const comparison of comparisonsOf(condition, sources)) {
      suggestions.push(...(await aboutValues(comparison, asker, context.params)));
    }
  }
  return {
    message,
    suggestions:
      suggestions.length > 0
        ? suggestions
        : [`Ask again without ${await words(culpable, context.texts)}.`],
  };
}

async function culprits(
  rows: Rows,
  asker: Asker,
): Promise<{ readonly conditions: readonly Node[]; readonly without: string | null } | undefined> {
  const conditions = rows.conditions.slice(0, mostConditions);
  const single: { readonly condition: Node; readonly count: number }[] = [];
  for (const condition of conditions) {
    const others = rows.conditions.filter((other) => other !== condition);
    const count = await counted(asker, rows, others);
    if (count > 0) single.push({ condition, count });
  }
  if (single.length > 0) {
    const [first] = single.toSorted((a, b) => b.count - a.count);
    const without = single.length > 1 || first === undefined ? null : manyRows(first.count);
    return { conditions: single.map(({ condition }) => condition), without };
  }
  const alone: Node[] = [];
  for (const condition of conditions) {
    if ((await counted(asker, rows, [condition])) === 0) alone.push(condition);
  }
  return alone.length > 0 ? { conditions: alone, without: null } : undefined;
}

/** -1 where there was no answer: neither rows nor none. */
async function counted(asker: Asker, rows: Rows, conditions: readonly Node[]): Promise<number> {
  const answer = await asker.rows(countRows(rows, conditions, mostCounted + 1));
  const cell = answer?.[0]?.[0];
  return typeof cell === 'string' ? Number(cell) : -1;
}

/** For a text that no row has: those that exist and are near, or all where they are few. */
async function aboutValues(
  { table, column, kind, values }: Comparison,
  asker: Asker,
  params: readonly Parameter[],
): Promise<string[]> {
  if (kind !== 'equals' && kind !== 'like') return [];
  if (!/^(?:text|character|citext|name)/.test(column.type) && column.values.length === 0) return [];
  const existing = column.values.length > 0 ? column.values : await valuesOf(table, column, asker);
  const suggestions: string[] = [];
  for (const node of values) {
    const value = (await valueOf(node, asker, params))?.replace(/[%_]+/g, ' ').trim();
    if (value === undefined || existing.includes(value)) continue;
    const near = nearestValues(value, existing);
    const name = `${tableName(table)}.${column.name}`;
    if (near.length > 0) suggestions.push(`Did you mean ${near.map(inQuotes).join(' or ')}?`);
    else if (existing.length > 0 && existing.length <= 20) {
      suggestions.push(`${name} has ${existing.map(inQuotes).join(', ')}.`);
    }
  }
  return suggestions;
}

async function valuesOf(
  table: Table,
  { name }: TableColumn,
  asker: Asker,
): Promise<readonly string[]> {
  const select = await readSelect(
    `select distinct ${quoted(name)}::text as value from ${quoted(table.schema)}.${quoted(table.name)} ` +
      `where ${quoted(name)} is not null limit 2000`,
  );
  const rows = (select && (await asker.rows(select))) ?? [];
  return rows.flatMap(([cell]) => (typeof cell === 'string' && isTellable(cell) ? [cell] : []));
}

async function words(
  conditions: readonly Node[],
  texts: HelpContext['texts'] = [],
): Promise<string> {
  const written = await Promise.all(withTexts(conditions, texts).map(expressionText));
  return written.map((text) => text ?? 'that condition').join(' and ');
}

function tablesIn({ select }: Rows, { catalog }: HelpContext): string {
  const names = sourcesOf(select, catalog).flatMap(({ table }) =>
    table === null ? [] : [tableName(table)],
  );
  return names.length > 1 ? `the join of ${names.join(', ')}` : (names[0] ?? 'it');
}

function manyRows(count: number): string {
  if (count > mostCounted) return 'are more than 1,000 rows';
  return count === 1 ? 'is 1 row' : `are ${count} rows`;
}

function inQuotes(value: string): string {
  return `'${value}'`;
}

const nothingKnown: Help = {
  message: 'No row meets all conditions together.',
  suggestions: ['Ask again with fewer conditions.'],
};
const mostConditions = 8;
const mostCounted = 1_000;
