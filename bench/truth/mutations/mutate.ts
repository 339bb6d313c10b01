import type { Node, SelectStmt } from 'libpg-query';
import { deparseSync } from 'pgsql-deparser';
import type { Catalog } from '../../../src/ports.js';
import { otherDialects } from '../../../src/sql/allowed-names.js';
import { columnParts, functionName, mapNodes } from '../../../src/sql/select/nodes.js';
import { everyNode, isObject, type Json } from '../../../src/sql/tree.js';

/** One way to get a query wrong. Changes the place of the tree that `turn` chooses; undefined where there is none. */
export interface Mutation {
  readonly name: string;
  apply(
    select: SelectStmt,
    at: { readonly turn: number; readonly catalog: Catalog },
  ): SelectStmt | undefined;
}

export function textOf(select: SelectStmt): string {
  return deparseSync({ version: 180000, stmts: [{ stmt: { SelectStmt: select } }] });
}

export const mutations: readonly Mutation[] = [
  oneNode('table, misspelt', 'RangeVar', (table) => renamed(table, misspelt)),
  oneNode('table, invented', 'RangeVar', (table) => renamed(table, () => 'monthly_summary')),
  oneNode('column, misspelt', 'ColumnRef', (column) => lastRenamed(column, misspelt)),
  oneNode('column, invented', 'ColumnRef', (column) => lastRenamed(column, () => 'net_score')),
  oneNode('column of another table', 'ColumnRef', (column, { turn, catalog }) => {
    const names = catalog.tables.flatMap(({ columns }) => columns.map(({ name }) => name));
    return lastRenamed(column, () => names[(turn * 7) % names.length] ?? 'id');
  }),
  {
    name: 'alias',
    apply(select, { turn }) {
      const aliases = aliasesIn(select);
      return changeOne(select, 'ColumnRef', turn, (column) => {
        const [qualifier, name, ...more] = columnParts({ ColumnRef: column });
        const others = aliases.filter((alias) => alias !== qualifier);
        const other = others[turn % Math.max(others.length, 1)];
        if (name === undefined || more.length > 0 || other === undefined) return undefined;
        return { ...column, fields: [other, name].map(string) };
      });
    },
  },
  oneNode('function of another dialect', 'FuncCall', (call, { turn }) => {
    const names = [...otherDialects.keys()];
    const { agg_star: _, agg_distinct: __, ...rest } = call;
    return { ...rest, funcname: [string(names[(turn * 5) % names.length] ?? 'nvl')] };
  }),
  field('missing GROUP BY', 'groupClause'),
  oneNode('SUM ↔ AVG', 'FuncCall', (call) => {
    const name = functionName(call);
    const other = { sum: 'avg', avg: 'sum' }[name];
    return other === undefined ? undefined : { ...call, funcname: [string(other)] };
  }),
  field('dropped WHERE', 'whereClause'),
  oneNode('flipped ORDER', 'SortBy', (term) => ({
    ...term,
    sortby_dir: term['sortby_dir'] === 'SORTBY_DESC' ? 'SORTBY_ASC' : 'SORTBY_DESC',
    sortby_nulls: 'SORTBY_NULLS_DEFAULT',
  })),
  oneNode('INNER ↔ LEFT', 'JoinExpr', (join) => {
    const other = { JOIN_INNER: 'JOIN_LEFT', JOIN_LEFT: 'JOIN_INNER' }[String(join['jointype'])];
    return other === undefined || join['quals'] === undefined
      ? undefined
      : { ...join, jointype: other };
  }),
  {
    name: 'dropped DISTINCT',
    apply(select, { turn }) {
      const inAggregate = changeOne(select, 'FuncCall', turn, ({ agg_distinct: is, ...call }) =>
        is === true ? call : undefined,
      );
      return inAggregate ?? withoutField(select, 'distinctClause', turn);
    },
  },
  field('dropped LIMIT', 'limitCount'),
  {
    name: 'changed literal',
    apply: (select, { turn }) =>
      changeOne(select, 'A_Const', turn, (constant) => changed(constant, turn), true),
  },
];

type Change = (
  fields: Json,
  at: { readonly turn: number; readonly catalog: Catalog },
) => Json | undefined;

