import type { Node } from 'libpg-query';
import { columnParts, functionName, withoutCasts } from '../select/nodes.js';

/** What a term of ORDER BY is known by: a column's last name, or a call of a function on columns; '' for anything else. */
export function sortName(node: Node | undefined): string {
  if (node === undefined) return '';
  const term = withoutCasts(node);
  if (!('FuncCall' in term)) return columnParts(term).at(-1) ?? '';
  const { args = [], agg_star, agg_distinct } = term.FuncCall;
  const inner = args.map(sortName);
  if (inner.includes('')) return '';
  return `${functionName(term.FuncCall)}(${agg_distinct === true ? 'distinct ' : ''}${agg_star === true ? '*' : inner.join(', ')})`;
}
