import type { A_Expr } from 'libpg-query';
import { columnParts, sameNode } from '../select/nodes.js';
import { everyNode, lastText } from '../tree.js';
import type { Doubt, Lint } from './lint.js';

/** `o.id = o.id`: a slip of the alias, which joins everything with everything or filters nothing. */
export const comparedWithItself: Lint = ({ select, isOutermost }) => {
  // Once for the whole statement.
  if (!isOutermost) return [];
  const doubts: Doubt[] = [];
  everyNode({ SelectStmt: select }, (kind, fields) => {
    if (kind !== 'A_Expr') return;
    const { name, lexpr, rexpr, location } = fields as A_Expr;
    if (!comparisons.has(lastText(name) ?? '') || !sameNode(lexpr, rexpr)) return;
    const column = columnParts(lexpr).join('.');
    if (column === '') return;
    doubts.push({
      weight: 'finding',
      code: 'compared_with_itself',
      what: `${column} is compared with itself`,
      fix: 'Compare it with the other table’s column; write IS NOT NULL where that is meant.',
      location,
    });
  });
  return doubts;
};

const comparisons = new Set(['=', '<>', '!=', '<', '>', '<=', '>=']);
