import type { Node } from 'libpg-query';
import type { Table, TableColumn } from '../../ports.js';
import { functionName, withoutCasts } from '../select/nodes.js';
import { columnMeant, type FromSource } from '../select/sources.js';
import { texts } from '../tree.js';
import type { Unit } from './calendar.js';

/** A condition on one column of a table. */
export interface Comparison {
  readonly table: Table;
  readonly column: TableColumn;
  /** `within`: the column's year, or its start of a unit, equals the value. */
  readonly kind: 'equals' | 'like' | 'from' | 'after' | 'before' | 'until' | 'within';
  readonly unit: Unit;
  readonly values: readonly Node[];
}

/** Reads a condition as comparisons of a column with values; [] for any other. BETWEEN is two. */
export function comparisonsOf(condition: Node, sources: readonly FromSource[]): Comparison[] {
  if (!('A_Expr' in condition)) return [];
  const { kind, name, lexpr, rexpr } = condition.A_Expr;
  if (lexpr === undefined || rexpr === undefined) return [];
  const operator = texts(name).at(-1) ?? '';
  const items = 'List' in rexpr ? (rexpr.List.items ?? []) : [rexpr];
  const left = columnIn(lexpr, sources);
  if (left !== undefined) {
    const { table, column, unit } = left;
    const on = { table, column, unit: unit ?? 'day' } as const;
    const [first, second] = items;
    if (kind === 'AEXPR_IN' && operator === '=') return [{ ...on, kind: 'equals', values: items }];
    if (kind === 'AEXPR_LIKE' || kind === 'AEXPR_ILIKE') {
      return operator.startsWith('!') ? [] : [{ ...on, kind: 'like', values: items }];
    }
    if (kind === 'AEXPR_BETWEEN' && first !== undefined && second !== undefined) {
      return [
        { ...on, kind: 'from', values: [first] },
        { ...on, kind: 'until', values: [second] },
      ];
    }
    const meant = kind === 'AEXPR_OP' ? kinds[operator] : undefined;
    if (meant === undefined) return [];
    if (unit === undefined) return [{ ...on, kind: meant, values: items }];
    return meant === 'equals' ? [{ ...on, kind: 'within', values: items }] : [];
  }
  const right = columnIn(rexpr, sources);
  const meant = kind === 'AEXPR_OP' ? kinds[mirrored[operator] ?? operator] : undefined;
  if (right === undefined || meant === undefined || right.unit !== undefined) return [];
  return [{ ...right, unit: 'day', kind: meant, values: [lexpr] }];
}

/** The column behind casts, time zones, lower(), date_trunc() and the year of a date. */
function columnIn(
  node: Node,
  sources: readonly FromSource[],
): { readonly table: Table; readonly column: TableColumn; readonly unit?: Unit } | undefined {
  const inner = withoutCasts(node);
  const meant = columnMeant(inner, sources);
  if (meant !== undefined) return { table: meant.table, column: meant.column };
  if (!('FuncCall' in inner)) return undefined;
  const name = functionName(inner.FuncCall);
  const [first, second] = inner.FuncCall.args ?? [];
  if (first === undefined) return undefined;
  if (name === 'timezone') return second && columnIn(second, sources);
  if (name === 'lower' || name === 'upper' || name === 'btrim') return columnIn(first, sources);
  const unit = 'A_Const' in first ? first.A_Const.sval?.sval : undefined;
  const below = second && columnIn(second, sources);
  if (below === undefined || below.unit !== undefined) return undefined;
  if (name === 'date_trunc' && isUnit(unit)) return { ...below, unit };
  if (/^(?:extract|date_part)$/.test(name) && unit === 'year') return { ...below, unit };
  return undefined;
}

function isUnit(text: string | undefined): text is Unit {
  return text === 'day' || text === 'month' || text === 'quarter' || text === 'year';
}

const kinds: Readonly<Record<string, Comparison['kind']>> = {
  '=': 'equals',
  '>=': 'from',
  '>': 'after',
  '<': 'before',
  '<=': 'until',
};
const mirrored: Readonly<Record<string, string>> = { '>=': '<=', '>': '<', '<': '>', '<=': '>=' };
