import type { Node, SelectStmt } from 'libpg-query';
import type { Catalog, Table } from '../../ports.js';
import { guard } from '../guard.js';
import { readGrouped, type Grouped, type Output } from '../select/grouped.js';
import { mapNodes } from '../select/nodes.js';
import { sourcesOf, type FromSource } from '../select/sources.js';
import { parametersOf, readSelect, writeSelect } from '../select/text.js';
import { findTable, tableName } from '../table-names.js';
import { everyNode } from '../tree.js';
import { estimateSql, pageColumn, sampleClause, type Drawing } from './estimate-sql.js';
import { lookAt, type Look } from './look.js';
import { digitsOf, measureOf, type Measure } from './measure.js';
import { whyNotScaled } from './refusals.js';

export interface SampleOptions {
  readonly catalog: Catalog;
  /** From the run, so that a retry draws the same pages and gives the same figures. */
  readonly seed: number;
  /** Of the table's pages. */
  readonly percent?: number;
  /** Small tables are read with a larger share, up to the whole; groups on fewer pages get no figure. */
  readonly minPages?: number;
}

/** Estimates of every total, with intervals. */
export interface Scaled {
  readonly kind: 'scaled';
  /**
   * Written by us around the guarded tree: it reads ctid and the size of a table, which the guard lets nobody do. It goes
   * to the warehouse without the guard, and only from here.
   */
  readonly ownSql: true;
  readonly sql: string;
  /** Values to pass: `params[i]` is the number that $i+1 had in the original. */
  readonly params: readonly number[];
  /** The table whose pages are sampled. */
  readonly table: string;
  readonly percent: number;
  readonly minPages: number;
  readonly seed: number;
  /** In the original's order. */
  readonly columns: readonly SampledColumn[];
  /** What still shows rows where the sample turns out too small for any figure; null where nothing does. */
  readonly look: Look | null;
}

/** A measure `m` comes as m, m__low, m__high, m__pages and m__enough; where that is false there are no figures. */
export interface SampledColumn {
  readonly name: string;
  readonly kind: 'key' | 'total' | 'ratio';
}

export type Sampled =
  | Scaled
  | Look
  /** `look` still shows rows where the figures themselves are refused; null where not even that is possible. */
  | { readonly kind: 'refused'; readonly reason: string; readonly look: Look | null };

/**
 * How to answer a slow query from a share of one table's pages: SUM, COUNT, AVG and ratios of sums by the page-cluster
 * formula, with an interval. A list of rows becomes its first rows; what cannot be scaled honestly is refused.
 */
export async function sample(sql: string, options: SampleOptions): Promise<Sampled> {
  const { catalog } = options;
  const select = await readSelect(sql);
  const paramCount = Math.max(0, ...parametersOf(select));
  const guarded = await guard(sql, { catalog, paramCount });
  if (select === undefined || !guarded.accepted) {
    return { kind: 'refused', reason: 'the statement is not one guarded SELECT', look: null };
  }
  const grouped = readGrouped(select, catalog);
  const look = await lookAt(select, grouped, catalog);
  const refuse = (reason: string): Sampled => ({ kind: 'refused', reason, look });
  if (grouped !== undefined && !grouped.aggregates && look !== null) return look;
  const reason = whyNotScaled(select, sourcesOf(select, catalog));
  if (reason !== undefined) return refuse(reason);
  if (grouped === undefined) return refuse('its shape is not one that can be scaled');
  const scaled = await scale(grouped, options);
  return typeof scaled === 'string' ? refuse(scaled) : { ...scaled, look };
}

async function scale(
  grouped: Grouped,
  options: SampleOptions,
): Promise<Omit<Scaled, 'look'> | string> {
  const { catalog, seed, percent = 10, minPages = 30 } = options;
  const { select, outputs } = grouped;
  const sources = sourcesOf(select, catalog);
  const base = largestSampleable(sources);
  if (base === undefined) return 'no table in it can be sampled';
  if (timesRead(select, base.table, catalog) > 1) return 'it reads the same table twice';

  const columns: (SampledColumn & { readonly measure?: Measure; readonly digits: number })[] = [];
  for (const output of outputs) {
    const column = columnOf(output, sources);
    if (typeof column === 'string') return `${output.name}: ${column}`;
    columns.push(column);
  }
  const measures = columns.flatMap(({ name, measure, digits }) =>
    measure === undefined ? [] : [{ name, measure, digits }],
  );
  if (measures.length === 0) return 'it has no total to estimate';
  if (grouped.keys.length !== outputs.filter(({ key }) => key !== null).length) {
    return 'it groups by what it does not show';
  }
  if (!namesFit(columns.map(({ name }) => name))) return 'its column names leave no room for ours';

  const drawing: Drawing = { table: base.table, percent, minPages, seed };
  const parts = await partsPerPage(grouped, base, measures, drawing);
  const written = await writeSelect(parts);
  if (written === undefined) return 'it cannot be written back';
  return {
    kind: 'scaled',
    ownSql: true,
    sql: estimateSql({ parts: written.sql, drawing, columns, order: grouped }),
    params: written.params,
    table: tableName(base.table),
    percent,
    minPages,
    seed,
    columns: columns.map(({ name, kind }) => ({ name, kind })),
  };
}

