import type { SelectStmt } from 'libpg-query';
import type { QueryInput } from '../../domain/plan.js';
import type { Catalog } from '../../ports.js';
import { readGrouped, type Output } from '../select/grouped.js';
import { hasAggregate, hasWindow, someNode } from '../select/nodes.js';
import { parametersOf, readSelect, writeSelect } from '../select/text.js';
import { isSortedBy, withoutOutputs } from './drop-columns.js';
import { dropUnusedJoins } from './drop-joins.js';
import { dropInnerOrder, dropOuterOrder } from './drop-order.js';
import { higherLevels } from './higher-level.js';

/** A cheaper statement whose rows still mean what they say. It goes through the guard like any other. */
export interface Rewrite {
  readonly sql: string;
  /** The declaration of the new statement, its SQL and parameters included. */
  readonly input: QueryInput;
  /** What was dropped, in one sentence. */
  readonly note: string;
  /** Whether every cell that is left is what the original would show; else it is the same data at a higher level. */
  readonly exact: boolean;
  /** Whether an ORDER BY is gone that the rows came in: where they are too many, it decided which ones came. */
  readonly reordered: boolean;
}

export interface SimplifyOptions {
  readonly catalog: Catalog;
  readonly declaration: QueryInput;
  /** Output columns that expectations or later steps read, besides those that the declaration names. */
  readonly keep?: readonly string[];
  /** For rows that may be too many: those that come first have to stay the first. */
  readonly keepOrder?: boolean;
}

interface Candidate {
  readonly select: SelectStmt;
  readonly input: QueryInput;
  readonly dropped: readonly string[];
  readonly reordered: boolean;
}

/**
 * Rewrites by rule, least loss first; each includes the exact ones before it. WHERE, HAVING, ON, inner joins, DISTINCT
 * and LIMIT stay as they are. Empty where nothing can be dropped, or the statement is not understood.
 */
export async function simplify(
  sql: string,
  { catalog, declaration, keep = [], keepOrder = false }: SimplifyOptions,
): Promise<readonly Rewrite[]> {
  const select = await readSelect(sql);
  if (select === undefined || parametersOf(select).length !== declaration.params.length) return [];
  const kept: Kept = { columns: new Set(keep), order: keepOrder };
  const input = { ...declaration, sql };
  let current: Candidate = { select, input, dropped: [], reordered: false };
  const exact: Candidate[] = [];
  for (const step of exactSteps) {
    const next = step(current, catalog, kept);
    if (next === undefined) continue;
    current = next;
    exact.push(next);
  }
  const higher = higherLevels(current.select, current.input, catalog, kept.columns).map((level) => {
    const joins = dropUnusedJoins(level.select, catalog);
    return {
      select: joins?.select ?? level.select,
      input: level.input,
      reordered: current.reordered,
      note: [`The same data at a higher level: ${level.note}.`, ...noteOf(current.dropped)].join(
        ' ',
      ),
    };
  });
  return [
    ...(await written(
      exact.map((each) => ({ ...each, note: noteOf(each.dropped).join(' ') })),
      true,
    )),
    ...(await written(higher, false)),
  ];
}

interface Kept {
  readonly columns: ReadonlySet<string>;
  readonly order: boolean;
}

type ExactStep = (candidate: Candidate, catalog: Catalog, keep: Kept) => Candidate | undefined;

const exactSteps: readonly ExactStep[] = [
  ({ select, input, dropped }, _catalog, keep) => {
    // Without an ORDER BY of its own, a statement has its order from inside.
    const reordered = select.sortClause === undefined;
    const needed = reordered && (input.order !== '' || keep.order);
    const next = needed ? undefined : dropInnerOrder(select);
    const words = [...dropped, 'the sorting inside subqueries'];
    return next && { select: next, input, dropped: words, reordered };
  },
  withoutJoins,
  ({ select, input, dropped }, _catalog, keep) => {
    const needed = input.order !== '' || input.limit > 0 || keep.order;
    const next = needed ? undefined : dropOuterOrder(select);
    const words = [...dropped, 'the sorting of the rows'];
    return next && { select: next, input, dropped: words, reordered: true };
  },
  (candidate, catalog, keep) => withoutColumns(candidate, catalog, keep, hasWindow),
  (candidate, catalog, keep) => withoutColumns(candidate, catalog, keep, () => true),
];

function withoutJoins(candidate: Candidate, catalog: Catalog): Candidate | undefined {
  const next = dropUnusedJoins(candidate.select, catalog);
  if (next === undefined) return undefined;
  const joins = next.tables.map((table) => `the join to ${table}, which nothing else uses`);
  return { ...candidate, select: next.select, dropped: [...candidate.dropped, ...joins] };
}

/** Outputs beside the measure, the dimensions and the keys; only where that saves work. */
function withoutColumns(
  candidate: Candidate,
  catalog: Catalog,
  keep: Kept,
  droppable: (expression: Output['expression']) => boolean,
): Candidate | undefined {
  const { select, input, dropped, reordered } = candidate;
  const grouped = readGrouped(select, catalog);
  const { column } = input.measure;
  if (grouped === undefined || select.distinctClause !== undefined || column === '') {
    return undefined;
  }
  if (!grouped.outputs.some(({ name }) => name === column)) return undefined;
  const needed = new Set([column, ...input.dimensions, ...keep.columns]);
  const spare = grouped.outputs.filter(
    (output) =>
      output.key === null &&
      !needed.has(output.name) &&
      droppable(output.expression) &&
      !isSortedBy(grouped, output),
  );
  if (spare.length === 0) return undefined;
  const { windowClause, ...rest } = withoutOutputs(grouped, new Set(spare));
  const windows = hasWindow([rest.targetList, rest.sortClause]) && windowClause;
  const without: SelectStmt = { ...rest, ...(windows && { windowClause: windows }) };
  // Without its last aggregate a total would become a list of rows.
  if (readGrouped(without, catalog)?.aggregates !== grouped.aggregates) return undefined;
  const names = spare.map(({ name }) => name);
  const note = `${names.length === 1 ? 'the column' : 'the columns'} ${names.join(', ')}`;
  const next = { select: without, input, dropped: [...dropped, note], reordered };
  const joins = withoutJoins(next, catalog);
  const costly = spare.some(
    ({ expression }) =>
      hasAggregate(expression) ||
      hasWindow(expression) ||
      someNode(expression, (kind) => kind === 'SubLink'),
  );
  return joins ?? (costly ? next : undefined);
}

function noteOf(dropped: readonly string[]): string[] {
  return dropped.length === 0 ? [] : [`Left out: ${dropped.join('; ')}.`];
}

async function written(
  candidates: readonly {
    readonly select: SelectStmt;
    readonly input: QueryInput;
    readonly note: string;
    readonly reordered: boolean;
  }[],
  exact: boolean,
): Promise<Rewrite[]> {
  const rewrites: Rewrite[] = [];
  for (const { select, input, note, reordered } of candidates) {
    const text = await writeSelect(select);
    if (text === undefined) continue;
    const params = text.params.flatMap((number) => input.params[number - 1] ?? []);
    const { sql } = text;
    rewrites.push({ sql, input: { ...input, sql, params }, note, exact, reordered });
  }
  return rewrites;
}
