import type { Node } from 'libpg-query';
import { opened, texts } from './tree.js';

/** The name that Postgres gives an output column without AS; undefined where that would be `?column?`. */
export function outputName(node: Node | undefined): string | undefined {
  return node === undefined ? undefined : naming(node)?.name;
}

/** A weak name gives way to a better one: the type of a cast, or `case`. */
interface Naming {
  readonly name: string;
  readonly weak?: boolean;
}

function naming(node: Node): Naming | undefined {
  if ('ColumnRef' in node) return named(texts(node.ColumnRef.fields).at(-1));
  if ('FuncCall' in node) return named(texts(node.FuncCall.funcname).at(-1));
  if ('A_Indirection' in node) return inner(node.A_Indirection.arg);
  if ('CollateClause' in node) return inner(node.CollateClause.arg);
  if ('A_Expr' in node) return node.A_Expr.kind === 'AEXPR_NULLIF' ? named('nullif') : undefined;
  if ('TypeCast' in node) {
    const name = inner(node.TypeCast.arg);
    const type = texts(node.TypeCast.typeName?.names).at(-1);
    return strong(name) ?? (type === undefined ? name : { name: type, weak: true });
  }
  if ('CaseExpr' in node) {
    return strong(inner(node.CaseExpr.defresult)) ?? { name: 'case', weak: true };
  }
  if ('MinMaxExpr' in node) {
    return named(node.MinMaxExpr.op === 'IS_GREATEST' ? 'greatest' : 'least');
  }
  if ('SQLValueFunction' in node) {
    return named(
      String(node.SQLValueFunction.op)
        .replace(/^SVFOP_|_N$/g, '')
        .toLowerCase(),
    );
  }
  if ('SubLink' in node) {
    const { subLinkType, subselect } = node.SubLink;
    if (subLinkType === 'EXISTS_SUBLINK') return named('exists');
    if (subLinkType === 'ARRAY_SUBLINK') return named('array');
    if (subLinkType !== 'EXPR_SUBLINK') return undefined;
    const select =
      subselect !== undefined && 'SelectStmt' in subselect ? subselect.SelectStmt : undefined;
    const [first] = select?.targetList ?? [];
    if (first === undefined || !('ResTarget' in first)) return undefined;
    return named(first.ResTarget.name) ?? inner(first.ResTarget.val);
  }
  return named(fixedNames[opened(node)?.[0] ?? '']);
}

function inner(node: Node | undefined): Naming | undefined {
  return node === undefined ? undefined : naming(node);
}

function named(name: string | undefined): Naming | undefined {
  return name === undefined ? undefined : { name };
}

function strong(name: Naming | undefined): Naming | undefined {
  return name?.weak ? undefined : name;
}

const fixedNames: Readonly<Record<string, string>> = {
  CoalesceExpr: 'coalesce',
  GroupingFunc: 'grouping',
  A_ArrayExpr: 'array',
  RowExpr: 'row',
};
