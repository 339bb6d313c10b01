import type { Node, ResTarget, SelectStmt, WithClause } from 'libpg-query';
import { closedStar, refuseWholeRow } from './closed-columns.js';
import { resolveFrom } from './from-sources.js';
import { outputName } from './output-name.js';
import { checkColumn, starred, type Ctes, type Naming, type Scope } from './scope.js';
import { isObject, texts, type Json } from './tree.js';

/** Output columns in order; `undefined` for one without a name, null where a star cannot be expanded. */
export type Outputs = readonly (string | undefined)[] | null;

/**
 * Resolves every table and column of a SELECT as Postgres would, against the catalog, and returns its output columns.
 * What is not known is a finding with names that are near; what is unknown without a catalog is let through.
 */
export function checkNames(
  select: SelectStmt,
  naming: Naming,
  ctes: Ctes = new Map(),
  outer: Scope | null = null,
): Outputs {
  const inSight = withQueries(select.withClause, naming, ctes, outer);
  if (select.larg !== undefined && select.rarg !== undefined) {
    const outputs = checkNames(select.larg, naming, inSight, outer);
    checkNames(select.rarg, naming, inSight, outer);
    // ORDER BY of a union sees output names only.
    const scope: Scope = { sources: [], outputs: known(outputs), outer };
    checkExpressions(
      [select.sortClause, select.limitCount, select.limitOffset],
      scope,
      naming,
      inSight,
    );
    return outputs;
  }
  if (select.valuesLists !== undefined) {
    checkExpressions(select.valuesLists, { sources: [], outputs: [], outer }, naming, inSight);
    return (itemsOf(select.valuesLists[0]) ?? []).map((_, i) => `column${i + 1}`);
  }
  const queries = {
    naming,
    ctes: inSight,
    query: (node: Node | undefined, around: Scope | null) =>
      isSelect(node) ? checkNames(node.SelectStmt, naming, inSight, around) : null,
    expressions: (value: unknown, scope: Scope) => checkExpressions(value, scope, naming, inSight),
  };
  const from = resolveFrom(select.fromClause ?? [], outer, queries);
  const scope: Scope = { sources: from.sources, outputs: [], outer };
  const outputs = outputsOf(select.targetList ?? [], scope, from.star, naming);
  checkExpressions(
    [select.targetList, select.whereClause, select.havingClause, select.windowClause],
    scope,
    naming,
    inSight,
  );
  checkExpressions(
    [select.groupClause, select.sortClause, select.distinctClause],
    { ...scope, outputs: known(outputs) },
    naming,
    inSight,
  );
  checkExpressions([select.limitCount, select.limitOffset], scope, naming, inSight);
  return outputs;
}

function withQueries(
  clause: WithClause | undefined,
  naming: Naming,
  ctes: Ctes,
  outer: Scope | null,
): Ctes {
  const inSight = new Map(ctes);
  for (const node of clause?.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue;
    const { ctename = '', aliascolnames, ctequery } = node.CommonTableExpr;
    if (!isSelect(ctequery)) continue;
    const renamed = texts(aliascolnames);
    const rename = (outputs: Outputs) =>
      outputs === null ? null : outputs.map((name, i) => renamed[i] ?? name ?? '?column?');
    const { larg } = ctequery.SelectStmt;
    // A recursive query sees itself with the columns of its first part.
    if (clause?.recursive && larg !== undefined) {
      inSight.set(ctename, null);
      inSight.set(ctename, rename(checkNames(larg, naming, inSight, outer)));
    }
    inSight.set(ctename, rename(checkNames(ctequery.SelectStmt, naming, inSight, outer)));
  }
  return inSight;
}

function outputsOf(
  targets: readonly Node[],
  scope: Scope,
  star: readonly string[] | null,
  naming: Naming,
): Outputs {
  const outputs: (string | undefined)[] = [];
  for (const node of targets) {
    if (!('ResTarget' in node)) continue;
    const expanded = expandedStar(node.ResTarget, scope, star, naming);
    if (expanded === null) return null;
    outputs.push(...(expanded ?? [node.ResTarget.name ?? outputName(node.ResTarget.val)]));
    if (outputs.length > mostColumns) {
      naming.findings.add(tooManyColumns);
      return outputs.slice(0, mostColumns);
    }
  }
  return outputs;
}

/** The columns that `*` or `alias.*` stands for, null where they are not known; undefined for no star. */
function expandedStar(
  { val }: ResTarget,
  scope: Scope,
  star: readonly string[] | null,
  naming: Naming,
): readonly string[] | null | undefined {
  if (val === undefined || !('ColumnRef' in val)) return undefined;
  const { fields, location } = val.ColumnRef;
  const last = fields?.at(-1);
  if (last === undefined || !('A_Star' in last)) return undefined;
  const qualifier = texts(fields);
  return qualifier.length === 0 ? star : starred(qualifier, scope, naming, location);
}

/** Checks every column below `value`, and every subquery in its own scope. */
function checkExpressions(value: unknown, scope: Scope, naming: Naming, ctes: Ctes): void {
  if (Array.isArray(value)) {
    for (const item of value) checkExpressions(item, scope, naming, ctes);
  } else if (isObject(value)) {
    for (const key in value) {
      const child = value[key];
      if (key === 'ColumnRef' && isObject(child)) checkReference(child, scope, naming);
      else if (key === 'SelectStmt' && isObject(child)) checkNames(child, naming, ctes, scope);
      else checkExpressions(child, scope, naming, ctes);
    }
  }
}

function checkReference(fields: Json, scope: Scope, naming: Naming): void {
  const reference = fields as { fields?: Node[]; location?: number };
  const parts = reference.fields ?? [];
  if (parts.some((part) => 'A_Star' in part)) {
    const closed = closedStar(texts(parts), scope);
    if (closed !== undefined) refuseWholeRow(closed.source, naming, reference.location);
    return;
  }
  checkColumn(texts(parts), scope, naming, reference);
}

/** As many as Postgres allows. Stars over stars would make millions. */
const mostColumns = 1_664;
const tooManyColumns = {
  code: 'too_many_columns',
  what: `a SELECT returns more than ${mostColumns} columns`,
  fix: 'Name the columns that are needed.',
};

function isSelect(node: Node | undefined): node is { SelectStmt: SelectStmt } {
  return node !== undefined && 'SelectStmt' in node;
}

function itemsOf(node: Node | undefined): readonly Node[] | undefined {
  return node !== undefined && 'List' in node ? node.List.items : undefined;
}

function known(outputs: Outputs): string[] {
  return (outputs ?? []).filter((name) => name !== undefined);
}