function oneNode(name: string, kind: string, change: Change): Mutation {
  return {
    name,
    apply: (select, at) => changeOne(select, kind, at.turn, (fields) => change(fields, at)),
  };
}

function field(name: string, which: keyof SelectStmt): Mutation {
  return { name, apply: (select, { turn }) => withoutField(select, which, turn) };
}

/** Changes one node of a kind: of those that can be changed, the one whose turn it is. */
function changeOne(
  select: SelectStmt,
  kind: string,
  turn: number,
  change: (fields: Json) => Json | undefined,
  inConditions = false,
): SelectStmt | undefined {
  const wanted = new Set<unknown>();
  const collect = (found: string, fields: Json): void => {
    if (found === kind && change(fields) !== undefined) wanted.add(fields);
  };
  if (inConditions) {
    everyNode({ SelectStmt: select }, (found, fields) => {
      if (found === 'SelectStmt')
        everyNode([fields['whereClause'], fields['havingClause']], collect);
    });
  } else everyNode({ SelectStmt: select }, collect);
  const all = [...wanted];
  const chosen = all[(turn * 31) % Math.max(all.length, 1)];
  if (chosen === undefined) return undefined;
  return mapNodes(select, (found, fields) =>
    found === kind && fields === chosen
      ? ({ [kind]: change(fields) } as unknown as Node)
      : undefined,
  );
}

/** Also the arms of set operations, which stand without a wrapper. */
function withoutField(select: SelectStmt, which: string, turn: number): SelectStmt | undefined {
  const having: unknown[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (isObject(value)) {
      if (which in value && 'targetList' in value) having.push(value);
      Object.values(value).forEach(look);
    }
  };
  look(select);
  const chosen = having[turn % Math.max(having.length, 1)];
  if (chosen === undefined) return undefined;
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (!isObject(value)) return value;
    const entries = Object.entries(value).filter(([key]) => value !== chosen || key !== which);
    return Object.fromEntries(entries.map(([key, child]) => [key, copy(child)]));
  };
  return copy(select) as SelectStmt;
}

function renamed(table: Json, rename: (name: string) => string): Json {
  return { ...table, relname: rename(String(table['relname'])) };
}

function lastRenamed(column: Json, rename: (name: string) => string): Json | undefined {
  const parts = columnParts({ ColumnRef: column });
  const last = parts.at(-1);
  if (last === undefined || rename(last) === last) return undefined;
  return { ...column, fields: [...parts.slice(0, -1), rename(last)].map(string) };
}

function aliasesIn(select: SelectStmt): string[] {
  const aliases = new Set<string>();
  everyNode({ SelectStmt: select }, (kind, fields) => {
    if (kind !== 'RangeVar' && kind !== 'RangeSubselect') return;
    const { alias, relname } = fields as { alias?: { aliasname?: string }; relname?: string };
    aliases.add(alias?.aliasname ?? relname ?? '');
  });
  return [...aliases];
}

/** A slip of the pen: the two letters in the middle change places, or the last is doubled. */
function misspelt(word: string): string {
  const at = Math.floor(word.length / 2);
  const [a = '', b = ''] = [word[at - 1], word[at]];
  return a === b
    ? `${word}${word.at(-1) ?? 'x'}`
    : `${word.slice(0, at - 1)}${b}${a}${word.slice(at + 1)}`;
}

/** A text is misspelt or another one, a number is one more, a date a year earlier. */
function changed(constant: Json, turn: number): Json | undefined {
  const { ival, fval, sval } = constant as {
    ival?: { ival?: number };
    fval?: { fval?: string };
    sval?: { sval?: string };
  };
  if (ival !== undefined) return { ival: { ival: (ival.ival ?? 0) + 1 } };
  if (fval !== undefined) return { fval: { fval: String(Number(fval.fval ?? '0') + 1) } };
  const text = sval?.sval;
  if (text === undefined || text === '') return undefined;
  const year = /^(\d{4})(-\d{2}.*)$/.exec(text);
  if (year !== null) return { sval: { sval: `${Number(year[1]) - 1}${year[2]}` } };
  return { sval: { sval: turn % 2 === 0 ? misspelt(text) : 'Something else' } };
}

function string(sval: string): Node {
  return { String: { sval } };
}
