import type { FuncCall, Node } from 'libpg-query';
import { referenceOf, sourcesRead, type Level } from '../select/levels.js';
import { multiplicityOf, type Multiplicity, type Repeating } from '../select/multiplicity.js';
import { functionName, someNode, wholeNumber } from '../select/nodes.js';
import type { FromSource } from '../select/sources.js';
import { quoted, tableName } from '../table-names.js';
import type { Doubt, Lint } from './lint.js';

/** A measure of one table, summed after a join that repeats its rows, counts them several times. */
export const repeatedRows: Lint = (level) => {
  // What is of one source alone is not repeated by another.
  if (level.sources.length < 2) return [];
  let multiplicity: Multiplicity | undefined;
  const doubts: Doubt[] = [];
  for (const call of aggregatesOf(level.select)) {
    const from = [...sourcesRead(call.args, level)];
    if (from.length === 0 || call.agg_distinct === true) continue;
    multiplicity ??= multiplicityOf(level, keysMeant(level));
    const found = repeatedIn(from, multiplicity);
    if (found === undefined) continue;
    doubts.push({
      weight: weightOf(call, found, level),
      code: 'repeated_rows',
      what: `${functionName(call)} reads ${namesOf(from)}, whose rows the join to ${nameOf(found.source)} repeats`,
      fix: `Aggregate ${nameOf(found.source)} in a subquery before it is joined, or test it with EXISTS.`,
      location: call.location,
    });
  }
  return doubts;
};

function repeatedIn(
  from: readonly FromSource[],
  multiplicity: Multiplicity,
): Repeating | undefined {
  // The finest of the tables read is the one whose rows are summed.
  const base = from.find((source) => {
    const one = multiplicity.oneFor([source]);
    return from.every((each) => one.has(each));
  });
  if (base !== undefined) return multiplicity.repeating(base);
  // A rate or a price that is joined by less than its key multiplies what it is to convert.
  for (const source of from) {
    const repeating = multiplicity.repeating(source);
    if (repeating !== undefined && from.includes(repeating.source)) {
      return { ...repeating, isBeside: true };
    }
  }
  return undefined;
}

function weightOf(call: FuncCall, { isBeside }: Repeating, level: Level): Doubt['weight'] {
  if (functionName(call) !== 'sum') return 'warning';
  const [argument] = call.args ?? [];
  const column = referenceOf(argument, level)?.column ?? '';
  // A price may well be summed once for each line that it stands in; a total may not.
  return isBeside || wholeAmounts.test(column) ? 'finding' : 'warning';
}

const wholeAmounts =
  /(?:^|_)(?:total|amount|amt|revenue|sales|turnover|balance|budget|spend|spent|population|quantity|qty)(?:_|$)/;

function aggregatesOf({ targetList, havingClause, sortClause }: Level['select']): FuncCall[] {
  const found: FuncCall[] = [];
  const see = (kind: string, call: FuncCall): boolean => {
    const isSummed = kind === 'FuncCall' && /^(?:sum|avg|count)$/.test(functionName(call));
    if (isSummed && call.over === undefined) found.push(call);
    return false;
  };
  someNode([targetList, havingClause, sortClause], see, { subqueries: false });
  return found;
}

/** The keys of GROUP BY, those given by place or name put in place: within a group they are the same. */
function keysMeant({ select }: Level): readonly Node[] {
  const outputs = (select.targetList ?? []).flatMap((node) =>
    'ResTarget' in node ? [node.ResTarget] : [],
  );
  return (select.groupClause ?? [])
    .flatMap((key) => {
      const place = wholeNumber(key);
      const val = place === undefined ? undefined : outputs[place - 1]?.val;
      return val === undefined ? [key] : [val];
    })
    .filter((key) => !someNode(key, (kind) => kind === 'GroupingSet'));
}

function namesOf(sources: readonly FromSource[]): string {
  return sources.map(nameOf).join(' and ');
}

function nameOf({ alias, table }: FromSource): string {
  const name = table === null ? quoted(alias) : tableName(table);
  return name === alias || table === null ? name : `${name} (${alias})`;
}
