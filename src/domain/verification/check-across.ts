import type { Warning } from '../answer.js';
import {
  absolute,
  add,
  compare,
  multiply,
  parseDecimal,
  subtract,
  toText,
  zero,
  type Decimal,
} from '../decimal.js';
import { isSample } from '../figures/sampled.js';
import { isQueryInput, type QueryInput } from '../plan.js';
import type { ResultSet } from '../result.js';
import type { VerifiableStep } from './verify-result.js';

interface Verified {
  readonly step: VerifiableStep;
  readonly result: ResultSet;
}

/**
 * Parts against their total where two steps declare the same measure, period and filters. Only ever warns: steps that
 * run in parallel see the warehouse at different moments. Estimates differ by nature.
 */
export function checkAcross(verified: readonly Verified[]): Warning[] {
  const queries = verified.flatMap(({ step, result }) =>
    isQueryInput(step.input) && step.input.measure.additive && !isSample(result)
      ? [{ step, result, query: step.input }]
      : [],
  );
  const wholes = queries.filter(
    ({ query, result }) => query.dimensions.length === 0 && result.rowCount === 1,
  );
  const parts = queries.filter(({ step, query, result }) => {
    const isCut = result.truncated || query.limit > 0 || typeof step.facts?.limit === 'number';
    return query.dimensions.length > 0 && !isCut;
  });
  return wholes.flatMap((whole) =>
    parts
      .filter(({ query }) => declaresTheSame(query, whole.query))
      .flatMap((part) => {
        const [total, sum] = [sumOf(whole.query, whole.result), sumOf(part.query, part.result)];
        if (total === null || sum === null || isNear(total, sum)) return [];
        const message = `The parts in step ${part.step.id} add up to ${toText(sum)}, the total in step ${whole.step.id} is ${toText(total)}.`;
        return [{ code: 'parts_differ', message }];
      }),
  );
}

function declaresTheSame(a: QueryInput, b: QueryInput): boolean {
  const key = ({ measure, period, filters, warehouse }: QueryInput) =>
    JSON.stringify([
      ...[measure.name, measure.unit, period.from, period.to],
      ...[filters.toSorted(), warehouse],
    ]);
  return key(a) === key(b);
}

function sumOf({ measure }: QueryInput, { columns, rows }: ResultSet): Decimal | null {
  const at = columns.findIndex(({ name }) => name === measure.column);
  const cells = at < 0 ? [] : rows.map((row) => row[at] ?? null).filter((cell) => cell !== null);
  const numbers = cells.map((cell) => parseDecimal(String(cell)));
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 || known.length < numbers.length ? null : known.reduce(add, zero);
}

/** Within a thousandth: parts are often rounded one by one. */
function isNear(a: Decimal, b: Decimal): boolean {
  const allowed = multiply(absolute(a), { digits: 1n, scale: 3 });
  return compare(absolute(subtract(a, b)), allowed) <= 0;
}
