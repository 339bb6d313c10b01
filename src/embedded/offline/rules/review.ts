import type { Asked } from '../asked.js';
import { isObject, stringsIn, type JsonObject } from '../json.js';
import { readInTurn } from './follow-up.js';
import { asksOf } from './plan.js';
import { writeQuery } from './query.js';
import type { KnownValues } from './read-question.js';
import { listInLastBlock } from './read-prompt.js';
import type { Dimension } from './vocabulary.js';

export interface Review {
  readonly reasoning: string;
  readonly verdict: 'confirmed' | 'inconclusive';
  readonly findings: readonly [];
}

/** Confirmed where the rules, reading the question anew, would declare just these queries. They never refute. */
export function reviewByRules({ user }: Asked): Review {
  const queries = listInLastBlock(user, 'queries') ?? [];
  const declared = queries.map((query) => (isObject(query['declared']) ? query['declared'] : {}));
  const read = readInTurn(user, valuesIn(declared.flatMap(({ filters }) => stringsIn(filters))));
  if (read === undefined || queries.length === 0) return word(false);
  const { reading } = read;
  if (reading.notUnderstood.length > 0 || reading.measures.length === 0) return word(false);
  const expected = asksOf(reading).map(({ ask }) => writeQuery(ask));
  return word(
    expected.length === declared.length &&
      expected.every((query) => declared.some((other) => declares(other, query))),
  );
}

function declares(declared: JsonObject, query: ReturnType<typeof writeQuery>): boolean {
  const { measure, period } = declared;
  return (
    isObject(measure) &&
    measure['name'] === query.measure.name &&
    isObject(period) &&
    period['from'] === query.period.from &&
    period['to'] === query.period.to &&
    declared['grain'] === query.grain &&
    declared['limit'] === query.limit &&
    declared['order'] === query.order &&
    sameSet(stringsIn(declared['dimensions']), query.dimensions) &&
    sameSet(stringsIn(declared['filters']), query.filters)
  );
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry) => other.includes(entry));
}

const columns: readonly (readonly [Dimension, prefix: string])[] = [
  ['region', 'r.name '],
  ['category', 'c.name '],
  ['product', 'p.name '],
  ['channel', 'ch.name '],
  ['segment', 'cu.segment '],
  ['reason', 'rt.reason '],
];

/** The values that declared filters name: without a schema block, the question's "in EMEA" is known by them. */
export function valuesIn(filters: readonly string[]): KnownValues {
  return new Map(
    columns.map(([dimension, prefix]) => [
      dimension,
      [...new Set(filters.filter((filter) => filter.startsWith(prefix)).flatMap(literalsIn))],
    ]),
  );
}

function literalsIn(filter: string): readonly string[] {
  return [...filter.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) =>
    text.replaceAll("''", "'"),
  );
}

function word(confirmed: boolean): Review {
  const reasoning = confirmed
    ? 'By the rules the question reads as these queries declare.'
    : 'By the rules the question reads otherwise than these queries declare, or not at all.';
  return { reasoning, verdict: confirmed ? 'confirmed' : 'inconclusive', findings: [] };
}
