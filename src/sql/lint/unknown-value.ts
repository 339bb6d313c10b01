import type { A_Expr, Node } from 'libpg-query';
import type { TableColumn } from '../../ports.js';
import { referenceOf, type Level } from '../select/levels.js';
import { functionName, someNode, withoutCasts } from '../select/nodes.js';
import { listed, nearest } from '../suggest.js';
import { quoted } from '../table-names.js';
import { lastText, type Json } from '../tree.js';
import type { Doubt, Lint } from './lint.js';

/** A text that a column of few values does not have: the condition finds nothing, or leaves nothing out. */
export const unknownValue: Lint = (level) =>
  comparisonsOf(
    [
      level.select.fromClause,
      level.select.whereClause,
      level.select.havingClause,
      level.select.targetList,
    ],
    level,
  ).flatMap(({ column, literal, folded, location }): Doubt[] => {
    const values = column.values.map(folded);
    if (values.length === 0 || values.includes(literal)) return [];
    const alike = values.filter((value) => isAlmost(value, literal));
    const near = alike.length > 0 ? alike : nearest(literal, values);
    return [
      {
        weight: alike.length > 0 ? 'finding' : 'warning',
        code: 'unknown_value',
        what: `the column ${quoted(column.name)} has no value ${inQuotes(literal)}`,
        fix: [
          ...(near.length > 0 ? [`Did you mean ${near.map(inQuotes).join(' or ')}?`] : []),
          `It has ${listed(values.map(inQuotes))}.`,
        ].join(' '),
        location,
      },
    ];
  });

interface Comparison {
  readonly column: TableColumn;
  readonly literal: string;
  /** As the comparison reads the column's values: `lower(region)` has them in lower case. */
  readonly folded: (value: string) => string;
  readonly location: number | undefined;
}

function comparisonsOf(value: unknown, level: Level): Comparison[] {
  const found: Comparison[] = [];
  const see = (kind: string, fields: Json): boolean => {
    if (kind === 'A_Expr') found.push(...comparison(fields, level));
    return false;
  };
  someNode(value, see, { subqueries: false });
  return found;
}

function comparison({ kind, name, lexpr, rexpr }: A_Expr, level: Level): Comparison[] {
  const isEqual = kind === 'AEXPR_OP' && /^(?:=|<>|!=)$/.test(lastText(name) ?? '');
  if (!isEqual && kind !== 'AEXPR_IN') return [];
  return [
    [lexpr, rexpr],
    [rexpr, lexpr],
  ].flatMap(([side, other]) => {
    const literals = literalsIn(other);
    const read = side === undefined || literals.length === 0 ? undefined : columnRead(side, level);
    return read === undefined ? [] : literals.map((literal) => ({ ...read, ...literal }));
  });
}

function literalsIn(node: Node | undefined): readonly Pick<Comparison, 'literal' | 'location'>[] {
  if (node === undefined) return [];
  const items = 'List' in node ? (node.List.items ?? []) : [node];
  return items.flatMap((item) => {
    const constant = withoutCasts(item);
    if (!('A_Const' in constant)) return [];
    const { sval, location } = constant.A_Const;
    return sval === undefined ? [] : [{ literal: sval.sval ?? '', location }];
  });
}

function columnRead(node: Node, level: Level): Pick<Comparison, 'column' | 'folded'> | undefined {
  const side = withoutCasts(node);
  if ('FuncCall' in side) {
    const fold = folds[functionName(side.FuncCall)];
    const [first] = side.FuncCall.args ?? [];
    const inner = first === undefined || fold === undefined ? undefined : columnRead(first, level);
    return inner && fold && { column: inner.column, folded: (value) => fold(inner.folded(value)) };
  }
  const found = referenceOf(side, level);
  if (found === undefined || found.source.renamed) return undefined;
  const column = found.source.table?.columns.find(({ name }) => name === found.column);
  // char(n) is padded: neither side counts its spaces.
  return column && { column, folded: (value) => value.trimEnd() };
}

const folds: Readonly<Record<string, (text: string) => string>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  btrim: (text) => text.trim(),
};

/** The same but for case, accents, spaces and signs, or one slip of the pen in a word; never another number. */
function isAlmost(value: string, literal: string): boolean {
  if (plain(value) === plain(literal)) return true;
  if (digits(value) !== digits(literal) || Math.min(value.length, literal.length) < 5) return false;
  return isOneEdit(plain(value), plain(literal));
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function digits(text: string): string {
  return text.replaceAll(/\D/g, '');
}

/** One letter more, less, other, or two swapped. */
function isOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left === `${right[1]}${right[0]}`;
}

function inQuotes(value: string): string {
  return `'${value.slice(0, 60)}'`;
}
