import type { Node, SelectStmt, TypeCast } from 'libpg-query';
import type { QueryShape, ShapeOutput } from '../../domain/intent/query-shape.js';
import type { Binding } from '../../domain/plan.js';
import type { Catalog } from '../../ports.js';
import { factsOf } from '../facts.js';
import { outputName } from '../output-name.js';
import { conditionsOf } from '../select/conditions.js';
import { levelsOf, type Level } from '../select/levels.js';
import { columnParts, functionName, sameNode, wholeNumber } from '../select/nodes.js';
import { readSelect } from '../select/text.js';
import { everyNode, lastText } from '../tree.js';
import { sortName } from './sort-name.js';
import { madeOf, type Ingredients } from './made-of.js';

/** Reads what a statement does from its tree; undefined where it is no SELECT. */
export async function readShape(
  sql: string,
  params: readonly Binding[],
  catalog: Catalog,
): Promise<QueryShape | undefined> {
  const select = await readSelect(sql);
  return select === undefined ? undefined : shapeOf(select, params, catalog);
}

export function shapeOf(
  select: SelectStmt,
  params: readonly Binding[],
  catalog: Catalog,
): QueryShape {
  const levels = levelsOf(select, catalog);
  const outputs = outputsOf(select, levels);
  const given = params.flatMap(({ kind, value }) => (kind === 'text' ? [value] : []));
  const facts = factsOf(select);
  const dated = datesIn(levels);
  const built = builtOf(select, dated);
  return {
    outputs,
    order: orderOf(select, outputs),
    limit: facts.limit,
    literals: [...facts.literals, ...given],
    conditionColumns: [...new Set(levels.flatMap(conditionNames))],
    units: [...new Set(madeOf({ SelectStmt: select }, undefined, levels).units)],
    hasDates: dated.length > 0,
    readsDates: built.readsDates,
    computesDates: built.computesDates,
    readsClock: built.readsClock,
    isOpen: given.length < params.length,
    dropsUnmatched: levels.some(({ sources }) => sources.length > 1) && !built.keepsUnmatched,
    dedupes: levels.some(
      (level) =>
        !level.isOutermost &&
        (level.select.distinctClause !== undefined || level.select.groupClause !== undefined),
    ),
  };
}

function outputsOf(select: SelectStmt, levels: readonly Level[]): ShapeOutput[] | null {
  const arms = armsOf(select);
  const outputs: ShapeOutput[] = [];
  for (const [place, node] of (arms[0]?.targetList ?? []).entries()) {
    if (!('ResTarget' in node) || node.ResTarget.val === undefined) return null;
    const { name, val } = node.ResTarget;
    if ('ColumnRef' in val && columnParts(val).length === 0) return null;
    const parts = arms.map((arm) => ({ arm, made: ofOutput(arm, place, levels) }));
    const all = (pick: (made: Ingredients) => readonly string[]) => [
      ...new Set(parts.flatMap(({ made }) => pick(made)).toSorted()),
    ];
    outputs.push({
      name: name ?? outputName(val) ?? '?column?',
      aggregates: all(({ aggregates }) => aggregates),
      isRatio: parts.some(({ made }) => made.isRatio),
      isKey: parts.every(({ arm }) => isKey(arm, place)),
      units: all(({ units }) => units),
      columns: all(({ columns }) => columns),
    });
  }
  return outputs;
}

function armsOf(select: SelectStmt): readonly SelectStmt[] {
  const { larg, rarg } = select;
  return larg === undefined || rarg === undefined ? [select] : [...armsOf(larg), ...armsOf(rarg)];
}

function ofOutput(arm: SelectStmt, place: number, levels: readonly Level[]): Ingredients {
  const node = arm.targetList?.[place];
  const level = levels.find(({ select }) => select === arm);
  return madeOf(
    node !== undefined && 'ResTarget' in node ? node.ResTarget.val : undefined,
    level,
    levels,
  );
}

