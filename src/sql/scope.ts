import type { Catalog } from '../ports.js';
import { closedReference, refuseMasked, refuseWholeRow } from './closed-columns.js';
import type { SqlFindings } from './finding.js';
import type { MaskedPlaces } from './masked-outputs.js';
import { listed, nearest } from './suggest.js';
import { quoted, tableName } from './table-names.js';

/** What a part of FROM is called and which columns it has; `columns: null` where that is not known. */
export interface Source {
  readonly alias: string;
  /** For an unaliased table, so that `schema.table.column` finds it. */
  readonly schema: string | null;
  readonly columns: readonly string[] | null;
  /** Columns that it has in the warehouse, and that do not exist for us. */
  readonly hidden?: readonly string[];
  /** Those of `columns` whose values nobody reads. */
  readonly masked?: readonly string[];
}

/** What a column's name may mean at one place: the sources there, then those of the query around it. */
export interface Scope {
  readonly sources: readonly Source[];
  /** Names of output columns, which ORDER BY and GROUP BY may use. */
  readonly outputs: readonly string[];
  readonly outer: Scope | null;
}

/** The columns that each WITH query in sight returns. */
export type Ctes = ReadonlyMap<string, readonly string[] | null>;

/** What stays the same while one statement is looked at. */
export interface Naming {
  readonly catalog: Catalog | undefined;
  readonly findings: SqlFindings;
  /** Where a masked column may stand; nowhere without. */
  readonly places?: MaskedPlaces;
}

/**
 * Holds one column reference against what is in sight. This also stops calls in functional notation: in `o.evil`, evil
 * must be a column of o, so it cannot be a function on o's row.
 */
export function checkColumn(
  parts: readonly string[],
  scope: Scope,
  naming: Naming,
  reference: { readonly location?: number },
): void {
  const { catalog, findings } = naming;
  if (findings.isFull) return;
  const { location } = reference;
  const column = parts.at(-1) ?? '';
  const sources = everySource(scope);
  const closed = closedReference(parts, scope);
  if (closed?.why === 'hidden') {
    findings.add(unknownColumn(column, [closed.source], catalog), location);
    return;
  }
  if (closed?.why === 'row') refuseWholeRow(closed.source, naming, location);
  if (closed?.why === 'masked') {
    const { harmless, outputs, toMask } = naming.places ?? {};
    if (outputs?.has(reference)) toMask?.add(reference);
    else if (!harmless?.has(reference)) refuseMasked(column, naming, location);
  }
  if (parts.length === 1) {
    if (isInSight(column, scope)) return;
    findings.add(unknownColumn(column, sources, catalog), location);
    return;
  }
  const qualifier = parts.at(-2) ?? '';
  const schema = parts.at(-3);
  const named = sources.filter(
    ({ alias, schema: its }) => alias === qualifier && (schema === undefined || its === schema),
  );
  if (named.length === 0 || parts.length > 3) {
    findings.add(unknownAlias(parts, sources, catalog), location);
  } else if (!named.some(({ columns }) => columns === null || columns.includes(column))) {
    findings.add(unknownColumn(column, named, catalog, { qualifier, inSight: sources }), location);
  }
}

/** The sources that a star stands for: all, or the one so called. */
export function starred(
  parts: readonly string[],
  scope: Scope,
  { catalog, findings }: Naming,
  location: number | undefined,
): readonly string[] | null {
  const qualifier = parts.at(-1);
  const source = everySource(scope).find(({ alias }) => alias === qualifier);
  if (source !== undefined) return source.columns;
  if (findings.isFull) return null;
  findings.add(unknownAlias([...parts, '*'], everySource(scope), catalog), location);
  return null;
}

/** A bare name is a column, an output column, or a whole row called by its alias. It is never a function. */
function isInSight(name: string, scope: Scope | null): boolean {
  if (scope === null) return false;
  return (
    scope.outputs.includes(name) ||
    scope.sources.some(
      ({ alias, columns }) => alias === name || columns === null || columns.includes(name),
    ) ||
    isInSight(name, scope.outer)
  );
}

function everySource(scope: Scope | null): Source[] {
  return scope === null ? [] : [...scope.sources, ...everySource(scope.outer)];
}

function unknownColumn(
  column: string,
  sources: readonly Source[],
  catalog: Catalog | undefined,
  as?: { readonly qualifier: string; readonly inSight: readonly Source[] },
) {
  const where = as === undefined ? 'in any table of this FROM' : `in ${quotedAlias(as.qualifier)}`;
  const here = (as?.inSight ?? []).flatMap((source) => having(column, source));
  const near = nearest(
    column,
    sources.flatMap(({ columns }) => columns ?? []),
  ).map(quoted);
  const elsewhere = (catalog?.tables ?? [])
    .filter(({ columns }) => columns.some(({ name }) => name === column))
    .map(tableName)
    .slice(0, 3);
  const fixes = [
    ...(here.length > 0 ? [`Use ${here.join(' or ')}.`] : []),
    ...(near.length > 0 ? [`Use ${near.join(' or ')}.`] : []),
    ...(elsewhere.length > 0 ? [`The column ${column} exists in ${elsewhere.join(', ')}.`] : []),
    ...sources.flatMap(({ alias, columns }) =>
      columns === null || columns.length === 0
        ? []
        : [`${quotedAlias(alias)} has ${listed(columns.map(quoted))}.`],
    ),
  ];
  return {
    code: 'unknown_column',
    what: `the column ${column} does not exist ${where} (42703)`,
    fix: fixes.join(' '),
  };
}

/** `alias.column` for a source that has it under an alias. */
function having(column: string, { alias, columns }: Source): string[] {
  return alias !== '' && columns?.includes(column) ? [`${quoted(alias)}.${quoted(column)}`] : [];
}

function unknownAlias(
  parts: readonly string[],
  sources: readonly Source[],
  catalog: Catalog | undefined,
) {
  const [qualifier = '', column = ''] = parts.slice(-2);
  const aliases = [...new Set(sources.map(({ alias }) => alias))];
  const here = [...new Set(sources.flatMap((source) => having(column, source)))];
  const isTable = catalog?.tables.some(({ name }) => name === qualifier) ?? false;
  const fixes = [
    ...(here.length > 0 ? [`Use ${here.slice(0, 3).join(' or ')}.`] : []),
    ...(aliases.length > 0 ? [`This FROM has ${listed(aliases.map(quotedOrNone))}.`] : []),
    ...(isTable || aliases.length === 0 ? [`Add the table ${quoted(qualifier)} to FROM.`] : []),
  ];
  return {
    code: 'unknown_alias',
    what: `${parts.join('.')} names a table or alias that this FROM does not have (42P01)`,
    fix: fixes.join(' '),
  };
}

function quotedOrNone(alias: string): string {
  return alias === '' ? 'a source without alias' : quoted(alias);
}

function quotedAlias(alias: string): string {
  return alias === '' ? 'this FROM' : alias;
}
