import { keysOfQuery } from '../select/multiplicity.js';
import { wholeNumber } from '../select/nodes.js';
import type { Lint } from './lint.js';

/** Which rows a LIMIT keeps is chance where nothing orders them. */
export const limitWithoutOrder: Lint = ({ select, isOutermost, isTable }) => {
  const { limitCount, sortClause } = select;
  if (limitCount === undefined || sortClause !== undefined) return [];
  // EXISTS asks for any row.
  if (!isOutermost && !isTable) return [];
  const { limitCount: _, ...unlimited } = select;
  if (keysOfQuery(unlimited).some((key) => key.length === 0)) return [];
  const count = wholeNumber(limitCount);
  return [
    {
      weight: 'warning',
      code: 'limit_without_order',
      what: `LIMIT ${count ?? ''} without ORDER BY keeps any rows, not certain ones`.replace(
        '  ',
        ' ',
      ),
      fix: 'Order by what makes a row first, with a last column that breaks ties.',
    },
  ];
};
