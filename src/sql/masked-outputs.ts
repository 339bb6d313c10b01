import type { Node, ResTarget, SelectStmt } from 'libpg-query';
import { refuseMasked } from './closed-columns.js';
import type { SqlFindings } from './finding.js';
import { outputName } from './output-name.js';
import { isObject, opened, texts, type Json } from './tree.js';

/** Where in a statement a masked column may stand: its references, by identity. */
export interface MaskedPlaces {
  /** `count(x)`, `x IS NULL`, GROUP BY and PARTITION BY: how many and which alike, never what. */
  readonly harmless: ReadonlySet<unknown>;
  /** Plain output columns of the outermost SELECT, which are shown masked. */
  readonly outputs: ReadonlySet<unknown>;
  /** Those of the outputs that turned out to be masked columns. */
  readonly toMask: Set<unknown>;
}

export function maskedPlaces(select: SelectStmt): MaskedPlaces {
  const harmless = new Set<unknown>();
  collect(select, harmless);
  const plain = select.larg === undefined && select.distinctClause === undefined;
  const targets = plain ? (select.targetList ?? []) : [];
  const outputs = new Set(targets.map((target) => columnOf(targetOf(target)?.val)));
  outputs.delete(undefined);
  return { harmless, outputs, toMask: new Set() };
}

function collect(value: unknown, harmless: Set<unknown>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, harmless);
  if (!isObject(value)) return;
  for (const key in value) {
    const child = value[key];
    if (typeof child !== 'object') continue;
    for (const node of harmlessIn(key, child)) harmless.add(columnOf(node));
    collect(child, harmless);
  }
}

function harmlessIn(key: string, child: unknown): readonly unknown[] {
  if (key === 'groupClause' || key === 'partitionClause' || key === 'content') {
    return Array.isArray(child) ? child : [];
  }
  if (!isObject(child)) return [];
  if (key === 'NullTest') return [child['arg']];
  return key === 'FuncCall' && isCount(child) ? (child['args'] as unknown[]) : [];
}

function isCount({ funcname, args, agg_order: order }: Json): boolean {
  const name = texts(Array.isArray(funcname) ? funcname : []);
  const one = Array.isArray(args) && args.length === 1 && order === undefined;
  return one && (name.join('.') === 'count' || name.join('.') === 'pg_catalog.count');
}

/** GROUP BY and ORDER BY that name a masked output, or its position, would sort or group what is shown, not what is. */
export function checkMaskedOutputs(
  select: SelectStmt,
  { toMask }: MaskedPlaces,
  findings: SqlFindings,
): void {
  for (const [i, target] of (select.targetList ?? []).entries()) {
    const column = columnOf(targetOf(target)?.val);
    if (column === undefined || !toMask.has(column)) continue;
    const own = texts((column as { readonly fields?: Node[] }).fields).at(-1) ?? '';
    const name = targetOf(target)?.name ?? own;
    const groups = (select.groupClause ?? []).filter((node) => means(node, i, name, own));
    const sorts = (select.sortClause ?? []).filter(
      (node) => 'SortBy' in node && means(node.SortBy.node, i, name),
    );
    if (groups.length + sorts.length > 0) refuseMasked(own, { findings });
  }
}

/** By its own name a column is grouped by its values: Postgres looks among the columns first. */
function means(node: Node | undefined, position: number, name: string, own?: string): boolean {
  if (node === undefined) return false;
  if ('A_Const' in node) return node.A_Const.ival?.ival === position + 1;
  if (!('ColumnRef' in node)) return false;
  const parts = texts(node.ColumnRef.fields);
  return parts.length === 1 && parts[0] === name && name !== own;
}

/** The statement with its masked outputs masked on the server: no value of theirs leaves it. */
export function withMasks(select: SelectStmt, { toMask }: MaskedPlaces): SelectStmt {
  if (toMask.size === 0) return select;
  const targetList = (select.targetList ?? []).map((target): Node => {
    const shown = targetOf(target);
    if (shown === undefined || !toMask.has(columnOf(shown.val))) return target;
    const name = shown.name ?? outputName(shown.val);
    return { ResTarget: { ...shown, ...(name !== undefined && { name }), val: mask(shown.val) } };
  });
  return { ...select, targetList };
}

/** A null is no secret: it can be counted. */
function mask(value: Node | undefined): Node {
  const isThere: Node = {
    NullTest: { ...(value !== undefined && { arg: value }), nulltesttype: 'IS_NOT_NULL' },
  };
  return {
    CaseExpr: {
      args: [{ CaseWhen: { expr: isThere, result: { A_Const: { sval: { sval: maskedText } } } } }],
    },
  };
}

const maskedText = '[masked]';

function targetOf(node: Node): ResTarget | undefined {
  return 'ResTarget' in node ? node.ResTarget : undefined;
}

function columnOf(node: unknown): unknown {
  const [kind, fields] = opened(node) ?? [];
  return kind === 'ColumnRef' ? fields : undefined;
}
