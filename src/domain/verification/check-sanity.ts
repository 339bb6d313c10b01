import { columnKind } from '../column-kind.js';
import { isSample } from '../figures/sampled.js';
import type { QueryFacts, QueryInput } from '../plan.js';
import type { ResultSet } from '../result.js';
import { isNegative, refute, repeatedKey, rows, warn } from './check-expectation.js';
import type { Outcome } from './verify-result.js';
import { toldKey } from './told-key.js';

/** What any query's result must be to be worth interpreting, and what its own declaration implies. */
export function checkSanity(
  query: QueryInput,
  facts: QueryFacts | null,
  result: ResultSet,
): Outcome[] {
  return [
    checkData(query, result),
    ...(isSample(result) ? [] : [{ name: 'is whole', problem: truncation(result) }]),
    { name: 'has its measure', problem: measure(query, result) },
    { name: 'one row per group', problem: grouping(query, result) },
    { name: 'keeps its limit', problem: limit(query, facts, result) },
    { name: 'stays in its period', problem: period(query, result) },
  ];
}

export function checkData(query: QueryInput, result: ResultSet): Outcome {
  return { name: 'has data', problem: emptiness(query, result) };
}

function emptiness(
  { filters, period }: QueryInput,
  { rows: all, rowCount }: ResultSet,
): Outcome['problem'] {
  const narrowing = [
    ...filters,
    ...(period.from || period.to ? [`${period.from} to ${period.to}`] : []),
  ];
  const where = narrowing.length === 0 ? '' : ` It was narrowed by: ${narrowing.join('; ')}.`;
  if (rowCount === 0) return warn('no_rows', `No rows came back.${where}`);
  if (all.every((cells) => cells.every((cell) => cell === null))) {
    return warn('all_null', `Every value is null: nothing matched.${where}`);
  }
  return null;
}

function truncation({ truncated, rowCount }: ResultSet): Outcome['problem'] {
  return truncated
    ? warn('truncated', `Only the first ${rows(rowCount)} were read; there are more.`)
    : null;
}

function measure({ measure: declared }: QueryInput, result: ResultSet): Outcome['problem'] {
  if (declared.column === '') return null;
  const at = result.columns.findIndex(({ name }) => name === declared.column);
  const type = result.columns[at]?.type;
  if (type === undefined) {
    return refute(
      'missing_measure',
      `The declared measure "${declared.column}" is not among the result's columns.`,
      `Name the output column "${declared.column}", or declare the column that holds the measure.`,
    );
  }
  if (declared.additive && columnKind(type) !== 'number') {
    return refute(
      'measure_not_numeric',
      `The measure "${declared.column}" is ${type}.`,
      'Return it as a number, or declare another column.',
    );
  }
  const isCount = /^count/i.test(declared.aggregation);
  if (isCount && result.rows.some((cells) => isNegative(cells[at] ?? null))) {
    return refute(
      'negative_count',
      `"${declared.column}" is a count and has negative values.`,
      'Count rows instead of summing signed values.',
    );
  }
  const isAllNull =
    result.rowCount > 0 && result.rows.every((cells) => (cells[at] ?? null) === null);
  return isAllNull ? warn('measure_all_null', `"${declared.column}" is null in every row.`) : null;
}

/** With an aggregation declared, the dimensions are the group key, so no two rows may share them. */
function grouping(
  { dimensions, measure: declared }: QueryInput,
  result: ResultSet,
): Outcome['problem'] {
  const names = result.columns.map(({ name }) => name);
  const isGrouped = declared.aggregation !== '' && !/^(?:none|raw)$/i.test(declared.aggregation);
  const isKnown = dimensions.length > 0 && dimensions.every((name) => names.includes(name));
  if (!isGrouped || !isKnown) return null;
  const key = repeatedKey(dimensions, result);
  if (key === undefined) return null;
  // A further column that is no number may well be part of the key.
  const others = result.columns.filter(
    ({ name, type }) => !dimensions.includes(name) && columnKind(type) !== 'number',
  );
  const what = `${dimensions.join(', ')} repeat: ${toldKey(key)} stands in more than one row.`;
  const fix = 'Group by the declared dimensions and nothing else, or declare the others too.';
  const isSure = others.length === 0 && dimensions.length + 1 === result.columns.length;
  return isSure ? refute('duplicate_group', what, fix) : warn('duplicate_group', what, fix);
}

function limit(
  { limit: declared }: QueryInput,
  facts: QueryFacts | null,
  { rowCount, truncated }: ResultSet,
): Outcome['problem'] {
  if (declared <= 0) return null;
  if (rowCount > declared) {
    return isRank(declared, facts)
      ? null
      : refute(
          'over_limit',
          `${rows(rowCount)} came back for a limit of ${declared}.`,
          `Add ORDER BY and LIMIT ${declared}.`,
        );
  }
  const isShort = rowCount < declared && rowCount > 0 && !truncated && facts?.limit !== null;
  return isShort
    ? warn('under_limit', `There are only ${rowCount} of the ${declared} rows asked for.`)
    : null;
}

/** "The top 3 of each region" compares a rank with it, and has as many rows as there are regions and ties. */
function isRank(declared: number, facts: QueryFacts | null): boolean {
  return facts !== null && facts.limit === null && facts.literals.includes(String(declared));
}

/** A dimension or grain column of dates outside the declared period says that the filter is not what it claims. */
function period(
  { period: declared, dimensions, grain }: QueryInput,
  result: ResultSet,
): Outcome['problem'] {
  if (declared.from === '' && declared.to === '') return null;
  for (const [at, { name, type }] of result.columns.entries()) {
    const kind = columnKind(type);
    if (kind !== 'date' && kind !== 'timestamp') continue;
    if (!dimensions.includes(name) && name !== grain) continue;
    const outside = result.rows
      .map((cells) => cells[at])
      .find((cell) => typeof cell === 'string' && isOutside(cell, declared, grain));
    if (outside !== undefined) {
      return refute(
        'outside_period',
        `"${name}" has ${String(outside).slice(0, 40)}, outside ${declared.from || '…'} to ${declared.to || '…'}.`,
        'Filter by the declared period, half open, or declare the period that the query covers.',
      );
    }
  }
  return null;
}

/** The label of a week, month, quarter or year is its first day, which may lie before the period's first. */
function isOutside(cell: string, { from, to }: QueryInput['period'], grain: string): boolean {
  const day = cell.slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  if (to !== '' && day >= to) return true;
  if (from === '' || day >= from) return false;
  const slack = { week: 7, month: 31, quarter: 92, year: 366 }[grain] ?? 0;
  return Date.parse(day) + slack * 86_400_000 <= Date.parse(from);
}
