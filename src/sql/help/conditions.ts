import type { Node, SelectStmt } from 'libpg-query';
import { isSelect } from '../select/nodes.js';
import { texts } from '../tree.js';

/** The part of a statement that brings in rows: FROM and WHERE, before anything is grouped, sorted or cut. */
export interface Rows {
  readonly select: SelectStmt;
  /** What WHERE joins by AND. */
  readonly conditions: readonly Node[];
}

/** Where a statement only selects from one subquery, its rows are those of that one. Undefined for set operations. */
export function rowsOf(select: SelectStmt): Rows | undefined {
  if (select.larg !== undefined || select.valuesLists !== undefined) return undefined;
  if (select.whereClause === undefined && select.fromClause?.length === 1) {
    const [item] = select.fromClause;
    const inner = item === undefined ? undefined : queryBehind(item, select);
    if (inner !== undefined) return rowsOf(inner);
  }
  return { select, conditions: conjuncts(select.whereClause) };
}

/** The rows of a statement under other conditions, as a statement that shows `targets`. */
export function selectRows(
  { select }: Rows,
  conditions: readonly Node[],
  {
    targets,
    groups,
    limit,
  }: {
    readonly targets: readonly Node[];
    readonly groups?: readonly Node[];
    readonly limit?: number;
  },
): SelectStmt {
  const { fromClause, withClause } = select;
  const where = allOf(conditions);
  return {
    targetList: [...targets],
    ...(fromClause && { fromClause }),
    ...(withClause && { withClause }),
    ...(where && { whereClause: where }),
    ...(groups && { groupClause: [...groups] }),
    ...(limit !== undefined && { limitCount: { A_Const: { ival: { ival: limit } } } }),
    limitOption: limit === undefined ? 'LIMIT_OPTION_DEFAULT' : 'LIMIT_OPTION_COUNT',
    op: 'SETOP_NONE',
  };
}

/** How many rows there are, counted to `most` and no further. */
export function countRows(rows: Rows, conditions: readonly Node[], most: number): SelectStmt {
  const one: Node = { ResTarget: { name: 'one', val: { A_Const: { ival: { ival: 1 } } } } };
  const inner = selectRows(rows, conditions, { targets: [one], limit: most });
  return {
    targetList: [
      {
        ResTarget: {
          name: 'n',
          val: {
            FuncCall: {
              funcname: [{ String: { sval: 'count' } }],
              agg_star: true,
              funcformat: 'COERCE_EXPLICIT_CALL',
            },
          },
        },
      },
    ],
    fromClause: [
      { RangeSubselect: { subquery: { SelectStmt: inner }, alias: { aliasname: 'counted' } } },
    ],
    limitOption: 'LIMIT_OPTION_DEFAULT',
    op: 'SETOP_NONE',
  };
}

export function conjuncts(where: Node | undefined): readonly Node[] {
  if (where === undefined) return [];
  if ('BoolExpr' in where && where.BoolExpr.boolop === 'AND_EXPR') {
    return (where.BoolExpr.args ?? []).flatMap(conjuncts);
  }
  return [where];
}

function allOf(conditions: readonly Node[]): Node | undefined {
  const [first, ...more] = conditions;
  return more.length === 0 ? first : { BoolExpr: { boolop: 'AND_EXPR', args: [...conditions] } };
}

function queryBehind(item: Node, select: SelectStmt): SelectStmt | undefined {
  if ('RangeSubselect' in item) {
    const { subquery } = item.RangeSubselect;
    if (!isSelect(subquery)) return undefined;
    const { withClause } = select;
    return withClause && !subquery.SelectStmt.withClause
      ? { ...subquery.SelectStmt, withClause }
      : subquery.SelectStmt;
  }
  if (!('RangeVar' in item) || item.RangeVar.schemaname !== undefined) return undefined;
  const { withClause } = select;
  if (withClause?.recursive) return undefined;
  for (const [i, node] of (withClause?.ctes ?? []).entries()) {
    if (!('CommonTableExpr' in node)) continue;
    const { ctename, ctequery, aliascolnames } = node.CommonTableExpr;
    if (ctename !== item.RangeVar.relname || texts(aliascolnames).length > 0) continue;
    if (!isSelect(ctequery) || ctequery.SelectStmt.withClause !== undefined) return undefined;
    const before = (withClause?.ctes ?? []).slice(0, i);
    return before.length === 0
      ? ctequery.SelectStmt
      : { ...ctequery.SelectStmt, withClause: { ctes: before } };
  }
  return undefined;
}
