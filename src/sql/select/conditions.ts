import type { JoinExpr, Node } from 'libpg-query';
import { rememberedBy } from '../../domain/remembered-by.js';
import { lastText, texts } from '../tree.js';
import { withoutCasts } from './nodes.js';
import { namesIn, referenceOf, sourcesRead, type Level, type Reference } from './levels.js';
import type { FromSource } from './sources.js';

/** A condition that every row of a level meets, and the join that it stands in; null for WHERE. */
export interface Condition {
  readonly node: Node;
  readonly join: JoinExpr | null;
}

/** What WHERE and the inner joins' ON hold all rows to, and what outer joins ask of a match: the parts between ANDs. */
export const conditionsOf = rememberedBy(({ select }: Level): readonly Condition[] => [
  ...(select.fromClause ?? [])
    .flatMap(joinsIn)
    .flatMap((join) => conjuncts(join.quals).map((node) => ({ node, join }))),
  ...conjuncts(select.whereClause).map((node) => ({ node, join: null })),
]);

/** The parts of a condition between its outermost ANDs. */
export function conjuncts(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') {
    return (node.BoolExpr.args ?? []).flatMap(conjuncts);
  }
  return [node];
}

/** The joins of one item of FROM, the outermost first. */
export function joinsIn(item: Node): readonly JoinExpr[] {
  if (!('JoinExpr' in item)) return [];
  const { larg, rarg } = item.JoinExpr;
  const inner = [larg, rarg].flatMap((side) => (side === undefined ? [] : joinsIn(side)));
  return [item.JoinExpr, ...inner];
}

/** A column that is held equal to something of other sources, or to a constant where `to` is empty. */
export interface Equality {
  readonly mine: Reference;
  readonly to: ReadonlySet<FromSource>;
}

/** Each equality that conditions and USING state, seen from each of its columns. */
export const equalitiesOf = rememberedBy((level: Level): readonly Equality[] => {
  const stated = conditionsOf(level).flatMap(({ node }) => {
    if (!('A_Expr' in node)) return [];
    const { kind, name, lexpr, rexpr } = node.A_Expr;
    if (kind !== 'AEXPR_OP' || lastText(name) !== '=') return [];
    return [...equality(lexpr, rexpr, level), ...equality(rexpr, lexpr, level)];
  });
  const using = (level.select.fromClause ?? []).flatMap(joinsIn).flatMap((join) => {
    const right = level.sources.filter(({ node }) => isBelow(join.rarg, node));
    const left = level.sources.filter(({ node }) => isBelow(join.larg, node));
    return texts(join.usingClause).flatMap((column) => {
      const have = (source: FromSource) => namesIn(source, level)?.includes(column) ?? false;
      const [mine, theirs] = [right.filter(have), left.filter(have)];
      // The names are merged into one, so each is equal to each.
      return mine.flatMap((one) =>
        theirs.flatMap((other) => [
          { mine: { source: one, column }, to: new Set([other]) },
          { mine: { source: other, column }, to: new Set([one]) },
        ]),
      );
    });
  });
  return [...stated, ...using];
});

function equality(
  side: Node | undefined,
  other: Node | undefined,
  level: Level,
): readonly Equality[] {
  const mine = side === undefined ? undefined : referenceOf(withoutCasts(side), level);
  if (mine === undefined) return [];
  const to = sourcesRead(other, level);
  return to.has(mine.source) ? [] : [{ mine, to }];
}

function isBelow(side: Node | undefined, node: Node): boolean {
  if (side === undefined) return false;
  if (side === node) return true;
  return (
    'JoinExpr' in side && (isBelow(side.JoinExpr.larg, node) || isBelow(side.JoinExpr.rarg, node))
  );
}
