import type { Node, SelectStmt } from 'libpg-query';
import { outputName } from '../output-name.js';
import { equalitiesOf, type Equality } from './conditions.js';
import { referenceOf, type Level } from './levels.js';
import { hasAggregate, hasRowFunction, sameNode, wholeNumber } from './nodes.js';
import type { FromSource } from './sources.js';

/** A source that may have several rows for one of others: joined by what is no whole key of its own. */
export interface Repeating {
  readonly source: FromSource;
  /** Its rows are not parts of the one repeated, but stand beside it: their number has nothing to do with it. */
  readonly isBeside: boolean;
}

/** A level's sources, and which of them stand for at most one row per row of others. */
export interface Multiplicity {
  /** All sources that have at most one row for each combination of rows of `from`. */
  oneFor(from: readonly FromSource[]): ReadonlySet<FromSource>;
  /** A source that repeats the rows of another, as far as declared keys tell. */
  repeating(from: FromSource): Repeating | undefined;
}

/** `fixed` are expressions that are the same in all rows looked at, such as the keys of a group. */
export function multiplicityOf(level: Level, fixed: readonly Node[] = []): Multiplicity {
  const equalities: readonly Equality[] = [
    ...equalitiesOf(level),
    ...fixed.flatMap((node) => {
      const mine = referenceOf(node, level);
      return mine === undefined ? [] : [{ mine, to: new Set<FromSource>() }];
    }),
  ];
  const keys = new Map(level.sources.map((source) => [source, keysOf(source, level)]));
  const isOne = (source: FromSource, known: ReadonlySet<FromSource>): boolean => {
    const held = new Set(
      equalities
        .filter(
          ({ mine, to }) => mine.source === source && [...to].every((each) => known.has(each)),
        )
        .map(({ mine }) => mine.column),
    );
    return (keys.get(source) ?? []).some((key) => key.every((column) => held.has(column)));
  };
  const oneFor = (from: readonly FromSource[]): ReadonlySet<FromSource> => {
    const known = new Set(from);
    for (let before = -1; before !== known.size;) {
      before = known.size;
      for (const source of level.sources) if (isOne(source, known)) known.add(source);
    }
    return known;
  };
  return {
    oneFor,
    repeating(from) {
      const known = oneFor([from]);
      for (const { mine, to } of equalities) {
        const { source } = mine;
        const isLinked = to.size === 1 && [...to].every((each) => known.has(each));
        const hasKeys = (keys.get(source) ?? []).length > 0;
        if (!isLinked || !hasKeys || known.has(source)) continue;
        return { source, isBeside: !isOne(from, new Set([source])) };
      }
      return undefined;
    },
  };
}

/** Column sets that are unique in a source; [] where none is known, and [[]] for a single row. */
function keysOf(source: FromSource, level: Level): readonly (readonly string[])[] {
  if (source.renamed) return [];
  if (source.table !== null) return source.table.uniqueKeys;
  const query = level.queryOf(source);
  return query === undefined ? [] : keysOfQuery(query);
}

/** What GROUP BY or DISTINCT makes unique; [[]] where one row at most can come. */
export function keysOfQuery(query: SelectStmt): readonly (readonly string[])[] {
  if (query.larg !== undefined || query.valuesLists !== undefined) return [];
  if (hasRowFunction(query.targetList)) return [];
  if (wholeNumber(query.limitCount) === 1) return [[]];
  const outputs = (query.targetList ?? []).map((node) => {
    const { name, val } = 'ResTarget' in node ? node.ResTarget : {};
    return { name: name ?? outputName(val), val };
  });
  const named = (names: readonly (string | undefined)[]) =>
    names.includes(undefined) ? [] : [names.filter((name) => name !== undefined)];
  if (query.groupClause !== undefined) {
    return named(
      query.groupClause.map((key) => {
        const place = wholeNumber(key);
        if (place !== undefined) return outputs[place - 1]?.name;
        const found = outputs.find(
          ({ name, val }) => sameNode(val, key) || sameNode(key, columnNamed(name)),
        );
        return found?.name;
      }),
    );
  }
  if (hasAggregate([query.targetList, query.havingClause])) return [[]];
  return query.distinctClause === undefined ? [] : named(outputs.map(({ name }) => name));
}

function columnNamed(name = ''): Node {
  return { ColumnRef: { fields: [{ String: { sval: name } }] } };
}
