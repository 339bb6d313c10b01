import type { JoinExpr, Node, SelectStmt } from 'libpg-query';
import type { Catalog, Table } from '../../ports.js';
import { columnParts, someNode } from '../select/nodes.js';
import { sourcesOf } from '../select/sources.js';
import { tableName } from '../table-names.js';
import { texts } from '../tree.js';

export interface WithoutJoins {
  readonly select: SelectStmt;
  readonly tables: readonly string[];
}

/**
 * The statement without LEFT JOINs that change no row: nothing reads the table's columns, and the join finds at most one
 * row because it asks for a unique key. Undefined where there is none.
 */
export function dropUnusedJoins(select: SelectStmt, catalog: Catalog): WithoutJoins | undefined {
  const tables: string[] = [];
  let current = select;
  for (;;) {
    const found = firstUnused(current, catalog);
    if (found === undefined) break;
    tables.push(found.table);
    current = found.select;
  }
  return tables.length === 0 ? undefined : { select: current, tables };
}

function firstUnused(select: SelectStmt, catalog: Catalog) {
  const items = select.fromClause ?? [];
  const blurred = (kind: string, fields: Readonly<Record<string, unknown>>) =>
    kind === 'JoinExpr' && (fields['isNatural'] === true || fields['alias'] !== undefined);
  if (someNode(items, blurred)) return undefined;
  for (const join of items.flatMap(leftJoins)) {
    const { larg, rarg } = join;
    if (larg === undefined || rarg === undefined) continue;
    const source = sourcesOf(select, catalog).find(({ node }) => node === rarg);
    if (source === undefined || source.table === null || source.renamed) continue;
    if (!findsAtMostOne(join, source.alias, source.table.uniqueKeys)) continue;
    const without = { ...select, fromClause: items.map((item) => replaced(item, join, larg)) };
    if (readsColumns(without, source.alias, columnNames(source.table), texts(join.usingClause)))
      continue;
    return { select: without, table: tableName(source.table) };
  }
  return undefined;
}

/** Not below RIGHT and FULL joins: there a row of the left side is more than itself. */
function leftJoins(item: Node): JoinExpr[] {
  if (!('JoinExpr' in item)) return [];
  const { jointype, larg, rarg } = item.JoinExpr;
  if (jointype !== 'JOIN_LEFT' && jointype !== 'JOIN_INNER') return [];
  const below = [larg, rarg].flatMap((side) => (side === undefined ? [] : leftJoins(side)));
  return jointype === 'JOIN_LEFT' ? [item.JoinExpr, ...below] : below;
}

function replaced(item: Node, join: JoinExpr, by: Node): Node {
  if (!('JoinExpr' in item)) return item;
  if (item.JoinExpr === join) return by;
  const { larg, rarg, ...rest } = item.JoinExpr;
  return {
    JoinExpr: {
      ...rest,
      ...(larg !== undefined && { larg: replaced(larg, join, by) }),
      ...(rarg !== undefined && { rarg: replaced(rarg, join, by) }),
    },
  };
}

/** Whether a join asks for a whole key of what is called `alias`. */
export function findsAtMostOne(
  { usingClause, quals }: JoinExpr,
  alias: string,
  uniqueKeys: Table['uniqueKeys'],
): boolean {
  if (someNode(quals, (kind) => kind === 'SubLink')) return false;
  const asked = new Set([...texts(usingClause), ...equalities(quals, alias)]);
  return uniqueKeys.some((key) => key.length > 0 && key.every((name) => asked.has(name)));
}

export function columnNames({ columns }: Table): string[] {
  return columns.map(({ name }) => name);
}

/** The columns of `alias` that the condition holds equal to something of the other tables. */
function equalities(node: Node | undefined, alias: string): string[] {
  if (node === undefined) return [];
  if ('BoolExpr' in node) {
    const { boolop, args } = node.BoolExpr;
    return boolop === 'AND_EXPR' ? (args ?? []).flatMap((each) => equalities(each, alias)) : [];
  }
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return [];
  const { name, lexpr, rexpr } = node.A_Expr;
  if (texts(name).at(-1) !== '=' || lexpr === undefined || rexpr === undefined) return [];
  return [
    [lexpr, rexpr],
    [rexpr, lexpr],
  ].flatMap(([mine, other]) => {
    const [qualifier, column, ...more] = columnParts(mine);
    if (qualifier !== alias || column === undefined || more.length > 0) return [];
    const foreign = !someNode(other, (kind, fields) => {
      const parts = kind === 'ColumnRef' ? columnParts({ ColumnRef: fields }) : [alias, ''];
      return kind === 'ColumnRef' && (parts.length < 2 || parts.includes(alias));
    });
    return foreign ? [column] : [];
  });
}

/** Whether anything left may mean the table. A star does, and so does a bare name that is one of its columns. */
export function readsColumns(
  select: SelectStmt,
  alias: string,
  names: readonly string[],
  merged: readonly string[],
): boolean {
  return someNode(select, (kind, fields) => {
    if (kind === 'JoinExpr') {
      return texts((fields as JoinExpr).usingClause).some(
        (name) => !merged.includes(name) && names.includes(name),
      );
    }
    if (kind !== 'ColumnRef') return false;
    const parts = columnParts({ ColumnRef: fields });
    const [name = '', ...more] = parts;
    if (parts.length === 0) return true;
    if (more.length > 0) return parts.slice(0, -1).includes(alias);
    return name === alias || (names.includes(name) && !merged.includes(name));
  });
}
