import type { Expectation, Step } from './plan.js';

/**
 * The columns of a step's result that somebody counts on: its own expectations, and whatever later steps may call by
 * name. A tool's input is its own business, so every text in it may be such a name.
 */
export function columnsRead(
  { id, expect }: Pick<Step, 'id' | 'expect'>,
  steps: readonly Pick<Step, 'dependsOn' | 'input'>[],
): string[] {
  const later = steps.filter(({ dependsOn }) => dependsOn.includes(id));
  return [...new Set([...expected(expect), ...later.flatMap(({ input }) => textsIn(input))])];
}

function expected({ columns, nonNegative, notNull, uniqueBy }: Expectation): string[] {
  return [...columns, ...nonNegative, ...notNull, ...uniqueBy];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
