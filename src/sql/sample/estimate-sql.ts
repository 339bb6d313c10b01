import type { Node } from 'libpg-query';
import type { Table } from '../../ports.js';
import { outputMeant, type Grouped } from '../select/grouped.js';
import { mapNodes } from '../select/nodes.js';
import type { FromSource } from '../select/sources.js';
import { readSelect } from '../select/text.js';
import type { Measure } from './measure.js';

/** Which pages of which table are drawn. */
export interface Drawing {
  readonly table: Table;
  readonly percent: number;
  readonly minPages: number;
  readonly seed: number;
}

interface Column {
  readonly name: string;
  readonly measure?: Measure;
  readonly digits: number;
}

/** The page that a row of the sampled table comes from. */
export const pageColumn = 'surefoot_page';

/**
 * The drawn rows of the table in FROM, under the name that it has there, with their page beside them. OFFSET 0 keeps
 * Postgres from taking this apart: the page would be computed again for every row of a join.
 */
export async function sampleClause(
  drawing: Drawing,
  { node, alias }: Pick<FromSource, 'node' | 'alias'>,
): Promise<Node> {
  const select = await readSelect(
    `select 1 from (select s.*, (s.ctid::text::point)[0] as ${pageColumn}
       from t as s tablesample ${drawn(drawing)} offset 0) as ${identifier(alias)}`,
  );
  const [item] = select?.fromClause ?? [];
  if (item === undefined || !('RangeVar' in node)) {
    throw new Error('TABLESAMPLE of our own does not parse.');
  }
  const { RangeVar: table } = node;
  return mapNodes(item, (kind) =>
    kind === 'RangeVar' ? { RangeVar: { ...table, alias: { aliasname: 's' } } } : undefined,
  );
}

/**
 * Estimates from totals by page. With M pages in the table and m drawn, f = m/M, and t the totals of the drawn pages (0
 * where the filter leaves nothing): total = M·mean(t), half-width = q·M·√((1−f)·var(t)/m). A ratio's half-width comes
 * from its linearisation, the residuals a − R·b. q is 1.96, widened for few pages as Student's t is, and a total's
 * half-width is never below one page's: the last page of a table is not like the others.
 *
 * A page without a row that we may see is not seen when it is drawn, so M and m would part. Pages at a table's end that
 * were never filled (COPY extends tables in advance) are not counted in M; of the others, some are looked at.
 *
 * Pages are added up in their order, or the last digit of a sum of floats would change from one run to the next.
 *
 * No figure (enough = false): under minPages pages, a half-width above 25 %, emptied pages or fewer drawn than chance
 * explains, or rows hidden by row-level security.
 */
export function estimateSql({
  parts,
  drawing,
  columns,
  order,
}: {
  readonly parts: string;
  readonly drawing: Drawing;
  readonly columns: readonly Column[];
  readonly order: Grouped;
}): string {
  const keys = columns.filter(({ measure }) => measure === undefined).map((_, i) => `k${i + 1}`);
  const measures = columns.flatMap(({ measure }) => (measure === undefined ? [] : [measure]));
  const regclass = literal(relationSql(drawing.table));
  const share = shareSql(drawing);
  let [key, number] = [0, 0];
  const shown = columns.flatMap((column) =>
    column.measure === undefined
      ? [`k${(key += 1)} as ${identifier(column.name)}`]
      : shownMeasure(column, (number += 1), drawing),
  );
  const relation = relationSql(drawing.table);
  return `with surefoot_table as materialized (
  select ${pagesSql(drawing.table)} as physical, ${share} / 100 as share,
         row_security_active(${regclass}::regclass) as hidden),
surefoot_used as materialized (
  select share, hidden, coalesce((
    select (max(t.ctid)::text::point)[0] + 1 from ${relation} as t
    where t.ctid >= (select format('(%s,0)', greatest(0, physical - ${tailPages}))::tid from surefoot_table)
  ), 0)::float8 as pages
  from surefoot_table),
surefoot_emptied as materialized (
  select count(*) as emptied
  from surefoot_used, generate_series(0, ${probes - 1}) as g(i), floor(pages * i / ${probes}) as at(page)
  where share < 1 and (
    select count(*) from ${relation} as t
    where t.ctid >= format('(%s,0)', page)::tid and t.ctid < format('(%s,0)', page + 1)::tid ) = 0),
surefoot_drawn as materialized (
  select count(distinct (t.ctid::text::point)[0])::float8 as m
  from ${relation} as t tablesample ${drawn(drawing)}),
surefoot_frame as materialized (
  select m, greatest(m, pages) as pages,
         case when share >= 1 then 1 else least(1, m / nullif(pages, 0)) end as f,
         not hidden and (share >= 1 or (
           emptied = 0 and m >= pages * share - 3.5 * sqrt(pages * share * (1 - share)))) as trusted
  from surefoot_used, surefoot_emptied, surefoot_drawn),
surefoot_parts as materialized (
${parts} order by page),
surefoot_sums as (
  select ${[...keys, ...measures.map((measure, i) => sumsOf(measure, i + 1))].join(', ')}
  from surefoot_parts${keys.length === 0 ? '' : ` group by ${keys.join(', ')}`}),
surefoot_estimates as (
  select ${[...keys, ...measures.map((measure, i) => estimateOf(measure, i + 1))].join(',\n         ')},
         m, pages, f, trusted
  from surefoot_sums, surefoot_frame)
select ${shown.join(', ')},
       m::int8 as sample__pages, pages::int8 as sample__all_pages
from surefoot_estimates${orderBy(order)}`;
}

