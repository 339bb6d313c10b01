import type { RangeVar, SelectStmt } from 'libpg-query';
import { factsOf } from '../facts.js';
import { readSelect } from '../select/text.js';
import { tableName } from '../table-names.js';
import { everyNode } from '../tree.js';
import { withoutConstants } from '../without-constants.js';

/** What a report says of one statement. */
export interface StatementTraits {
  /** The statement without its constants: the same for all that differ in nothing else. */
  readonly normalized: string;
  /** In words: the tables it reads, and how it is built. */
  readonly traits: readonly string[];
}

/** Reads them from the tree; undefined where it is no one SELECT. */
export async function statementTraits(sql: string): Promise<StatementTraits | undefined> {
  const select = await readSelect(sql);
  if (select === undefined) return undefined;
  return {
    normalized: withoutConstants(sql) ?? sql,
    traits: traitsOf(select),
  };
}

function traitsOf(select: SelectStmt): string[] {
  const { tables } = factsOf(select);
  const read: string[] = [];
  const built = new Set<string>();
  let hasWhere = select.whereClause !== undefined;
  everyNode(select, (kind, node) => {
    if (kind === 'RangeVar') read.push(tableName(placeOf(node)));
    if (kind === 'SelectStmt' && node['whereClause'] !== undefined) hasWhere = true;
    if (kind === 'FuncCall' && node['agg_distinct'] === true) built.add('counts distinct values');
    if (kind === 'FuncCall' && node['over'] !== undefined) built.add('has a window function');
    if (kind === 'CommonTableExpr') built.add('has a WITH query');
    if (kind === 'SubLink') built.add('has a subquery in an expression');
  });
  const isTwice = tables.some((table) => read.filter((name) => name === table).length > 1);
  return [
    ...tables.map((table) => `reads ${table}`),
    ...(tables.length >= 3 ? ['joins three or more tables'] : []),
    ...(isTwice ? ['reads a table twice'] : []),
    ...(hasWhere ? [] : ['has no WHERE']),
    ...built,
  ];
}

function placeOf({ schemaname: schema = 'public', relname: name = '' }: RangeVar) {
  return { schema, name };
}
