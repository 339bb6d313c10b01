import type { Node, SelectStmt } from 'libpg-query';
import type { Catalog, Table, TableColumn } from '../../ports.js';
import { findTable } from '../table-names.js';
import { texts } from '../tree.js';
import { columnParts } from './nodes.js';

/** One item of a FROM. `table` is null for a subquery, a WITH query or a function. */
export interface FromSource {
  readonly alias: string;
  readonly table: Table | null;
  /** On the side of an outer join where rows without a match are filled with nulls. */
  readonly nullable: boolean;
  /** Its columns have names of the query's own. */
  readonly renamed: boolean;
  readonly node: Node;
}

/** What this FROM brings into sight, from left to right. `around` has the names of WITH queries of the levels above. */
export function sourcesOf(
  select: SelectStmt,
  catalog: Catalog,
  around: Iterable<string> = [],
): readonly FromSource[] {
  const ctes = new Set([
    ...around,
    ...(select.withClause?.ctes ?? []).flatMap((node) =>
      'CommonTableExpr' in node ? [node.CommonTableExpr.ctename ?? ''] : [],
    ),
  ]);
  return (select.fromClause ?? []).flatMap((item) => sourcesIn(item, false, ctes, catalog));
}

/** The table's column that a reference means, where only one can be meant. */
export function columnMeant(
  node: Node,
  sources: readonly FromSource[],
):
  | { readonly source: FromSource; readonly table: Table; readonly column: TableColumn }
  | undefined {
  const parts = columnParts(node);
  const name = parts.at(-1);
  const qualifier = parts.at(-2);
  if (name === undefined) return undefined;
  const named = sources.filter(({ alias }) => qualifier === undefined || alias === qualifier);
  const found = named.flatMap((source) => {
    const { table, renamed } = source;
    const column = renamed ? undefined : table?.columns.find((each) => each.name === name);
    return column === undefined || table === null ? [] : [{ source, table, column }];
  });
  const unknown = named.some(({ table, renamed }) => table === null || renamed);
  return found.length === 1 && !unknown ? found[0] : undefined;
}

function sourcesIn(
  item: Node,
  nullable: boolean,
  ctes: ReadonlySet<string>,
  catalog: Catalog,
): FromSource[] {
  if ('JoinExpr' in item) {
    const { jointype, larg, rarg } = item.JoinExpr;
    const left = nullable || jointype === 'JOIN_RIGHT' || jointype === 'JOIN_FULL';
    const right = nullable || jointype === 'JOIN_LEFT' || jointype === 'JOIN_FULL';
    return [
      ...(larg === undefined ? [] : sourcesIn(larg, left, ctes, catalog)),
      ...(rarg === undefined ? [] : sourcesIn(rarg, right, ctes, catalog)),
    ];
  }
  if ('RangeVar' in item) {
    const { relname: name = '', schemaname: schema, alias } = item.RangeVar;
    const isCte = schema === undefined && ctes.has(name);
    const table = isCte ? null : (findTable(catalog, schema, name) ?? null);
    const renamed = texts(alias?.colnames).length > 0;
    return [{ alias: alias?.aliasname ?? name, table, nullable, renamed, node: item }];
  }
  const alias = 'RangeSubselect' in item ? item.RangeSubselect.alias?.aliasname : undefined;
  return [{ alias: alias ?? '', table: null, nullable, renamed: false, node: item }];
}
