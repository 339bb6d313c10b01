import type { Node } from 'libpg-query';
import { functionName, someNode } from '../select/nodes.js';
import { texts } from '../tree.js';
import type { Doubt, Lint } from './lint.js';

/** A sum that is named an average, or an average that is named a total, is told as what it is not. */
export const misnamedAggregate: Lint = ({ select }) =>
  (select.targetList ?? []).flatMap((target): Doubt[] => {
    if (!('ResTarget' in target)) return [];
    const { name = '', val, location } = target.ResTarget;
    const words = name.toLowerCase().split('_');
    const [average, total] = [averages, totals].map((known) =>
      words.some((word) => known.has(word)),
    );
    if (average === total) return [];
    const { aggregates, divides } = madeWith(val);
    if (aggregates.size === 0) return [];
    const isSo = average
      ? divides || [...aggregates].some((each) => each !== 'sum' && each !== 'count')
      : [...aggregates].some((each) => each !== 'avg');
    if (isSo) return [];
    return [
      {
        weight: 'finding',
        code: 'misnamed_aggregate',
        what: `"${name}" is made with ${[...aggregates].join(' and ')}`,
        fix: 'Aggregate as the name says, or name it after what it is.',
        location,
      },
    ];
  });

function madeWith(value: Node | undefined) {
  const aggregates = new Set<string>();
  let divides = false;
  someNode(
    value,
    (kind, fields) => {
      if (kind === 'FuncCall') {
        const name = functionName(fields);
        if (known.test(name)) aggregates.add(name);
      }
      if (kind === 'A_Expr') divides ||= texts((fields as { name?: Node[] }).name).at(-1) === '/';
      return false;
    },
    { subqueries: false },
  );
  return { aggregates, divides };
}

const averages = new Set(['avg', 'average', 'mean']);
const totals = new Set(['total', 'sum']);
const known = /^(?:sum|count|avg|min|max|stddev.*|var.*|percentile_.*)$/;
