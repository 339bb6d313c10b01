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
}

export interface SimplifyOptions {
  readonly catalog: Catalog;
  readonly declaration: QueryInput;
  /** Output columns that expectations or later steps read, besides those that the declaration names. */
  readonly keep?: readonly string[];
}

interface Candidate {
  readonly select: SelectStmt;
  readonly input: QueryInput;
  readonly dropped: readonly string[];
}

/**
 * Rewrites by rule, least loss first; each includes the exact ones before it. WHERE, HAVING, ON, inner joins, DISTINCT
 * and LIMIT stay as they are. Empty where nothing can be dropped, or the statement is not understood.
 */
export async function simplify(
  sql: string,
  { catalog, declaration, keep = [] }: SimplifyOptions,
): Promise<readonly Rewrite[]> {
  const select = await readSelect(sql);
  if (select === undefined || parametersOf(select).length !== declaration.params.length) return [];
  const kept = new Set(keep);
  let current: Candidate = { select, input: { ...declaration, sql }, dropped: [] };
  const exact: Candidate[] = [];
  for (const step of exactSteps) {
    const next = step(current, catalog, kept);
    if (next === undefined) continue;
    current = next;
    exact.push(next);
  }
  const higher = higherLevels(current.select, current.input, catalog, kept).map((level) => {
    const joins = dropUnusedJoins(level.select, catalog);
    return {
      select: joins?.select ?? level.select,
      input: level.input,
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

type ExactStep = (
  candidate: Candidate,
  catalog: Catalog,
  keep: ReadonlySet<string>,
) => Candidate | undefined;

const exactSteps: readonly ExactStep[] = [
  ({ select, input, dropped }) => {
    // Without an ORDER BY of its own, a statement that declares an order may have it from inside.
    const fromInside = select.sortClause === undefined && input.order !== '';
    const next = fromInside ? undefined : dropInnerOrder(select);
    return next && { select: next, input, dropped: [...dropped, 'the sorting inside subqueries'] };
  },
  withoutJoins,
  ({ select, input, dropped }) => {
    const next = input.order === '' && input.limit === 0 ? dropOuterOrder(select) : undefined;
    return next && { select: next, input, dropped: [...dropped, 'the sorting of the rows'] };
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
  keep: ReadonlySet<string>,
  droppable: (expression: Output['expression']) => boolean,
): Candidate | undefined {
  const { select, input, dropped } = candidate;
  const grouped = readGrouped(select, catalog);
  const { column } = input.measure;
  if (grouped === undefined || select.distinctClause !== undefined || column === '') {
    return undefined;
  }
  if (!grouped.outputs.some(({ name }) => name === column)) return undefined;
  const needed = new Set([column, ...input.dimensions, ...keep]);
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
  const next = { select: without, input, dropped: [...dropped, note] };
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
  }[],
  exact: boolean,
): Promise<Rewrite[]> {
  const rewrites: Rewrite[] = [];
  for (const { select, input, note } of candidates) {
    const text = await writeSelect(select);
    if (text === undefined) continue;
    const params = text.params.flatMap((number) => input.params[number - 1] ?? []);
    rewrites.push({ sql: text.sql, input: { ...input, sql: text.sql, params }, note, exact });
  }
  return rewrites;
}
