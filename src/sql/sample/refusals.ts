import type { SelectStmt } from 'libpg-query';
import { columnParts, hasWindow, someNode } from '../select/nodes.js';
import type { FromSource } from '../select/sources.js';
import { isObject } from '../tree.js';

/** Why no figure of this statement can be scaled from a sample; undefined where its shape allows it. */
export function whyNotScaled(
  select: SelectStmt,
  sources: readonly FromSource[],
): string | undefined {
  if (select.larg !== undefined) {
    return 'UNION, EXCEPT and INTERSECT compare rows that a sample lacks';
  }
  if (select.distinctClause !== undefined) return 'DISTINCT cannot be scaled';
  if (select.limitCount !== undefined || select.limitOffset !== undefined) {
    return 'LIMIT depends on an order that a sample only guesses';
  }
  if (select.havingClause !== undefined) {
    return 'HAVING compares totals that a sample only estimates';
  }
  if (hasWindow([select.targetList, select.sortClause])) {
    return 'a window function needs every row';
  }
  if (someNode(select, isNotSublink) || isOuterAntiJoin(select, sources)) {
    return 'rows without a match elsewhere cannot be told from a sample';
  }
  return undefined;
}

/** NOT IN, NOT EXISTS and <> ALL. */
function isNotSublink(kind: string, fields: Readonly<Record<string, unknown>>): boolean {
  if (kind === 'SubLink') return fields['subLinkType'] === 'ALL_SUBLINK';
  return (
    kind === 'BoolExpr' &&
    fields['boolop'] === 'NOT_EXPR' &&
    someNode(fields['args'], (inner) => inner === 'SubLink')
  );
}

/** LEFT JOIN … WHERE right.column IS NULL. */
function isOuterAntiJoin(select: SelectStmt, sources: readonly FromSource[]): boolean {
  const nullable = sources.filter((source) => source.nullable);
  return someNode(
    select.whereClause,
    (kind, fields) => {
      if (kind !== 'NullTest' || fields['nulltesttype'] !== 'IS_NULL') return false;
      const { arg } = fields;
      const column = isObject(arg) && isObject(arg['ColumnRef']) ? arg['ColumnRef'] : {};
      const [first, second] = columnParts({ ColumnRef: column });
      if (first === undefined) return nullable.length > 0;
      return nullable.some(({ alias, table }) =>
        second === undefined
          ? (table?.columns.some(({ name }) => name === first) ?? true)
          : alias === first,
      );
    },
    { subqueries: false },
  );
}
