import type { A_Expr, Node } from 'libpg-query';
import { rememberedBy } from '../../domain/remembered-by.js';
import type { Level } from '../select/levels.js';
import { functionName, hasAggregate, withoutCasts } from '../select/nodes.js';
import { isInteger } from '../select/number-type.js';
import { isObject, lastText } from '../tree.js';
import type { Doubt, Lint } from './lint.js';

/** Counts divided by counts drop what is behind the point: 3 of 4 are 0. */
export const integerDivision: Lint = (level) =>
  divisionsOf(level).flatMap(({ lexpr, rexpr, location }): Doubt[] => {
    if (isInteger(lexpr, level) !== true || isInteger(rexpr, level) !== true) return [];
    // Columns divided by a constant are often cut into ranges on purpose.
    const isRatio = hasAggregate(lexpr) && hasAggregate(rexpr);
    if (!isRatio && !hasAggregate(lexpr)) return [];
    return [
      {
        weight: isRatio ? 'finding' : 'warning',
        code: 'integer_division',
        what: 'two whole numbers are divided, which drops what is behind the point',
        fix: 'Cast one of them to numeric, or call div(a, b) where that is meant.',
        location,
      },
    ];
  });

/** A ratio whose base may be zero stops the whole query there. */
export const unguardedRatio: Lint = (level) =>
  divisionsOf(level).flatMap(({ rexpr, location }): Doubt[] => {
    if (rexpr === undefined || isNeverZero(withoutCasts(rexpr), level.select)) return [];
    return [
      {
        weight: 'advice',
        code: 'unguarded_ratio',
        what: 'a division has a base that may be zero',
        fix: 'Divide by NULLIF(base, 0).',
        location,
      },
    ];
  });

function isNeverZero(base: Node, select: Level['select']): boolean {
  if ('A_Const' in base) return true;
  if ('A_Expr' in base) {
    const { kind, lexpr, rexpr } = base.A_Expr;
    if (kind === 'AEXPR_NULLIF') return true;
    const sides = [lexpr, rexpr].flatMap((side) =>
      side === undefined ? [] : [withoutCasts(side)],
    );
    return sides.length > 0 && sides.every((side) => isNeverZero(side, select));
  }
  if (!('FuncCall' in base)) return false;
  // No group is without a row.
  return (
    functionName(base.FuncCall) === 'count' &&
    base.FuncCall.agg_star === true &&
    select.groupClause !== undefined
  );
}

/** The divisions of this level, outside of subqueries and of CASE, which may have asked for zero before. */
export const divisionsOf = rememberedBy(({ select }: Level): readonly A_Expr[] => {
  const found: A_Expr[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (isObject(value)) {
      for (const key in value) {
        const child = value[key];
        if (key === 'SelectStmt' || key === 'CaseExpr') continue;
        if (key === 'A_Expr' && isDivision(child)) found.push(child);
        visit(child);
      }
    }
  };
  visit([select.targetList, select.whereClause, select.havingClause, select.sortClause]);
  return found;
});

function isDivision(expression: unknown): expression is A_Expr {
  if (!isObject(expression)) return false;
  const { kind, name }: A_Expr = expression;
  return kind === 'AEXPR_OP' && lastText(name) === '/';
}