function columnOf({ name, expression, key }: Output, sources: readonly FromSource[]) {
  if (key !== null) return { name, kind: 'key', digits: 0 } as const;
  const measure = measureOf(expression, sources);
  if (typeof measure === 'string') return measure;
  return { name, kind: measure.kind, measure, digits: digitsOf(expression, measure) } as const;
}

type SampleableSource = FromSource & { readonly table: Table };

/** Rows that lack a match would be made up on the nullable side of an outer join, so no table is sampled there. */
function largestSampleable(sources: readonly FromSource[]): SampleableSource | undefined {
  return sources
    .filter(
      (source): source is SampleableSource =>
        source.table !== null &&
        !source.nullable &&
        !source.renamed &&
        sampleable.has(source.table.kind),
    )
    .toSorted((a, b) => (b.table.rowEstimate ?? 0) - (a.table.rowEstimate ?? 0))[0];
}

function timesRead(select: SelectStmt, table: Table, catalog: Catalog): number {
  let times = 0;
  everyNode(select, (kind, fields) => {
    if (kind !== 'RangeVar') return;
    const { schemaname, relname } = fields as { schemaname?: string; relname?: string };
    if (findTable(catalog, schemaname, relname ?? '') === table) times += 1;
  });
  return times;
}

/** The statement's own tree, over the sampled table, by key and page. Outputs: k1 …, page, then v/a/b and n a measure. */
async function partsPerPage(
  { select, keys, outputs }: Grouped,
  base: SampleableSource,
  measures: readonly { readonly measure: Measure }[],
  drawing: Drawing,
): Promise<SelectStmt> {
  const page: Node = { ColumnRef: { fields: [base.alias, pageColumn].map(word) } };
  const shown = outputs.flatMap(({ expression, key }) => (key === null ? [] : [expression]));
  const groups = [...shown, page];
  const { sortClause: _, ...unsorted } = select;
  const sampled = await sampleClause(drawing, base);
  const from = base.node;
  return withoutSchemas({
    ...unsorted,
    fromClause: (select.fromClause ?? []).map((item) => replaced(item, from, sampled)),
    targetList: [
      ...groups.map((val, i) => target(i < keys.length ? `k${i + 1}` : 'page', val)),
      ...measures.flatMap(({ measure }, i) => [
        ...(measure.kind === 'total'
          ? [target(`v${i + 1}`, measure.value)]
          : [target(`a${i + 1}`, measure.top), target(`b${i + 1}`, measure.bottom)]),
        target(`n${i + 1}`, measure.seen),
      ]),
    ],
    groupClause: groups.map((_, i) => ({ A_Const: { ival: { ival: i + 1 } } })),
  });
}

/** `schema.table.column` as `table.column`: the sampled table stands in FROM by its name alone. */
function withoutSchemas(select: SelectStmt): SelectStmt {
  return mapNodes(select, (kind, fields) => {
    const parts = fields['fields'];
    if (kind !== 'ColumnRef' || !Array.isArray(parts) || parts.length < 3) return undefined;
    return { ColumnRef: { fields: parts.slice(-2) as Node[] } };
  });
}

function word(sval: string): Node {
  return { String: { sval } };
}

function replaced(item: Node, node: Node, by: Node): Node {
  if (item === node) return by;
  if (!('JoinExpr' in item)) return item;
  const { larg, rarg, ...join } = item.JoinExpr;
  return {
    JoinExpr: {
      ...join,
      ...(larg !== undefined && { larg: replaced(larg, node, by) }),
      ...(rarg !== undefined && { rarg: replaced(rarg, node, by) }),
    },
  };
}

function target(name: string, val: Node): Node {
  return { ResTarget: { name, val } };
}

/** Postgres cuts names at 63 bytes, and ours add up to nine. */
function namesFit(names: readonly string[]): boolean {
  return names.every((name) => Buffer.byteLength(name) <= 54 && !/__/.test(name));
}

const sampleable = new Set<Table['kind']>(['table', 'materialized_view', 'partitioned_table']);
