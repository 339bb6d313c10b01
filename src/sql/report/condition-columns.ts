import { columnParts } from '../select/nodes.js';
import { readSelect } from '../select/text.js';
import { everyNode } from '../tree.js';

/** The columns that a condition of a plan reads, by their last names and without what they are compared with. */
export async function conditionColumns(condition: string): Promise<readonly string[]> {
  const select = await readSelect(`SELECT 1 WHERE ${condition}`);
  const names = new Set<string>();
  everyNode(select, (kind, node) => {
    const name = kind === 'ColumnRef' ? columnParts({ ColumnRef: node }).at(-1) : undefined;
    if (name !== undefined) names.add(name);
  });
  return [...names];
}
