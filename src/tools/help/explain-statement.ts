import type { Node, SelectStmt } from 'libpg-query';
import { isDay, addDays } from '../../domain/day.js';
import type { QueryInput } from '../../domain/plan.js';
import type { Catalog } from '../../ports.js';
import { dayOf } from '../../sql/help/calendar.js';
import { factsOf } from '../../sql/facts.js';
import { comparisonsOf } from '../../sql/help/comparison.js';
import { rowsOf } from '../../sql/help/conditions.js';
import { columnParts, functionName, withoutCasts } from '../../sql/select/nodes.js';
import { sourcesOf } from '../../sql/select/sources.js';
import { expressionText, readSelect } from '../../sql/select/text.js';
import { quoted } from '../../sql/table-names.js';
import { everyNode, isObject, opened, texts } from '../../sql/tree.js';
import type { Help } from './ask.js';

/** A period that ends before it begins, or a day that no calendar has: declared, or in the SQL. Undefined where all is well. */
export async function explainRange(
  { sql, period }: Pick<QueryInput, 'sql' | 'period'>,
  catalog: Catalog,
): Promise<Help | undefined> {
  const declared =
    [period.from, period.to].map(noSuchDay).find(Boolean) ?? impossible(period.from, period.to);
  if (declared !== undefined) return declared;
  const select = await readSelect(sql);
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

/** The day in a statement's texts that no calendar has. Undefined where there is none. */
export async function explainDays(sql: string): Promise<Help | undefined> {
  const { literals } = factsOf((await readSelect(sql)) ?? {});
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

/** Which divisions may divide by zero, and how to write them so that they do not. Undefined where none may. */
export async function explainDivision(sql: string): Promise<Help | undefined> {
  const select = await readSelect(sql);
  const found: { readonly whole: Node; readonly divisor: Node; readonly safe: Node }[] = [];
  everyNode(select, (kind, fields) => {
    const division =
      kind === 'A_Expr' || kind === 'FuncCall' ? divisionOf(kind, fields) : undefined;
    if (division !== undefined) found.push(division);
  });
  const written = await Promise.all(
    found.map(async ({ whole, divisor, safe }) => ({
      whole: await expressionText(whole),
      divisor: await expressionText(divisor),
      safe: await expressionText(safe),
    })),
  );
  const known = written.filter(({ whole, safe }) => whole !== undefined && safe !== undefined);
  if (known.length === 0) return undefined;
  return {
    message: `${known.map(({ whole, divisor }) => `In ${whole}, ${divisor} is zero somewhere`).join(', or: ')}.`,
    suggestions: known.map(
      ({ safe }) => `Write ${safe}: it is null where there is nothing to divide by.`,
    ),
  };
}

function divisionOf(kind: string, fields: Readonly<Record<string, unknown>>) {
  const whole = { [kind]: fields } as unknown as Node;
  if ('A_Expr' in whole) {
    const { name, lexpr, rexpr } = whole.A_Expr;
    if (!['/', '%'].includes(texts(name).at(-1) ?? '') || rexpr === undefined) return undefined;
    if (lexpr === undefined || !mayBeZero(rexpr)) return undefined;
    return { whole, divisor: rexpr, safe: { A_Expr: { ...whole.A_Expr, rexpr: orNull(rexpr) } } };
  }
  if (!('FuncCall' in whole) || !['mod', 'div'].includes(functionName(whole.FuncCall))) {
    return undefined;
  }
  const [first, divisor] = whole.FuncCall.args ?? [];
  if (first === undefined || divisor === undefined || !mayBeZero(divisor)) return undefined;
  return {
    whole,
    divisor,
    safe: { FuncCall: { ...whole.FuncCall, args: [first, orNull(divisor)] } },
  };
}

function mayBeZero(divisor: Node): boolean {
  const inner = withoutCasts(divisor);
  if ('A_Const' in inner) {
    const { ival, fval } = inner.A_Const;
    return Number(fval?.fval ?? ival?.ival ?? 0) === 0;
  }
  return !('A_Expr' in inner && inner.A_Expr.kind === 'AEXPR_NULLIF');
}

function orNull(lexpr: Node): Node {
  return {
    A_Expr: {
      kind: 'AEXPR_NULLIF',
      name: [{ String: { sval: '=' } }],
      lexpr,
      rexpr: { A_Const: { ival: {} } },
    },
  };
}

/** Bare names that two tables of the same FROM have, and how to write each of them. Undefined where there are none. */
export async function explainAmbiguous(sql: string, catalog: Catalog): Promise<Help | undefined> {
  const select = await readSelect(sql);
  const found = new Map<string, readonly string[]>();
  const look = (inner: SelectStmt): void => {
    const sources = sourcesOf(inner, catalog);
    const merged = new Set<string>();
    everyNode(inner.fromClause, (kind, fields) => {
      if (kind === 'JoinExpr') {
        for (const name of texts(fields['usingClause'] as Node[] | undefined)) merged.add(name);
      }
    });
    const named = new Set(
      (inner.targetList ?? []).map((node) => ('ResTarget' in node ? node.ResTarget.name : '')),
    );
    for (const [field, value] of Object.entries(inner)) {
      for (const name of bareNames(value)) {
        if (merged.has(name) || (field === 'sortClause' && named.has(name))) continue;
        const having = sources.filter(({ table, renamed }) =>
          renamed ? false : table?.columns.some((column) => column.name === name),
        );
        if (having.length < 2) continue;
        found.set(
          name,
          having.map(({ alias }) => `${quoted(alias)}.${quoted(name)}`),
        );
      }
    }
  };
  if (select !== undefined) look(select);
  everyNode(select, (kind, fields) => {
    if (kind === 'SelectStmt') look(fields);
  });
  if (found.size === 0) return undefined;
  return {
    message: `${[...found].map(([name, ways]) => `${name} could be ${ways.join(' or ')}`).join('; ')}.`,
    suggestions: [...found.values()].flatMap((ways) => ways.map((way) => `Write ${way}.`)),
  };
}

/** Names without a table in front, of this level only. */
function bareNames(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(bareNames);
  if (!isObject(value)) return [];
  const [kind, fields] = opened(value) ?? [];
  if (kind === 'SelectStmt') return [];
  if (kind === 'ColumnRef' && fields !== undefined) {
    const parts = columnParts({ ColumnRef: fields });
    return parts.length === 1 ? [...parts] : [];
  }
  return Object.values(value).flatMap(bareNames);
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