/** Squares are taken of 8-byte floats: numeric would be exact, slower, and no more certain. */
function sumsOf(measure: Measure, i: number): string {
  const pages = `count(*) filter (where n${i} > 0)::float8 as p${i}`;
  if (measure.kind === 'total') {
    const v = `v${i}::float8`;
    return `sum(${v}) as s${i}, sum(${v} * ${v}) as q${i}, max(abs(${v})) as x${i}, ${pages}`;
  }
  const [a, b] = [`a${i}::float8`, `b${i}::float8`];
  return (
    `sum(${a}) as sa${i}, nullif(sum(${b}), 0) as sb${i}, sum(${a} * ${a}) as qa${i}, ` +
    `sum(${a} * ${b}) as qab${i}, sum(${b} * ${b}) as qb${i}, ${pages}`
  );
}

function estimateOf(measure: Measure, i: number): string {
  const q = `(1.96 + 2.4 / greatest(1, p${i} - 1))`;
  const width = (variance: string, scale: string): string =>
    `case when f >= 1 then 0 else ${q} * ${scale} * sqrt((1 - f) * greatest(0, ${variance}) / nullif(m - 1, 0)) end`;
  if (measure.kind === 'total') {
    const spread = width(`q${i} - s${i} * s${i} / m`, 'pages / sqrt(m)');
    const atLeast = `case when f >= 1 then 0 else greatest(x${i}, ${spread}) end`;
    return `(case when f >= 1 then s${i} else pages * s${i} / nullif(m, 0) end) as e${i}, ${atLeast} as h${i}, p${i}`;
  }
  const ratio = `(sa${i} / sb${i})`;
  const residuals = `qa${i} - 2 * ${ratio} * qab${i} + ${ratio} * ${ratio} * qb${i}`;
  return `${ratio} as e${i}, ${width(residuals, `sqrt(m) / abs(sb${i})`)} as h${i}, p${i}`;
}

function shownMeasure({ name, digits }: Column, i: number, { minPages }: Drawing): string[] {
  const enough =
    `coalesce(trusted and e${i} is not null and ` +
    `(f >= 1 or (p${i} >= ${minPages} and h${i} <= 0.25 * abs(e${i}))), false)`;
  const shown = (value: string): string =>
    `case when ${enough} then round((${value})::numeric, ${digits}) end`;
  const called = (ending: string): string => identifier(`${name}${ending}`);
  return [
    `${shown(`e${i}`)} as ${called('')}`,
    `${shown(`e${i} - h${i}`)} as ${called('__low')}`,
    `${shown(`e${i} + h${i}`)} as ${called('__high')}`,
    `coalesce(p${i}, 0)::int8 as ${called('__pages')}`,
    `${enough} as ${called('__enough')}`,
  ];
}

/** The original's order as far as it is by outputs; what else it sorts by, a sample does not have. */
function orderBy({ select, outputs }: Grouped): string {
  const terms = (select.sortClause ?? []).flatMap((node) => {
    if (!('SortBy' in node) || node.SortBy.node === undefined) return [];
    const output = outputMeant(node.SortBy.node, outputs);
    if (output === undefined) return [];
    const direction = node.SortBy.sortby_dir === 'SORTBY_DESC' ? ' desc' : '';
    return [`${identifier(output.name)}${direction} nulls last`];
  });
  return terms.length === 0 ? '' : `\norder by ${terms.join(', ')}`;
}

/** Pages at the end among which the last one in use is looked for. */
const tailPages = 256;
/** With none of them empty, fewer than 1.5 % of all pages are, at 95 %. */
const probes = 200;

function drawn(drawing: Drawing): string {
  return `system ((select ${shareSql(drawing)})) repeatable (${Math.floor(drawing.seed)})`;
}

/** In percent. Half as many pages again as are needed at least, because how many are drawn is up to chance. */
function shareSql({ table, percent, minPages }: Drawing): string {
  return `least(100, greatest(${percent}, ${minPages * 150}::float8 / ${pagesSql(table)}))`;
}

/** A partitioned table is drawn by the same page numbers in each partition: one cluster is one number, in all of them. */
function pagesSql(table: Table): string {
  const regclass = `${literal(relationSql(table))}::regclass`;
  const bytes =
    table.kind === 'partitioned_table'
      ? `(select max(pg_relation_size(relid)) from pg_partition_tree(${regclass}))`
      : `pg_relation_size(${regclass})`;
  return `greatest(1, ${bytes} / current_setting('block_size')::int8)`;
}

function relationSql({ schema, name }: Table): string {
  return `${identifier(schema)}.${identifier(name)}`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
