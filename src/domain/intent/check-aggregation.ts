import type { QueryInput } from '../plan.js';
import type { IntentDoubt, QueryShape } from './query-shape.js';

/** Holds the declared aggregation against the aggregates that the measure's column is made of. */
export function checkAggregation(
  { measure }: QueryInput,
  shape: QueryShape,
): readonly IntentDoubt[] {
  const output = shape.outputs?.find(({ name }) => name === measure.column);
  const declared = families.get(measure.aggregation.toLowerCase().replaceAll(/[^a-z]+/g, '_'));
  if (output === undefined || declared === undefined || output.aggregates.length === 0) return [];
  const { needs, isRatio: mayDivide = false, mayDedupe = false } = declared;
  const fits =
    output.aggregates.some((aggregate) => needs.test(aggregate)) ||
    (mayDivide && output.isRatio) ||
    (mayDedupe && shape.dedupes) ||
    output.aggregates.some((aggregate) => !common.test(aggregate));
  if (fits) return [];
  return [
    {
      refutes: true,
      code: 'aggregation_differs',
      what: `"${measure.column}" is made with ${output.aggregates.join(' and ')}, and declared as ${measure.aggregation}`,
      fix: 'Aggregate as declared, or declare how the query aggregates.',
    },
  ];
}

interface Family {
  /** One of these must be among the aggregates. */
  readonly needs: RegExp;
  /** Or a division stands for it. */
  readonly isRatio?: boolean;
  /** Or an inner query that leaves out duplicates. */
  readonly mayDedupe?: boolean;
}

const families: ReadonlyMap<string, Family> = new Map<string, Family>([
  // A sum of ones is a count, and counts of parts are summed.
  ['sum', { needs: /^(?:sum|count|count_distinct)$/ }],
  ['total', { needs: /^(?:sum|count|count_distinct)$/ }],
  ['count', { needs: /^(?:sum|count|count_distinct)$/ }],
  ['count_distinct', { needs: /^count_distinct$/, mayDedupe: true }],
  ['avg', { needs: /^avg$/, isRatio: true }],
  ['average', { needs: /^avg$/, isRatio: true }],
  ['mean', { needs: /^avg$/, isRatio: true }],
  ['min', { needs: /^min$/ }],
  ['max', { needs: /^max$/ }],
]);

/** Others may mean anything. */
const common = /^(?:sum|avg|count|count_distinct|min|max)$/;
