import type { Node, SelectStmt } from 'libpg-query';
import type { Expectation, QueryInput } from '../../../src/domain/plan.js';
import type { Catalog } from '../../../src/ports.js';
import { conjuncts } from '../../../src/sql/select/conditions.js';
import { levelsOf } from '../../../src/sql/select/levels.js';
import { someNode, withoutCasts } from '../../../src/sql/select/nodes.js';
import { expressionText } from '../../../src/sql/select/text.js';
import { shapeOf } from '../../../src/sql/shape/read-shape.js';
import { texts } from '../../../src/sql/tree.js';

/** What an honest planner would declare of a query, read from its tree. */
export async function trueDeclaration(
  sql: string,
  select: SelectStmt,
  catalog: Catalog,
): Promise<QueryInput> {
  const { outputs, order, limit } = shapeOf(select, [], catalog);
  const measured =
    outputs?.filter(({ isKey, aggregates }) => !isKey && aggregates.length > 0) ?? [];
  const measure = measured.at(-1);
  const aggregation =
    measure === undefined
      ? ''
      : measure.isRatio
        ? 'ratio'
        : measure.aggregates.length === 1
          ? (measure.aggregates[0] ?? '')
          : '';
  const keys = outputs?.filter(({ isKey }) => isKey) ?? [];
  const units = [...new Set(keys.flatMap((key) => key.units))];
  const [first] = order;
  const filters = await Promise.all(
    levelsOf(select, catalog).flatMap((level) =>
      conjuncts(level.select.whereClause).filter(isFilter).map(expressionText),
    ),
  );
  return {
    ...{ sql, params: [], dimensions: keys.map(({ name }) => name), limit: limit ?? 0 },
    measure: {
      ...{ name: measure?.name ?? '', column: measure?.name ?? '', aggregation, unit: '' },
      additive: /^(?:sum|count)$/.test(aggregation),
    },
    grain: units.length === 1 ? (units[0] ?? '') : '',
    period: periodOf(select),
    filters: filters.filter((text) => text !== undefined),
    order:
      first === undefined || first.name === ''
        ? ''
        : `${first.name} ${first.descending ? 'desc' : 'asc'}`,
  };
}

/** It narrows by something of its own: joins written in WHERE are none, and subqueries have theirs. */
function isFilter(node: Node): boolean {
  const has = (kinds: readonly string[]) => someNode(node, (kind) => kinds.includes(kind));
  return !has(['SubLink']) && has(['A_Const', 'NullTest', 'BooleanTest', 'SQLValueFunction']);
}

/** What an honest planner would expect of it, knowing what the question asks for and not what the data holds. */
export function trueExpectation(
  { measure, dimensions }: QueryInput,
  columns: readonly string[],
  { distinctClause }: SelectStmt,
): Expectation {
  const uniqueBy = distinctClause === undefined ? dimensions : columns;
  return {
    ...{ columns, minRows: 1, maxRows: 0, notNull: [], uniqueBy },
    nonNegative: measure.aggregation.startsWith('count') ? [measure.column] : [],
  };
}

function periodOf(select: SelectStmt): QueryInput['period'] {
  let [from, to] = ['', ''];
  for (const node of conjuncts(select.whereClause)) {
    if (!('A_Expr' in node)) continue;
    const { kind, name, rexpr } = node.A_Expr;
    const operator = texts(name).at(-1);
    if (kind === 'AEXPR_BETWEEN' && rexpr !== undefined && 'List' in rexpr) {
      const [low, high] = rexpr.List.items ?? [];
      from = dayOf(low) || from;
      to = dayOf(high) || to;
    }
    if (operator === '>=' || operator === '>') from = dayOf(rexpr) || from;
    if (operator === '<' || operator === '<=') to = dayOf(rexpr) || to;
  }
  return { from, to };
}

function dayOf(node: Node | undefined): string {
  const constant = node === undefined ? undefined : withoutCasts(node);
  const text =
    constant !== undefined && 'A_Const' in constant ? constant.A_Const.sval?.sval : undefined;
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? (text ?? '') : '';
}