function isKey({ targetList, groupClause }: SelectStmt, place: number): boolean {
  const node = targetList?.[place];
  const { name, val } = node !== undefined && 'ResTarget' in node ? node.ResTarget : {};
  return (groupClause ?? []).some(
    (key) =>
      wholeNumber(key) === place + 1 || sameNode(key, val) || columnParts(key).join('.') === name,
  );
}

function orderOf(select: SelectStmt, outputs: readonly ShapeOutput[] | null): QueryShape['order'] {
  return (select.sortClause ?? []).flatMap((term) => {
    if (!('SortBy' in term)) return [];
    const { node, sortby_dir } = term.SortBy;
    return [{ name: nameOfTerm(node, select, outputs), descending: sortby_dir === 'SORTBY_DESC' }];
  });
}

/** By place, by what an output computes, or as it is written. */
function nameOfTerm(
  node: Node | undefined,
  { targetList }: SelectStmt,
  outputs: readonly ShapeOutput[] | null,
): string {
  const place = wholeNumber(node);
  if (place !== undefined) return outputs?.[place - 1]?.name ?? '';
  const at = (targetList ?? []).findIndex(
    (target) => 'ResTarget' in target && sameNode(target.ResTarget.val, node),
  );
  return outputs?.[at]?.name ?? sortName(node);
}

function conditionNames(level: Level): string[] {
  const conditions = [...conditionsOf(level).map(({ node }) => node), level.select.havingClause];
  const filters: unknown[] = [];
  everyNode(level.select.targetList, (kind, fields) => {
    if (kind === 'FuncCall') filters.push(fields['agg_filter']);
    if (kind === 'CaseWhen') filters.push(fields['expr']);
  });
  const names: string[] = [];
  everyNode([conditions, filters], (kind, fields) => {
    if (kind === 'ColumnRef') names.push(columnParts({ ColumnRef: fields }).at(-1) ?? '');
  });
  return names;
}

/** The names of the columns of dates in the tables that are read. */
function datesIn(levels: readonly Level[]): string[] {
  const tables = new Set(
    levels.flatMap(({ sources }) => sources.flatMap(({ table }) => table ?? [])),
  );
  return [...tables].flatMap(({ columns }) =>
    columns.filter(({ type }) => /^(?:date|timestamp)/.test(type)).map(({ name }) => name),
  );
}

/** What some node anywhere in the statement does, found in one walk. */
function builtOf(select: SelectStmt, dated: readonly string[]) {
  const dates = new Set([...dated, 'year', 'month', 'date', 'quarter']);
  let [readsDates, computesDates, readsClock, keepsUnmatched] = [false, false, false, false];
  everyNode(select, (kind, fields) => {
    switch (kind) {
      case 'ColumnRef':
        readsDates ||= dates.has(columnParts({ ColumnRef: fields }).at(-1) ?? '');
        break;
      case 'FuncCall': {
        const name = functionName(fields);
        computesDates ||= dateFunctions.has(name);
        readsClock ||= clocks.test(name);
        break;
      }
      case 'TypeCast': {
        const { typeName }: TypeCast = fields;
        computesDates ||= lastText(typeName?.names) === 'interval';
        break;
      }
      case 'SQLValueFunction':
        readsClock = true;
        break;
      // Outer joins, subqueries in expressions (EXISTS, IN) and set operations.
      case 'JoinExpr':
        keepsUnmatched ||= fields['jointype'] !== 'JOIN_INNER';
        break;
      case 'SubLink':
        keepsUnmatched = true;
        break;
      case 'SelectStmt':
        keepsUnmatched ||= fields['larg'] !== undefined;
        break;
    }
  });
  return { readsDates, computesDates, readsClock, keepsUnmatched };
}

const dateFunctions = new Set([
  ...['make_date', 'make_interval', 'date_trunc', 'extract', 'date_part', 'to_char', 'to_date'],
  'age',
]);
const clocks = /^(?:now|.*_timestamp|localtime)$/;
