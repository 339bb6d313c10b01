import type { Node } from 'libpg-query';
import { conjuncts, joinsIn } from '../select/conditions.js';
import { referenceOf, type Level, type Reference } from '../select/levels.js';
import { multiplicityOf } from '../select/multiplicity.js';
import { withoutCasts } from '../select/nodes.js';
import type { FromSource } from '../select/sources.js';
import { quoted } from '../table-names.js';
import { texts } from '../tree.js';
import type { Lint } from './lint.js';

/**
 * An inner join whose ON compares what an outer join below it may have left null throws out the rows that the outer join
 * keeps: it does nothing, and either both are inner joins, or none.
 */
export const joinUndone: Lint = (level) => {
  if (!hasOptional(level)) return [];
  const found = (level.select.fromClause ?? [])
    .flatMap(joinsIn)
    .filter(({ jointype }) => jointype === 'JOIN_INNER')
    .flatMap((join) => {
      const optional = new Set([join.larg, join.rarg].flatMap((side) => optionalIn(side)));
      return conjuncts(join.quals)
        .flatMap((node) => refusesNull(node, level))
        .filter(({ source }) => optional.has(source.node));
    })[0];
  if (found === undefined) return [];
  const name = [found.source.alias, found.column].map(quoted).join('.');
  return [
    {
      weight: 'finding',
      code: 'outer_join_undone',
      what: `an inner join compares ${name}, which leaves out the rows that the outer join to ${quoted(found.source.alias)} keeps`,
      fix: 'Write both as outer joins to keep them, or both as inner joins.',
    },
  ];
};

function hasOptional({ sources }: Level): boolean {
  return sources.some(({ nullable }) => nullable);
}

/** What an item of FROM may fill with nulls. */
function optionalIn(item: Node | undefined, isOptional = false): readonly Node[] {
  if (item === undefined) return [];
  if (!('JoinExpr' in item)) return isOptional ? [item] : [];
  const { jointype, larg, rarg } = item.JoinExpr;
  return [
    ...optionalIn(larg, isOptional || jointype === 'JOIN_RIGHT' || jointype === 'JOIN_FULL'),
    ...optionalIn(rarg, isOptional || jointype === 'JOIN_LEFT' || jointype === 'JOIN_FULL'),
  ];
}

/**
 * WHERE on the optional side of a LEFT JOIN throws out the very rows that the join was to keep. A name that is looked up
 * by its key is a plain filter, and no reason to warn.
 */
export const undoneLeftJoin: Lint = (level) => {
  if (!hasOptional(level)) return [];
  const found = conjuncts(level.select.whereClause)
    .flatMap((node) => refusesNull(node, level))
    .find(({ source }) => source.nullable && !isLookedUp(source, level));
  if (found === undefined) return [];
  const { source, column } = found;
  const name = [source.alias, column].map(quoted).join('.');
  return [
    {
      weight: 'warning',
      code: 'outer_join_undone',
      what: `WHERE compares ${name}, which leaves out the rows that the outer join to ${quoted(source.alias)} keeps`,
      fix: 'Move the condition into ON, or write an inner join.',
    },
  ];
};

function isLookedUp(source: FromSource, level: Level): boolean {
  const others = level.sources.filter((other) => other !== source);
  return multiplicityOf(level).oneFor(others).has(source);
}

/** The columns that may not be null where the condition holds. */
function refusesNull(node: Node, level: Level): readonly Reference[] {
  if (!('A_Expr' in node)) return [];
  const { kind, name, lexpr, rexpr } = node.A_Expr;
  const isComparison = strictKinds.has(String(kind)) && !/DISTINCT/.test(texts(name).join());
  if (!isComparison) return [];
  return [lexpr, rexpr].flatMap((side) => {
    const reference = side === undefined ? undefined : referenceOf(withoutCasts(side), level);
    return reference === undefined ? [] : [reference];
  });
}

const strictKinds = new Set([
  'AEXPR_OP',
  'AEXPR_IN',
  'AEXPR_LIKE',
  'AEXPR_ILIKE',
  'AEXPR_BETWEEN',
  'AEXPR_OP_ANY',
]);
