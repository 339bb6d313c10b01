import type { Node, SelectStmt } from 'libpg-query';
import type { Catalog } from '../../ports.js';
import { guard } from '../guard.js';
import type { Grouped } from '../select/grouped.js';
import { columnParts } from '../select/nodes.js';
import { writeSelect } from '../select/text.js';
import { isObject } from '../tree.js';

/** The first rows that come, in no order: they show what the data is like, and nothing may be added up from them. */
export interface Look {
  readonly kind: 'look';
  /** Passes the guard, like any statement. */
  readonly ownSql: false;
  readonly sql: string;
  readonly params: readonly number[];
}

/** The rows beneath a statement's totals, or the rows it lists; null where the guard does not let them through. */
export async function lookAt(
  select: SelectStmt,
  grouped: Grouped | undefined,
  catalog: Catalog,
): Promise<Look | null> {
  if (grouped === undefined) return null;
  const targets = grouped.aggregates ? columnsBeneath(grouped) : (select.targetList ?? []);
  if (targets.length === 0) return null;
  const {
    sortClause: _order,
    groupClause: _groups,
    havingClause: _having,
    windowClause: _windows,
    distinctClause: _distinct,
    limitOffset: _offset,
    limitCount: _count,
    ...rest
  } = select;
  const written = await writeSelect({
    ...rest,
    targetList: targets,
    limitCount: { A_Const: { ival: { ival: mostRows } } },
    limitOption: 'LIMIT_OPTION_COUNT',
  });
  if (written === undefined) return null;
  const guarded = await guard(written.sql, { catalog, paramCount: written.params.length });
  return guarded.accepted ? { kind: 'look', ownSql: false, ...written, sql: guarded.sql } : null;
}

/** Every column that the outputs are computed from, each once and under a name of its own. */
function columnsBeneath({ outputs, keys }: Grouped): Node[] {
  const found = new Map<string, Node>();
  const names = new Set<string>();
  for (const column of columnsIn([keys, outputs.map(({ expression }) => expression)])) {
    const parts = columnParts(column);
    const name = parts.at(-1);
    if (name === undefined || found.has(parts.join('.'))) continue;
    const free = names.has(name) ? parts.slice(-2).join('_') : name;
    if (names.has(free)) continue;
    names.add(free);
    found.set(parts.join('.'), { ResTarget: { name: free, val: column } });
  }
  return [...found.values()];
}

/** Columns of this level only: those of subqueries mean something else. */
function columnsIn(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(columnsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]): Node[] => {
    if (key === 'SelectStmt') return [];
    return key === 'ColumnRef' && isObject(child) ? [{ ColumnRef: child }] : columnsIn(child);
  });
}

const mostRows = 10_000;
