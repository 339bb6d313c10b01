import type { A_Expr, FuncCall, Node, SelectStmt } from 'libpg-query';
import { namesIn, referenceOf, type Level } from '../select/levels.js';
import { columnParts, functionName, isAggregateName, withoutCasts } from '../select/nodes.js';
import { isObject, lastText, type Json } from '../tree.js';

/** What an expression computes with, also in the subqueries and WITH queries that its columns come from. */
export interface Ingredients {
  readonly aggregates: readonly string[];
  readonly units: readonly string[];
  readonly columns: readonly string[];
  readonly isRatio: boolean;
}

export function madeOf(
  expression: Node | undefined,
  level: Level | undefined,
  levels: readonly Level[],
): Ingredients {
  const found = {
    aggregates: new Set<string>(),
    units: new Set<string>(),
    columns: new Set<string>(),
  };
  let isRatio = false;
  // An output is looked at once, and once more where it stands outside of an aggregate: a recursion reads its own.
  const followed = { inside: new Set<Node>(), outside: new Set<Node>() };
  // What an aggregate is made over says nothing of how it is aggregated: an average of sums is an average.
  let depth = 0;
  const visit = (value: unknown, at: Level | undefined): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, at);
      return;
    }
    if (!isObject(value)) return;
    for (const key in value) {
      const child = value[key];
      if (isObject(child)) see(key, child, at);
      else visit(child, at);
    }
  };
  const see = (key: string, child: Json, at: Level | undefined): void => {
    if (key === 'FuncCall') {
      const call: FuncCall = child;
      const isAggregate = isAggregateName(functionName(call));
      if (isAggregate && depth === 0) note(found.aggregates, call);
      for (const unit of unitsOf(call)) found.units.add(unit);
      depth += isAggregate ? 1 : 0;
      visit(call, at);
      depth -= isAggregate ? 1 : 0;
    } else if (key === 'SelectStmt') {
      visit(
        child,
        levels.find(({ select }) => select === child),
      );
    } else if (key === 'ColumnRef') {
      follow({ ColumnRef: child }, at);
    } else {
      if (key === 'A_Expr' && depth === 0 && isRatioOf(child)) isRatio = true;
      visit(child, at);
    }
  };
  const follow = (reference: Node, at: Level | undefined): void => {
    const name = columnParts(reference).at(-1);
    if (name === undefined) return;
    found.columns.add(name);
    if (units.has(name)) found.units.add(name);
    const meant = at && referenceOf(reference, at);
    const query = meant && at.queryOf(meant.source);
    if (meant === undefined || query === undefined || at === undefined) return;
    const place = namesIn(meant.source, at)?.indexOf(meant.column) ?? -1;
    for (const arm of armsOf(query)) {
      const target = arm.targetList?.[place];
      const inner =
        target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
      if (inner === undefined || followed.outside.has(inner)) continue;
      const seen = depth === 0 ? followed.outside : followed.inside;
      if (seen.has(inner)) continue;
      seen.add(inner);
      visit(
        inner,
        levels.find(({ select }) => select === arm),
      );
    }
  };
  visit(expression, level);
  return {
    aggregates: [...found.aggregates],
    units: [...found.units],
    columns: [...found.columns],
    isRatio,
  };
}

/** Divided by what is no constant, or by as many months or days as there are: an average of them. */
function isRatioOf({ name, rexpr }: A_Expr): boolean {
  if (lastText(name) !== '/' || rexpr === undefined) return false;
  const base = withoutCasts(rexpr);
  if (!('A_Const' in base)) return true;
  const { ival, fval } = base.A_Const;
  return !conversions.has(Number(fval?.fval ?? ival?.ival ?? 0));
}

/** Percents, cents, thousands, and units of time and of storage. */
const conversions = new Set([
  ...[0, 1, 10, 100, 1_000, 10_000, 100_000, 1e6, 1e9],
  ...[24, 60, 1_440, 3_600, 60_000, 86_400, 3_600_000, 86_400_000, 1_024, 1_048_576],
]);

function armsOf(select: SelectStmt): readonly SelectStmt[] {
  const { larg, rarg } = select;
  return larg === undefined || rarg === undefined ? [select] : [...armsOf(larg), ...armsOf(rarg)];
}

function note(aggregates: Set<string>, call: FuncCall): void {
  const name = functionName(call);
  aggregates.add(name === 'count' && call.agg_distinct === true ? 'count_distinct' : name);
}

/** The parts of time that a call cuts a date to. */
function unitsOf(call: FuncCall): readonly string[] {
  const [first, second] = call.args ?? [];
  switch (functionName(call)) {
    case 'date_trunc':
    case 'date_part':
    case 'extract': {
      const unit = textOf(first);
      return unit !== undefined && units.has(unit) ? [unit] : [];
    }
    case 'to_char': {
      const format = textOf(second) ?? '';
      return formats.filter(([, pattern]) => pattern.test(format)).map(([unit]) => unit);
    }
    default:
      return [];
  }
}

function textOf(node: Node | undefined): string | undefined {
  return node !== undefined && 'A_Const' in node
    ? node.A_Const.sval?.sval?.toLowerCase()
    : undefined;
}

const units = new Set(['day', 'week', 'month', 'quarter', 'year']);
const formats: readonly (readonly [string, RegExp])[] = [
  ['day', /dd|day|dy/],
  ['week', /ww|iw/],
  ['month', /mm|mon/],
  ['quarter', /q/],
  ['year', /yy/],
];
