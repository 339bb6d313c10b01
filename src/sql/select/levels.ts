import type { Node, SelectStmt } from 'libpg-query';
import type { Catalog } from '../../ports.js';
import { outputName } from '../output-name.js';
import { isObject, texts } from '../tree.js';
import { columnParts, isSelect } from './nodes.js';
import { sourcesOf, type FromSource } from './sources.js';

/** One SELECT of a statement with what its FROM brings into sight. */
export interface Level {
  readonly select: SelectStmt;
  readonly sources: readonly FromSource[];
  /** Nothing is around it: its rows are the result. */
  readonly isOutermost: boolean;
  /** It stands in FROM or WITH, so that its rows are read as a table's; not in an expression. */
  readonly isTable: boolean;
  /** The query behind a source that is no table of the catalog. */
  queryOf(source: FromSource): SelectStmt | undefined;
}

/**
 * Every SELECT of a statement, the outermost first: arms of set operations, WITH queries and subqueries. The same levels
 * for the same tree and catalog.
 */
export function levelsOf(root: SelectStmt, catalog: Catalog): readonly Level[] {
  const known = knownLevels.get(root);
  if (known?.catalog === catalog) return known.levels;
  const levels = readLevels(root, catalog);
  knownLevels.set(root, { catalog, levels });
  return levels;
}

const knownLevels = new WeakMap<
  SelectStmt,
  { readonly catalog: Catalog; readonly levels: readonly Level[] }
>();

function readLevels(root: SelectStmt, catalog: Catalog): readonly Level[] {
  const levels: Level[] = [];
  const visit = (
    select: SelectStmt,
    ctes: ReadonlyMap<string, SelectStmt>,
    place: Pick<Level, 'isOutermost' | 'isTable'>,
  ): void => {
    const inSight = new Map([...ctes, ...queriesOf(select)]);
    levels.push({
      ...{ select, ...place },
      sources: sourcesOf(select, catalog, inSight.keys()),
      queryOf: ({ node }) => queryBehind(node, inSight),
    });
    for (const [field, value] of Object.entries(select)) {
      if (field === 'larg' || field === 'rarg') visit(value as SelectStmt, inSight, place);
      else {
        const isTable = field === 'withClause' || field === 'fromClause';
        below(value, (inner) => visit(inner, inSight, { isOutermost: false, isTable }));
      }
    }
  };
  visit(root, new Map(), { isOutermost: true, isTable: false });
  return levels;
}

/** A column of one of a level's own sources. */
export interface Reference {
  readonly source: FromSource;
  readonly column: string;
}

/** What a column's name means at this level; undefined where that is not certain, or is a level around it. */
export function referenceOf(node: Node | undefined, level: Level): Reference | undefined {
  const parts = columnParts(node);
  const [column, qualifier] = [parts.at(-1), parts.at(-2)];
  if (column === undefined) return undefined;
  if (qualifier !== undefined) {
    const source = level.sources.find(({ alias }) => alias === qualifier);
    return source && { source, column };
  }
  const known = level.sources.map((source) => ({ source, names: namesIn(source, level) }));
  const having = known.filter(({ names }) => names?.includes(column));
  const unknown = known.filter(({ names }) => names === undefined);
  const [first, ...more] = having.length > 0 ? having : unknown;
  return first === undefined || more.length > 0 ? undefined : { source: first.source, column };
}

/** The sources of this level that an expression reads, also from inside its subqueries. */
export function sourcesRead(value: unknown, level: Level): ReadonlySet<FromSource> {
  const read = new Set<FromSource>();
  const visit = (inner: unknown): void => {
    if (Array.isArray(inner)) for (const item of inner) visit(item);
    else if (isObject(inner)) {
      if (isObject(inner['ColumnRef'])) {
        const found = referenceOf({ ColumnRef: inner['ColumnRef'] }, level);
        if (found !== undefined) read.add(found.source);
      } else for (const key in inner) visit(inner[key]);
    }
  };
  visit(value);
  return read;
}

/** The names of a source's columns; undefined where they cannot be told. */
export function namesIn(source: FromSource, level: Level): readonly string[] | undefined {
  const { table, node } = source;
  const alias = 'RangeSubselect' in node ? node.RangeSubselect.alias : undefined;
  const renamed = texts('RangeVar' in node ? node.RangeVar.alias?.colnames : alias?.colnames);
  const query = level.queryOf(source);
  const names =
    table?.columns.map(({ name }) => name) ?? (query === undefined ? undefined : outputsOf(query));
  return names?.map((name, i) => renamed[i] ?? name);
}

/** The output columns of a query; undefined where it has a star. */
function outputsOf(query: SelectStmt): readonly string[] | undefined {
  if (query.larg !== undefined) return outputsOf(query.larg);
  const names = (query.targetList ?? []).map((node) => {
    if (!('ResTarget' in node)) return undefined;
    const { name, val } = node.ResTarget;
    const isStar = val !== undefined && 'ColumnRef' in val && columnParts(val).length === 0;
    return isStar ? undefined : (name ?? outputName(val) ?? '?column?');
  });
  return names.length === 0 || names.includes(undefined)
    ? undefined
    : names.filter((name) => name !== undefined);
}

function queriesOf({ withClause }: SelectStmt): (readonly [string, SelectStmt])[] {
  return (withClause?.ctes ?? []).flatMap((node) => {
    if (!('CommonTableExpr' in node) || !isSelect(node.CommonTableExpr.ctequery)) return [];
    const { ctename = '', ctequery, aliascolnames } = node.CommonTableExpr;
    return aliascolnames === undefined ? [[ctename, ctequery.SelectStmt] as const] : [];
  });
}

function queryBehind(node: Node, ctes: ReadonlyMap<string, SelectStmt>): SelectStmt | undefined {
  if ('RangeSubselect' in node) {
    const { subquery } = node.RangeSubselect;
    return isSelect(subquery) ? subquery.SelectStmt : undefined;
  }
  if (!('RangeVar' in node) || node.RangeVar.schemaname !== undefined) return undefined;
  return ctes.get(node.RangeVar.relname ?? '');
}

/** The SELECTs next below a value, not those inside them. */
function below(value: unknown, found: (select: SelectStmt) => void): void {
  if (Array.isArray(value)) for (const item of value) below(item, found);
  else if (isObject(value)) {
    for (const key in value) {
      const child = value[key];
      if (key === 'SelectStmt' && isObject(child)) found(child);
      else below(child, found);
    }
  }
}
