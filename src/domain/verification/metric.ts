import { add, divide, fromInteger, parseDecimal, toText, trim, zero } from '../decimal.js';
import { isSample } from '../figures/sampled.js';
import type { QueryFacts, QueryInput } from '../plan.js';
import type { ResultSet } from '../result.js';

/** What a result measures, and how much of it: comparable with every result of the same key. */
export interface Metric {
  /** Measure, tables, grain, dimensions and filters, as text. */
  readonly key: string;
  /** A decimal: of an additive measure the sum a day, of others the mean of the rows. */
  readonly value: string;
}

/**
 * The metric of a query's whole result; null where there is nothing to compare: a sample, a part, no rows, no measure.
 * `asOf`, an ISO day, ends a period that goes beyond it.
 */
export function metricOf(
  query: QueryInput,
  facts: QueryFacts | null,
  result: ResultSet,
  asOf: string,
): Metric | null {
  const key = metricKey(query, facts);
  const at = result.columns.findIndex(({ name }) => name === query.measure.column);
  const isCut = result.truncated || query.limit > 0 || typeof facts?.limit === 'number';
  if (key === null || at < 0 || isCut || isSample(result)) return null;

  const cells = result.rows.map((row) => row[at] ?? null).filter((cell) => cell !== null);
  const numbers = cells.flatMap((cell) => parseDecimal(String(cell)) ?? []);
  const sum = numbers.reduce(add, zero);
  const parts = query.measure.additive ? daysOf(query.period, asOf) : numbers.length;
  if (numbers.length === 0 || numbers.length < cells.length || parts <= 0) return null;
  return { key, value: toText(trim(divide(sum, fromInteger(parts), decimals))) };
}

/** The key alone, for what is not yet known; null where the query declares no measure. */
export function metricKey(
  { measure, grain, period, dimensions, filters, warehouse }: QueryInput,
  facts: QueryFacts | null,
): string | null {
  if (measure.column === '' || facts === null) return null;
  const { name, aggregation, unit, additive } = measure;
  // The parts of a sum add up to the same, whatever they are; means of parts do not.
  const parts = additive ? [] : [grain, dimensions.toSorted()];
  const isBounded = period.from !== '' && period.to !== '';
  const about = [name, aggregation, unit].map((text) => text.toLowerCase());
  const of = [about, facts.tables.toSorted(), filters.toSorted(), isBounded, parts];
  return JSON.stringify(warehouse === undefined ? of : [...of, warehouse]);
}

/** 1 where there is no period: everything is compared with everything. 0 where nothing of it has come yet. */
function daysOf({ from, to }: QueryInput['period'], asOf: string): number {
  if (from === '' || to === '') return 1;
  const end = Math.min(Date.parse(to), Date.parse(asOf) + dayMs);
  const days = Math.round((end - Date.parse(from)) / dayMs);
  return Number.isFinite(days) ? days : 0;
}

const dayMs = 86_400_000;
const decimals = 6;
