import { parseDecimal, compare } from '../decimal.js';
import type { QueryInput } from '../plan.js';
import { checkAggregation } from './check-aggregation.js';
import { checkPeriod } from './check-period.js';
import type { IntentDoubt, QueryShape, ReadFilter, ReadOrder } from './query-shape.js';

/** What was declared in SQL's words, read as such. */
export interface ReadDeclaration {
  readonly filters: readonly ReadFilter[];
  readonly order: ReadOrder | undefined;
}

/**
 * Holds a plan's declaration against what its statement does. A finding can be satisfied by correcting either of them,
 * so that no honest plan fails by it.
 */
export function checkDeclaration(
  query: QueryInput,
  read: ReadDeclaration,
  shape: QueryShape,
): readonly IntentDoubt[] {
  return [
    ...checkColumns(query, shape),
    ...checkAggregation(query, shape),
    ...checkPeriod(query, shape),
    ...checkGrain(query, shape),
    ...read.filters.flatMap((filter) => checkFilter(filter, shape)),
    ...checkOrder(query, read.order, shape),
    ...checkLimit(query, shape),
  ];
}

function checkColumns(
  { measure, dimensions }: QueryInput,
  { outputs }: QueryShape,
): readonly IntentDoubt[] {
  if (outputs === null) return [];
  const names = outputs.map(({ name }) => name);
  const list = names.map((name) => `"${name}"`).join(', ');
  const missing = (what: string, code: string, name: string): IntentDoubt => ({
    refutes: true,
    code,
    what: `the declared ${what} "${name}" is not among the query’s columns`,
    fix: `Declare one of ${list}, or name the output column so.`,
  });
  const isKnown = (dimension: string) =>
    outputs.some(
      ({ name, columns, units }) =>
        isAlike(name, dimension) ||
        [...columns, ...units].some((column) => isAlike(column, dimension)),
    );
  return [
    ...(measure.column === '' || names.includes(measure.column)
      ? []
      : [missing('measure', 'missing_measure', measure.column)]),
    ...dimensions
      .filter((dimension) => dimension !== '' && !isKnown(dimension))
      .map((dimension) => missing('dimension', 'missing_dimension', dimension)),
  ];
}

/** The same name, or one of the words that a name is made of. */
function isAlike(name: string, other: string): boolean {
  if (name.toLowerCase() === other.toLowerCase()) return true;
  const words = (text: string) =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .map((word) => word.replace(/(?<=..)(?:es|s)$/, ''));
  const mine = words(name);
  return words(other).some((word) => word.length > 1 && mine.includes(word));
}

function checkGrain({ grain }: QueryInput, { outputs, units }: QueryShape): readonly IntentDoubt[] {
  if (grain === '' || outputs === null || units.length === 0 || units.includes(grain)) return [];
  // A year and a month as two columns are months; a day may be cut outside.
  const cut = [...new Set(outputs.flatMap((output) => (output.isKey ? output.units : [])))];
  if (cut.length === 0) return [];
  return [
    {
      refutes: true,
      code: 'grain_differs',
      what: `the query groups by ${cut.join(' and ')}, and declares the grain ${grain}`,
      fix: `Group by ${grain}, or declare the grain ${cut.at(-1)}.`,
    },
  ];
}

function checkFilter(filter: ReadFilter, shape: QueryShape): readonly IntentDoubt[] {
  // Dates are held against the period's rules, and what earlier steps give is not known yet.
  const literals = filter.literals.filter((literal) => !/^\d{4}-\d{2}-\d{2}/.test(literal));
  const missing = literals.filter((literal) => !isWritten(literal, shape));
  const isRead = filter.columns.some((column) =>
    shape.conditionColumns.some((name) => isAlike(name, column)),
  );
  if (shape.isOpen || (missing.length === 0 && (isRead || literals.length > 0))) return [];
  if (missing.length === 0 && filter.literals.length > 0) return [];
  // The same column compared with a number may be the key of what is declared by its name.
  const isByKey =
    isRead &&
    missing.some((literal) => parseDecimal(literal) === undefined) &&
    shape.literals.some((literal) => /^\d+$/.test(literal));
  return [
    {
      refutes: !isByKey,
      code: 'filter_missing',
      what: `the query does not do what its declared filter ${filter.text} says`,
      fix: 'Filter by it, or declare what the query filters by, as it is written there.',
    },
  ];
}

function isWritten(literal: string, { literals }: QueryShape): boolean {
  const number = parseDecimal(literal);
  const text = literal.toLowerCase().replaceAll('%', '');
  return literals.some((each) => {
    const other = number === undefined ? undefined : parseDecimal(each);
    if (number !== undefined && other !== undefined) return compare(number, other) === 0;
    const written = each.toLowerCase();
    return text === '' ? each === literal : written.replaceAll('%', '') === text;
  });
}

function checkOrder(
  { order }: QueryInput,
  read: ReadOrder | undefined,
  shape: QueryShape,
): readonly IntentDoubt[] {
  if (order === '') return [];
  const [first] = shape.order;
  if (first === undefined) {
    return [
      {
        refutes: true,
        code: 'order_missing',
        what: `the query has no ORDER BY, and declares the order ${order}`,
        fix: 'Add ORDER BY to the outermost SELECT, or declare no order.',
      },
    ];
  }
  if (read === undefined || first.name === '') return [];
  // The same column, aggregated in another way.
  const isOther = first.name !== read.name && argument(first.name) === argument(read.name);
  if (!isOther && (first.name !== read.name || read.descending === first.descending)) return [];
  return [
    {
      refutes: true,
      code: 'order_differs',
      what: `the query sorts by ${first.name} ${first.descending ? 'descending' : 'ascending'}, and declares the order ${order}`,
      fix: 'Sort as declared, or declare how the query sorts.',
    },
  ];
}

/** What a call such as `sum(amount)` is of; null for anything else, which is equal to nothing. */
function argument(name: string): string | number {
  return /^[a-z_]+\((.+)\)$/.exec(name)?.[1] ?? Number.NaN;
}

function checkLimit({ limit }: QueryInput, shape: QueryShape): readonly IntentDoubt[] {
  // A rank may be compared with it instead.
  const isWithin = shape.limit === limit || isWritten(String(limit), shape);
  if (limit <= 0 || isWithin || shape.isOpen) return [];
  return [
    {
      refutes: true,
      code: 'limit_differs',
      what: `the query has ${shape.limit === null ? 'no LIMIT' : `LIMIT ${shape.limit}`}, and declares a limit of ${limit}`,
      fix: `Add ORDER BY and LIMIT ${limit}, or declare the limit that the query has.`,
    },
  ];
}
