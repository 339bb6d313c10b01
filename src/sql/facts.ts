import type { A_Const, RangeVar, SelectStmt } from 'libpg-query';
import type { QueryFacts } from '../domain/plan.js';
import { parseSql } from './parse.js';
import { tableName } from './table-names.js';
import { everyNode } from './tree.js';

/** What one statement's tree says: its tables, every constant as text, and the outermost LIMIT. */
export function factsOf(select: SelectStmt): QueryFacts {
  const tables = new Set<string>();
  const ctes = new Set<string>();
  const literals = new Set<string>();
  everyNode(select, (kind, node) => {
    if (kind === 'CommonTableExpr') ctes.add(String(node['ctename']));
    if (kind === 'RangeVar') tables.add(nameOf(node));
    if (kind === 'A_Const') {
      const text = constantText(node);
      if (text !== undefined) literals.add(text);
    }
  });
  return {
    tables: [...tables].filter((name) => !ctes.has(name)),
    literals: [...literals],
    limit: limitOf(select),
  };
}

/** The tables that a statement reads; [] where it does not parse. */
export async function tablesOf(sql: string): Promise<readonly string[]> {
  const { tree } = await parseSql(sql);
  const [first] = tree?.stmts ?? [];
  const select = first?.stmt !== undefined && 'SelectStmt' in first.stmt && first.stmt.SelectStmt;
  return select ? factsOf(select).tables : [];
}

function nameOf({ schemaname: schema = 'public', relname: name = '' }: RangeVar): string {
  return tableName({ schema, name });
}

/** The parser leaves out what is zero, false or empty. */
function constantText(constant: A_Const): string | undefined {
  if (constant.ival !== undefined) return String(constant.ival.ival ?? 0);
  if (constant.fval !== undefined) return constant.fval.fval ?? '0';
  if (constant.sval !== undefined) return constant.sval.sval ?? '';
  if (constant.boolval !== undefined) return String(constant.boolval.boolval ?? false);
  return undefined;
}

function limitOf({ limitCount }: SelectStmt): number | null {
  if (limitCount === undefined || !('A_Const' in limitCount)) return null;
  const { ival } = limitCount.A_Const;
  return ival === undefined ? null : (ival.ival ?? 0);
}
