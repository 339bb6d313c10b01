import type { Node } from 'libpg-query';
import { columnParts, functionName, someNode } from '../select/nodes.js';
import { divisionsOf } from './divisions.js';
import type { Doubt, Lint } from './lint.js';

/**
 * An average divided by a sum or a count is the ratio of nothing. A sum divided by an average is only of something else,
 * such as sales by the average stock: of the same columns, or by a rate of ones, it is a slip as well.
 */
export const unlikeRatio: Lint = (level) =>
  divisionsOf(level).flatMap(({ lexpr, rexpr, location }): Doubt[] => {
    const [above, below] = [aggregatesIn(lexpr), aggregatesIn(rexpr)];
    const isAverageAbove = isAverage(above) && isTotal(below);
    if (!isAverageAbove && !(isTotal(above) && isAverage(below))) return [];
    const isSure = isAverageAbove || isOfOnes(rexpr) || sameColumns(lexpr, rexpr);
    return [
      {
        weight: isSure ? 'finding' : 'warning',
        code: 'unlike_ratio',
        what: `${[...above].join(' and ')} is divided by ${[...below].join(' and ')}`,
        fix: 'Aggregate both sides alike: sums by sums, averages by averages.',
        location,
      },
    ];
  });

type Names = ReadonlySet<string>;

function isAverage(names: Names): boolean {
  return names.size === 1 && names.has('avg');
}

function isTotal(names: Names): boolean {
  return names.size > 0 && [...names].every((name) => name === 'sum' || name === 'count');
}

/** Of this level: not those of subqueries, nor over windows. */
function aggregatesIn(node: Node | undefined): Names {
  const names = new Set<string>();
  visit(node, (kind, fields) => {
    if (kind !== 'FuncCall' || fields['over'] !== undefined) return;
    const name = functionName(fields);
    if (/^(?:sum|count|avg|min|max|stddev.*|var.*|percentile_.*)$/.test(name)) names.add(name);
  });
  return names;
}

/** `avg(CASE WHEN … THEN 1 ELSE 0 END)` is a rate. */
function isOfOnes(node: Node | undefined): boolean {
  return someNode(
    node,
    (kind, fields) => {
      const { defresult } = fields as { defresult?: Node };
      return (
        kind === 'CaseExpr' &&
        defresult !== undefined &&
        'A_Const' in defresult &&
        !readsInThen(fields)
      );
    },
    { subqueries: false },
  );
}

function readsInThen(fields: Readonly<Record<string, unknown>>): boolean {
  return someNode(
    fields['args'],
    (kind, when) => kind === 'CaseWhen' && columnsIn(when['result'] as Node).size > 0,
    { subqueries: false },
  );
}

function sameColumns(a: Node | undefined, b: Node | undefined): boolean {
  const [mine, theirs] = [columnsIn(a), columnsIn(b)];
  return mine.size > 0 && mine.size === theirs.size && [...mine].every((name) => theirs.has(name));
}

function columnsIn(node: Node | undefined): Names {
  const names = new Set<string>();
  visit(node, (kind, fields) => {
    if (kind === 'ColumnRef') names.add(columnParts({ ColumnRef: fields }).join('.'));
  });
  return names;
}

function visit(
  node: Node | undefined,
  see: (kind: string, fields: Readonly<Record<string, unknown>>) => void,
): void {
  someNode(
    node,
    (kind, fields) => {
      see(kind, fields);
      return false;
    },
    { subqueries: false },
  );
}
