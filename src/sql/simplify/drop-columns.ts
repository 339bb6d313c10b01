import type { Node, SelectStmt } from 'libpg-query';
import { outputMeant, type Grouped, type Output } from '../select/grouped.js';
import { wholeNumber } from '../select/nodes.js';

/**
 * The statement without some of its outputs. What ORDER BY and GROUP BY say by number is numbered anew, and terms of
 * ORDER BY that mean a dropped output go with it.
 */
export function withoutOutputs(grouped: Grouped, dropped: ReadonlySet<Output>): SelectStmt {
  const { select, outputs } = grouped;
  const kept = outputs.filter((output) => !dropped.has(output));
  const place = (output: Output): Node => ({
    A_Const: { ival: { ival: kept.indexOf(output) + 1 } },
  });
  const { sortClause, groupClause, targetList, ...rest } = select;
  const sorted = (sortClause ?? []).flatMap((node): Node[] => {
    if (!('SortBy' in node) || node.SortBy.node === undefined) return [node];
    const output = outputMeant(node.SortBy.node, outputs);
    if (output === undefined) return [node];
    if (dropped.has(output)) return [];
    const byPlace = wholeNumber(node.SortBy.node) !== undefined;
    return [byPlace ? { SortBy: { ...node.SortBy, node: place(output) } } : node];
  });
  const groups = (groupClause ?? []).flatMap((node, i): Node[] => {
    const shown = outputs.find(({ key }) => key === i);
    if (shown !== undefined && dropped.has(shown)) return [];
    return shown !== undefined && wholeNumber(node) !== undefined ? [place(shown)] : [node];
  });
  return {
    ...rest,
    targetList: (targetList ?? []).filter((_, i) => kept.includes(outputs[i] as Output)),
    ...(groups.length > 0 && { groupClause: groups }),
    ...(sorted.length > 0 && { sortClause: sorted }),
  };
}

/** Whether ORDER BY needs this output. */
export function isSortedBy({ select, outputs }: Grouped, output: Output): boolean {
  return (select.sortClause ?? []).some(
    (node) =>
      'SortBy' in node &&
      node.SortBy.node !== undefined &&
      outputMeant(node.SortBy.node, outputs) === output,
  );
}
