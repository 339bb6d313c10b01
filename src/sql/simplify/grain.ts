import type { Node } from 'libpg-query';
import type { Catalog } from '../../ports.js';
import type { Grouped, Output } from '../select/grouped.js';
import { columnParts, functionName, sameNode } from '../select/nodes.js';
import { columnMeant, sourcesOf } from '../select/sources.js';
import { everyNode, texts } from '../tree.js';

/** The key that holds a grain. */
export interface Grain {
  readonly output: Output;
  coarser(unit: string): Node;
}

/** The one key that holds the declared grain, and how it reads with another unit. */
export function grainOf(grouped: Grouped, grain: string, catalog: Catalog): Grain | undefined {
  const sources = sourcesOf(grouped.select, catalog);
  const found = grouped.outputs.flatMap((output): Grain[] => {
    if (output.key === null) return [];
    const { expression } = output;
    const truncated = withUnit(expression, grain);
    if (truncated !== undefined) return [{ output, coarser: truncated }];
    const isDate = isCastToDate(expression)
      ? grain === 'day'
      : columnMeant(expression, sources)?.column.type === 'date';
    return isDate ? [{ output, coarser: (unit) => truncatedDate(expression, unit) }] : [];
  });
  const [first, ...more] = found;
  if (first === undefined || more.length > 0 || grain === '') return undefined;
  // A month's name beside the month would still split the quarter.
  const columns = columnsOf(first.output.expression);
  const others = grouped.keys.filter((key) => !sameNode(key, first.output.expression));
  return columnsOf(others).some((name) => columns.includes(name)) ? undefined : first;
}

/** The last names of the columns in an expression. */
function columnsOf(value: unknown): string[] {
  const names: string[] = [];
  everyNode(value, (kind, fields) => {
    if (kind === 'ColumnRef') names.push(columnParts({ ColumnRef: fields }).at(-1) ?? '');
  });
  return names;
}

/** date_trunc('<grain>', …), alone or cast to a date or time: not as text, whose format would say the wrong thing. */
function withUnit(node: Node, grain: string): ((unit: string) => Node) | undefined {
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) {
    const type = texts(node.TypeCast.typeName?.names).at(-1) ?? '';
    const inner = /^(?:date|timestamp|timestamptz)$/.test(type)
      ? withUnit(node.TypeCast.arg, grain)
      : undefined;
    return inner && ((unit) => ({ TypeCast: { ...node.TypeCast, arg: inner(unit) } }));
  }
  if (!('FuncCall' in node) || functionName(node.FuncCall) !== 'date_trunc') return undefined;
  const [unit, ...args] = node.FuncCall.args ?? [];
  if (unit === undefined || !('A_Const' in unit) || unit.A_Const.sval?.sval !== grain) {
    return undefined;
  }
  return (coarser) => ({ FuncCall: { ...node.FuncCall, args: [text(coarser), ...args] } });
}

function isCastToDate(node: Node): boolean {
  return 'TypeCast' in node && texts(node.TypeCast.typeName?.names).at(-1) === 'date';
}

function truncatedDate(expression: Node, unit: string): Node {
  const call: Node = {
    FuncCall: {
      funcname: [{ String: { sval: 'date_trunc' } }],
      args: [text(unit), expression],
      funcformat: 'COERCE_EXPLICIT_CALL',
    },
  };
  return {
    TypeCast: {
      arg: call,
      typeName: { names: [{ String: { sval: 'date' } }], typemod: -1 },
    },
  };
}

function text(sval: string): Node {
  return { A_Const: { sval: { sval } } };
}
