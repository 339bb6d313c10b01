import type { SelectStmt } from 'libpg-query';
import { functionName, hasRowFunction, someNode } from '../select/nodes.js';
import { isObject, type Json } from '../tree.js';

/**
 * The statement without the ORDER BYs inside it that nothing needs; undefined where there is none, or where something
 * may see the order of rows: a LIMIT without an ORDER BY of its own, array_agg, row_number() OVER (), DISTINCT ON.
 */
export function dropInnerOrder(select: SelectStmt): SelectStmt | undefined {
  if (someNode({ SelectStmt: select }, seesOrder)) return undefined;
  let dropped = false;
  const without = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(without);
    if (!isObject(value)) return value;
    const kept = isSorted(value) ? unsorted(value) : value;
    dropped ||= kept !== value;
    return Object.fromEntries(Object.entries(kept).map(([key, child]) => [key, without(child)]));
  };
  const { sortClause, ...rest } = select;
  const changed: SelectStmt = {
    ...(without(rest) as SelectStmt),
    ...(sortClause && { sortClause }),
  };
  return dropped ? changed : undefined;
}

/** The statement's own ORDER BY, where neither LIMIT nor DISTINCT ON needs it. */
export function dropOuterOrder(select: SelectStmt): SelectStmt | undefined {
  return isSorted(select) ? unsorted(select) : undefined;
}

/** Whether a select has an ORDER BY that neither a LIMIT nor DISTINCT ON of its own needs. */
export function isSorted(select: Json | SelectStmt): boolean {
  const { sortClause, limitCount, limitOffset, distinctClause } = select as SelectStmt;
  const distinctOn = (distinctClause ?? []).some((node) => Object.keys(node).length > 0);
  return (
    sortClause !== undefined &&
    limitCount === undefined &&
    limitOffset === undefined &&
    !distinctOn &&
    !hasRowFunction(sortClause)
  );
}

function unsorted<T extends object>(select: T): T {
  const { sortClause: _, ...rest } = select as T & { sortClause?: unknown };
  return rest as T;
}

/** What shows the order of rows that come from inside. */
export function seesOrder(kind: string, fields: Json): boolean {
  if (kind === 'SelectStmt') {
    const { sortClause, limitCount, limitOffset, distinctClause } = fields as SelectStmt;
    const cut = limitCount !== undefined || limitOffset !== undefined;
    const distinctOn = (distinctClause ?? []).some((node) => Object.keys(node).length > 0);
    return (cut || distinctOn) && sortClause === undefined;
  }
  if (kind === 'SubLink') return fields['subLinkType'] === 'ARRAY_SUBLINK';
  if (kind === 'WindowDef') return isObject(fields) && fields['orderClause'] === undefined;
  if (kind !== 'FuncCall') return false;
  const { over } = fields;
  // A window that is named elsewhere is looked at there; an empty one sees rows as they come.
  if (isObject(over)) {
    return (
      over['orderClause'] === undefined &&
      over['name'] === undefined &&
      over['refname'] === undefined &&
      !orderless.has(functionName(fields))
    );
  }
  return ordered.test(functionName(fields)) && fields['agg_order'] === undefined;
}

const ordered = /^(?:array_agg|string_agg|jsonb?_(?:object_)?agg|any_value)$/;
const orderless = new Set(['sum', 'count', 'avg', 'min', 'max']);
