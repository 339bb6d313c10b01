import type { Node, SelectStmt } from 'libpg-query';
import type { Catalog, Table } from '../../ports.js';
import { mapNodes } from '../select/nodes.js';
import { sourcesOf, type FromSource } from '../select/sources.js';
import { everyNode } from '../tree.js';
import { conjuncts } from './conditions.js';

/** One SELECT of a statement, be it the statement itself, a subquery, a WITH query or an arm of a UNION. */
export interface Level {
  /** The tables that it reads itself, under the names that its conditions use. */
  readonly sources: readonly TableSource[];
  readonly conditions: readonly Node[];
}

export type TableSource = FromSource & { readonly table: Table };

export function levelsOf(select: SelectStmt, catalog: Catalog): readonly Level[] {
  const levels: Level[] = [];
  const tables = tablesIn(select, catalog);
  eachLevel(select, (level) => {
    levels.push({ sources: tables(level), conditions: conjuncts(level.whereClause) });
    return level;
  });
  return levels;
}

/** The whole statement with one more condition wherever `conditionOn` has one for a table that is read. */
export function restricted(
  select: SelectStmt,
  catalog: Catalog,
  conditionOn: (source: TableSource) => Node | undefined,
): SelectStmt {
  const tables = tablesIn(select, catalog);
  return eachLevel(select, (level) => {
    const more = tables(level).flatMap((source) => conditionOn(source) ?? []);
    const args = [level.whereClause, ...more].flatMap(conjuncts);
    const [first] = args;
    if (more.length === 0 || first === undefined) return level;
    const whereClause: Node =
      args.length === 1 ? first : { BoolExpr: { boolop: 'AND_EXPR', args } };
    return { ...level, whereClause };
  });
}

/** What a level reads; what has the name of a WITH query of the statement is none of the catalog's tables. */
function tablesIn(select: SelectStmt, catalog: Catalog) {
  const withNames = new Set<string>();
  everyNode(select, (kind, { ctename }) => {
    if (kind === 'CommonTableExpr' && typeof ctename === 'string') withNames.add(ctename);
  });
  return (level: SelectStmt): readonly TableSource[] =>
    sourcesOf(level, catalog).filter(
      (source): source is TableSource =>
        source.table !== null && !source.renamed && !isNamed(source.node, withNames),
    );
}

function isNamed(node: Node, withNames: ReadonlySet<string>): boolean {
  if (!('RangeVar' in node)) return false;
  const { schemaname, relname = '' } = node.RangeVar;
  return schemaname === undefined && withNames.has(relname);
}

/** Changes every SELECT of a statement, the inner ones first. The arms of a UNION are no nodes of their own. */
function eachLevel(select: SelectStmt, change: (level: SelectStmt) => SelectStmt): SelectStmt {
  const { larg, rarg, ...own } = select;
  const below = mapNodes(own, (kind, fields) => {
    if (kind !== 'SelectStmt') return undefined;
    return { SelectStmt: eachLevel(fields, change) };
  });
  return change({
    ...below,
    ...(larg && { larg: eachLevel(larg, change) }),
    ...(rarg && { rarg: eachLevel(rarg, change) }),
  });
}
