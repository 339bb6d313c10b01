import type { FuncCall } from 'libpg-query';
import { conditionsOf } from '../select/conditions.js';
import { referenceOf, sourcesRead, type Level } from '../select/levels.js';
import { multiplicityOf } from '../select/multiplicity.js';
import { columnParts, functionName, someNode } from '../select/nodes.js';
import type { FromSource } from '../select/sources.js';
import { quoted } from '../table-names.js';
import { everyNode } from '../tree.js';
import type { Doubt, Lint } from './lint.js';

/** Amounts in several currencies or units, added up as if they were one. */
export const mixedUnits: Lint = (level) => {
  const { select } = level;
  const sums = sumsOf(select.targetList);
  if (sums.length === 0) return [];
  const used = [
    select.groupClause,
    ...conditionsOf(level).map(({ node }) => node),
    ...(select.fromClause ?? []).flatMap((item) => ('JoinExpr' in item ? [item] : [])),
    select.distinctClause,
  ];
  return sums.flatMap((call): Doubt[] => {
    const [from, ...more] = sourcesRead(call.args, level);
    if (from === undefined || more.length > 0 || !readsAmount(call, level)) return [];
    const near = multiplicityOf(level).oneFor([from]);
    const units = [...near].flatMap((source) => unitColumns(source));
    if (units.length === 0 || units.some(({ column }) => names([used, call], column))) return [];
    const unit = units.find(({ values }) => values.length > 1) ?? units[0];
    if (unit === undefined || units.every(({ values }) => values.length === 1)) return [];
    const isSure = unit.values.length > 1;
    const name = [unit.source.alias, unit.column].map(quoted).join('.');
    return [
      {
        weight: isSure ? 'finding' : 'warning',
        code: 'mixed_units',
        what: `${functionName(call)} adds up amounts whatever their ${name} is${isSure ? ` (${unit.values.slice(0, 6).join(', ')})` : ''}`,
        fix: `Convert them, group by ${name}, or filter by one of its values.`,
        location: call.location,
      },
    ];
  });
};

interface UnitColumn {
  readonly source: FromSource;
  readonly column: string;
  readonly values: readonly string[];
}

function unitColumns(source: FromSource): UnitColumn[] {
  if (source.renamed) return [];
  return (source.table?.columns ?? [])
    .filter(({ name, type }) => unitNames.test(name) && /char|text/.test(type))
    .map(({ name, values }) => ({ source, column: name, values }));
}

const unitNames = /(?:^|_)(?:currency|currency_code|ccy|unit_of_measure|uom)$/;
const amounts =
  /(?:^|_)(?:total|amount|amt|revenue|sales|price|cost|fee|fees|balance|budget|spend|tax|commission|net|gross|value|payment|refund|salary|income)(?:_|$)/;

function readsAmount({ args }: FuncCall, level: Level): boolean {
  return someNode(args, (kind, fields) => {
    if (kind !== 'ColumnRef') return false;
    return amounts.test(referenceOf({ ColumnRef: fields }, level)?.column ?? '');
  });
}

function names(value: unknown, column: string): boolean {
  let found = false;
  everyNode(value, (kind, fields) => {
    if (kind === 'ColumnRef' && columnParts({ ColumnRef: fields }).at(-1) === column) found = true;
  });
  return found || JSON.stringify(value).includes(`"sval":"${column}"`);
}

function sumsOf(value: unknown): FuncCall[] {
  const sums: FuncCall[] = [];
  const see = (kind: string, call: FuncCall): boolean => {
    const isSum = kind === 'FuncCall' && /^(?:sum|avg)$/.test(functionName(call));
    if (isSum && call.over === undefined) sums.push(call);
    return false;
  };
  someNode(value, see, { subqueries: false });
  return sums;
}
