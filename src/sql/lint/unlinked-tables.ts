import type { Node } from 'libpg-query';
import { quoted } from '../table-names.js';
import { texts, type Json } from '../tree.js';
import { conditionsOf, joinsIn } from '../select/conditions.js';
import { sourcesRead, type Level } from '../select/levels.js';
import { keysOfQuery } from '../select/multiplicity.js';
import { hasAggregate, someNode } from '../select/nodes.js';
import type { FromSource } from '../select/sources.js';
import type { Lint } from './lint.js';

/** Two tables that no condition connects: every row of one with every row of the other. */
export const unlinkedTables: Lint = (level) => {
  const { select } = level;
  const many = level.sources.filter((source) => hasManyRows(source, level));
  if (many.length < 2 || isBlurred(select.fromClause)) return [];
  const groups = linkedGroups(level);
  const [first, second] = groups.filter((group) => many.some((source) => group.has(source)));
  if (first === undefined || second === undefined) return [];
  const [one] = many.filter((source) => first.has(source));
  const [other] = many.filter((source) => second.has(source));
  if (one === undefined || other === undefined) return [];
  const isMeant =
    [one, other].some(({ table }) => table === null) ||
    [first, second].some((group) => isPinned(group, level)) ||
    isCrossJoin(other, level) ||
    countsDistinctOnly(select);
  return [
    {
      weight: isMeant ? 'warning' : 'finding',
      code: 'unlinked_tables',
      what: `no condition connects ${nameOf(other)} with ${nameOf(one)}, so every row of one is combined with every row of the other`,
      fix: 'Join them on their key; write CROSS JOIN where all combinations are meant.',
    },
  ];
};

/** Sets of sources that conditions connect with each other. */
function linkedGroups(level: Level): readonly ReadonlySet<FromSource>[] {
  const links = [
    ...conditionsOf(level).map(({ node }) => sourcesRead(node, level)),
    ...(level.select.fromClause ?? []).flatMap(joinsIn).flatMap((join) => {
      if (texts(join.usingClause).length === 0) return [];
      const sides = [join.larg, join.rarg].flatMap((side) => sourcesBelow(side, level).slice(-1));
      return [new Set(sides)];
    }),
  ];
  let groups = level.sources.map((source) => new Set([source]));
  for (const link of links) {
    const touched = groups.filter((group) => [...link].some((source) => group.has(source)));
    if (touched.length < 2) continue;
    groups = [
      ...groups.filter((group) => !touched.includes(group)),
      new Set(touched.flatMap((group) => [...group])),
    ];
  }
  return groups.toSorted((a, b) => firstPlace(a, level) - firstPlace(b, level));
}

function firstPlace(group: ReadonlySet<FromSource>, { sources }: Level): number {
  return sources.findIndex((source) => group.has(source));
}

function sourcesBelow(side: Node | undefined, { sources }: Level): FromSource[] {
  if (side === undefined) return [];
  return sources.filter(({ node }) => someSide(side, node));
}

function someSide(side: Node, wanted: Node): boolean {
  if (side === wanted) return true;
  if (!('JoinExpr' in side)) return false;
  return [side.JoinExpr.larg, side.JoinExpr.rarg].some(
    (inner) => inner !== undefined && someSide(inner, wanted),
  );
}

/** A table, or a query that may return more than one row. Functions and LATERAL queries take their rows from others. */
function hasManyRows({ table, node, ...source }: FromSource, level: Level): boolean {
  if (table !== null) return true;
  if ('RangeSubselect' in node && node.RangeSubselect.lateral) return false;
  const query = level.queryOf({ table, node, ...source });
  if (query === undefined || query.fromClause === undefined) return false;
  return !keysOfQuery(query).some((key) => key.length === 0);
}

/** NATURAL joins have conditions that are not written. */
function isBlurred(from: unknown): boolean {
  return someNode(from, (kind, fields) => kind === 'JoinExpr' && fields['isNatural'] === true, {
    subqueries: false,
  });
}

/** A condition of its own may leave one row, or ON names a constant: it may be meant. */
function isPinned(group: ReadonlySet<FromSource>, level: Level): boolean {
  return conditionsOf(level).some(({ node }) => {
    const read = sourcesRead(node, level);
    const [source] = read;
    return source !== undefined && read.size === 1 && group.has(source) && !comparesColumns(node);
  });
}

function comparesColumns(node: Node): boolean {
  if (!('A_Expr' in node)) return false;
  const { lexpr, rexpr } = node.A_Expr;
  return [lexpr, rexpr].every((side) => side !== undefined && 'ColumnRef' in side);
}

/** Combinations do no harm to what is counted once. */
function countsDistinctOnly({ targetList }: Level['select']): boolean {
  const isPlain = (kind: string, fields: Json): boolean =>
    kind === 'FuncCall' && hasAggregate({ FuncCall: fields }) && fields['agg_distinct'] !== true;
  return hasAggregate(targetList) && !someNode(targetList, isPlain, { subqueries: false });
}

/** CROSS JOIN is the one join without ON. */
function isCrossJoin({ node }: FromSource, { select }: Level): boolean {
  return (select.fromClause ?? [])
    .flatMap(joinsIn)
    .some(
      ({ quals, usingClause, larg, rarg }) =>
        quals === undefined && usingClause === undefined && (rarg === node || larg === node),
    );
}

function nameOf({ alias }: FromSource): string {
  return alias === '' ? 'a subquery' : quoted(alias);
}
