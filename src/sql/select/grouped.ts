import type { Node, SelectStmt } from 'libpg-query';
import type { Catalog } from '../../ports.js';
import { outputName } from '../output-name.js';
import { columnParts, hasAggregate, hasRowFunction, sameNode, wholeNumber } from './nodes.js';
import { sourcesOf } from './sources.js';

export interface Output {
  readonly name: string;
  readonly expression: Node;
  /** Which key of GROUP BY it is; null where it is none. */
  readonly key: number | null;
}

/** One plain SELECT with what GROUP BY means by its numbers and names put in place. */
export interface Grouped {
  readonly select: SelectStmt;
  readonly outputs: readonly Output[];
  readonly keys: readonly Node[];
  /** Whether it aggregates at all. */
  readonly aggregates: boolean;
}

/**
 * Reads a SELECT as keys and outputs. Undefined for what is not plain: set operations, VALUES, stars, grouping sets,
 * functions that return rows, or a name that might mean two things.
 */
export function readGrouped(select: SelectStmt, catalog: Catalog): Grouped | undefined {
  if (select.larg !== undefined || select.valuesLists !== undefined) return undefined;
  if (hasRowFunction(select.targetList)) return undefined;
  const named: Omit<Output, 'key'>[] = [];
  for (const node of select.targetList ?? []) {
    if (!('ResTarget' in node) || node.ResTarget.val === undefined) return undefined;
    const { name, val } = node.ResTarget;
    const known = name ?? outputName(val);
    if (known === undefined || ('ColumnRef' in val && columnParts(val).length === 0)) {
      return undefined;
    }
    named.push({ name: known, expression: val });
  }
  const keys: Node[] = [];
  for (const node of select.groupClause ?? []) {
    const key = keyMeant(node, named, select, catalog);
    if (key === undefined) return undefined;
    keys.push(key);
  }
  const outputs = named.map((output) => {
    const key = keys.findIndex((each) => sameNode(each, output.expression));
    return { ...output, key: key < 0 ? null : key };
  });
  const aggregates =
    keys.length > 0 ||
    select.havingClause !== undefined ||
    hasAggregate([select.targetList, select.sortClause]);
  return { select, outputs, keys, aggregates };
}

/** A number is an output's place; a bare name is a column first and an output's name second. */
function keyMeant(
  node: Node,
  outputs: readonly Omit<Output, 'key'>[],
  select: SelectStmt,
  catalog: Catalog,
): Node | undefined {
  if ('GroupingSet' in node) return undefined;
  const place = wholeNumber(node);
  if (place !== undefined) return outputs[place - 1]?.expression;
  const [name, ...more] = columnParts(node);
  if (name === undefined || more.length > 0) return node;
  const output = outputs.find((each) => each.name === name);
  if (output === undefined || sameNode(output.expression, node)) return node;
  const sources = sourcesOf(select, catalog);
  if (sources.some(({ table }) => table?.columns.some((column) => column.name === name))) {
    return node;
  }
  return sources.some(({ table, renamed }) => table === null || renamed)
    ? undefined
    : output.expression;
}

/** The output that a term of ORDER BY means: by place, by name, or by being written alike. */
export function outputMeant(node: Node, outputs: readonly Output[]): Output | undefined {
  const place = wholeNumber(node);
  if (place !== undefined) return outputs[place - 1];
  const [name, ...more] = columnParts(node);
  const byName = more.length === 0 ? outputs.find((output) => output.name === name) : undefined;
  return byName ?? outputs.find((output) => sameNode(output.expression, node));
}
