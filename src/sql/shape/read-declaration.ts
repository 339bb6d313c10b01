import type { Node } from 'libpg-query';
import type { ReadFilter, ReadOrder } from '../../domain/intent/query-shape.js';
import { columnParts, someNode } from '../select/nodes.js';
import { readSelect } from '../select/text.js';
import { everyNode } from '../tree.js';
import { sortName } from './sort-name.js';

/** A filter declared in SQL's words, `status <> 'cancelled'`; undefined for any other words. */
export async function readFilter(text: string): Promise<ReadFilter | undefined> {
  // Without quotes a date is a subtraction.
  if (/\d{4}-\d{2}-\d{2}/.test(text.replaceAll(/'[^']*'/g, ''))) return undefined;
  const condition = (await readSelect(`select 1 where ${text}`))?.whereClause;
  if (condition === undefined || someNode(condition, isMore)) return undefined;
  const columns: string[] = [];
  const literals: string[] = [];
  everyNode(condition, (kind, fields) => {
    if (kind === 'ColumnRef') columns.push(columnParts({ ColumnRef: fields }).at(-1) ?? '');
    if (kind === 'A_Const') literals.push(...constant({ A_Const: fields }));
  });
  return columns.length === 0 ? undefined : { text, columns, literals };
}

/** The first term of a declared order in SQL's words, `revenue desc`; undefined for any other words. */
export async function readOrder(text: string): Promise<ReadOrder | undefined> {
  const [first] = (await readSelect(`select 1 order by ${text}`))?.sortClause ?? [];
  if (first === undefined || !('SortBy' in first)) return undefined;
  const { node, sortby_dir } = first.SortBy;
  const name = sortName(node);
  return name === '' ? undefined : { name, descending: sortby_dir === 'SORTBY_DESC' };
}

/** Other rows, or other steps' cells, decide. */
function isMore(kind: string): boolean {
  return kind === 'SelectStmt' || kind === 'ParamRef';
}

function constant(node: Node): string[] {
  if (!('A_Const' in node)) return [];
  const { ival, fval, sval } = node.A_Const;
  if (ival !== undefined) return [String(ival.ival ?? 0)];
  if (fval !== undefined) return [fval.fval ?? '0'];
  return sval === undefined ? [] : [sval.sval ?? ''];
}
